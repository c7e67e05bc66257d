"""The command line ends as other programs do when nobody reads what it prints."""

import os
import subprocess
import sys
from contextlib import redirect_stdout

import pytest

from sukoon.config import cli
from sukoon.config.cli import UNREAD, main

PRINTS = """import sys
from sukoon.config import cli

cli._run = lambda arguments: print("much") or 0
sys.exit(cli.main(["report"]))
"""


@pytest.fixture
def unread():
    """Give a pipe whose reader has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as out:
        yield out


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["report pledges --json", "--help"])
def test_a_command_that_nobody_reads_ends_quietly(unread, command, capsys):
    with redirect_stdout(unread):
        assert main(command.split()) == UNREAD
    print("more", file=unread, flush=True)  # whatever is still to come goes nowhere
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("at_once", ["", "1"])
def test_python_too_has_nothing_to_complain_of_at_the_end(unread, at_once):
    path = os.pathsep.join(sys.path)
    env = {**os.environ, "SUKOON_MODE": "test", "PYTHONPATH": path, "PYTHONUNBUFFERED": at_once}
    done = subprocess.run(
        [sys.executable, "-c", PRINTS], stdout=unread, stderr=subprocess.PIPE, env=env, text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (UNREAD, "")


def test_another_pipe_that_breaks_is_a_fault(monkeypatch):
    def broken(_arguments):
        raise BrokenPipeError

    monkeypatch.setattr(cli, "_run", broken)
    with pytest.raises(BrokenPipeError):
        main(["doctor"])

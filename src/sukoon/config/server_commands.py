"""`sukoon up`, `serve` and `worker`: preparing and running a server."""

import argparse
import os
import secrets
import signal
import sys
import threading
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import connection

from sukoon.accounts import actions as accounts
from sukoon.accounts import queries as account_queries
from sukoon.accounts.roles import console_actor
from sukoon.config.environment import Misconfigured
from sukoon.core import background, clock, outbox, schedule
from sukoon.core.schema import bring_up_to_date
from sukoon.exchange.commands import interrupted_imports
from sukoon.exchange.loading import load_everything

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001


def register(nouns: "Subparsers") -> None:
    """Add the server's commands."""
    for noun, run, what in (
        ("up", up, "prepare the database, then serve"),
        ("serve", serve, "serve what is prepared"),
    ):
        parser = nouns.add_parser(noun, help=what)
        parser.add_argument("--host", default=os.environ.get("SUKOON_HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("SUKOON_PORT", "8000")))
        parser.add_argument("--workers", type=int, default=None)
        parser.set_defaults(run=run)
    demo_parser = nouns.add_parser("demo-serve", help="build the demonstration and serve it here")
    demo_parser.add_argument("--port", type=int, default=8000)
    demo_parser.set_defaults(run=demo_serve)
    nouns.add_parser("prepare", help="prepare the database only").set_defaults(run=prepare)
    parser = nouns.add_parser("worker", help="do the background work in processes of its own")
    parser.add_argument(
        "--with-stdin", action="store_true", help="stop when standard input ends (the server's own)"
    )
    parser.set_defaults(run=worker)


def up(options: argparse.Namespace) -> int:
    """Prepare everything, make the first administrator if there is none, then serve."""
    check_before_start()
    prepare(options)
    return serve(options)


def demo_serve(options: argparse.Namespace) -> int:
    """Build the demonstration where needed, and serve it to this machine only."""
    from sukoon.config.server import serve as run_server  # noqa: PLC0415 - gunicorn only here
    from sukoon.demo.commands import demo_build  # noqa: PLC0415 - the demo only here

    code = demo_build(options)
    if code == 0:
        run_server(host="127.0.0.1", port=options.port, workers=1)
    return code


def prepare(options: argparse.Namespace) -> int:
    """Bring the database up to date, load the content, and make the first administrator."""
    say("step 1 of 3: preparing the database")
    bring_up_to_date()
    for name in interrupted_imports():
        say(f"An import was broken off and nothing of it was written: {name}")
    say("step 2 of 3: loading areas, codes and organisations")
    load_everything(by=console_actor(), progress=say)
    say("step 3 of 3: looking for an administrator")
    first_administrator()
    return 0


def first_administrator() -> None:
    """Make one administrator with a password shown once, when nobody can sign in yet."""
    if account_queries.anyone_can_sign_in():
        return
    by = console_actor()
    email = os.environ.get("SUKOON_ADMIN_EMAIL", "administrator@localhost.localdomain")
    password = secrets.token_urlsafe(15)
    user = accounts.create_account(by=by, email=email, full_name="Administrator", password=password)
    accounts.give_role(by=by, user=user, role="administrator")
    say("The first administrator was made. This is shown once:")
    say(f"  sign in as  {email}")
    say(f"  password    {password}")
    say("You will set up a second factor at first sign-in. Then change the password.")


def serve(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    from sukoon.config.server import serve as run_server  # noqa: PLC0415 - gunicorn only here

    run_server(host=options.host, port=options.port, workers=options.workers)
    return 0


def worker(options: argparse.Namespace) -> int:
    """Do the background work until stopped: messages and tasks, urgent tasks on their own."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if options.with_stdin:
        threading.Thread(target=_stop_with_stdin, args=(stop,), daemon=True).start()
    loops = {"outbox": outbox.run_forever, "urgent": schedule.run_urgent}
    background.keep(loops, hand_back=_hand_back, stop=stop)
    return 0


def _stop_with_stdin(stop: threading.Event) -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    stop.set()


def _hand_back(work: str, error: str) -> None:
    """Say that a task or message was stopped by force, as its note named it."""
    kind, _, name = work.partition(":")
    if kind == "task":
        schedule.hand_back(name, error, now=clock.now())
    else:
        outbox.hand_back(UUID(name), error, now=clock.now())


def check_before_start() -> None:
    """Raise Misconfigured, in words, for what would go wrong later."""
    try:
        settings.VAR.mkdir(parents=True, exist_ok=True)
        settings.UPLOADS.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Misconfigured(
            f"The folder {settings.VAR} cannot be written: {error.strerror}."
        ) from error
    if not os.access(settings.VAR, os.W_OK):
        raise Misconfigured(f"The folder {settings.VAR} cannot be written by this user.")
    try:
        connection.ensure_connection()
    except Exception as error:
        raise Misconfigured(
            "The database cannot be reached. Check DATABASE_URL and that the server runs. "
            f"({type(error).__name__})"
        ) from error


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()

"""A request has an end: its body arrives in time, and work that hangs takes its process along."""

import io
import os
import signal
import threading

import pytest

from sukoon.config import request_limits
from sukoon.config.request_limits import BodyTooSlow, Limited


class Wire(io.BytesIO):
    waits = None

    def settimeout(self, seconds):
        self.waits = seconds


def asked(application, **more):
    wire = Wire(b"a body\nof two lines")
    environ = {"wsgi.input": wire, "gunicorn.socket": wire, **more}
    limited = Limited(application)
    return limited, environ, wire


def reads(environ, _start):
    return [environ["wsgi.input"].readline(), environ["wsgi.input"].read()]


def test_a_body_that_comes_in_time_is_read_and_each_piece_is_waited_for_so_long():
    limited, environ, wire = asked(reads)
    answer = limited(environ, None)
    assert b"".join(answer) == b"a body\nof two lines"
    answer.close()
    assert wire.waits == request_limits.PIECE_WITHIN
    assert not limited._until


def test_a_body_that_drips_is_given_up(monkeypatch):
    monkeypatch.setattr(request_limits, "BODY_WITHIN", -1.0)
    limited, environ, _wire = asked(reads)
    with pytest.raises(BodyTooSlow):
        limited(environ, None)
    assert not limited._until


def test_a_request_is_overdue_until_its_answer_is_sent(monkeypatch):
    monkeypatch.setattr(request_limits, "DONE_WITHIN", -1.0)
    limited, environ, _wire = asked(lambda _e, _s: [b"x"])
    answer = limited(environ, None)
    assert limited.is_overdue
    answer.close()
    assert not limited.is_overdue


def test_an_answer_that_closes_is_closed_and_an_error_leaves_nothing():
    class Closing(list):
        closed = False

        def close(self):
            Closing.closed = True

    limited, environ, _wire = asked(lambda _e, _s: Closing([b"x"]))
    limited(environ, None).close()
    assert Closing.closed

    def breaks(_environ, _start):
        raise KeyError

    limited, environ, _wire = asked(breaks)
    with pytest.raises(KeyError):
        limited(environ, None)
    assert not limited._until


def test_a_file_is_left_to_the_operating_system():
    class File:
        pass

    file = File()
    limited, environ, _wire = asked(lambda _e, _s: file, **{"wsgi.file_wrapper": File})
    assert limited(environ, None) is file
    assert not limited._until


def test_a_process_in_which_a_request_hangs_ends(monkeypatch, caplog):
    ended = []
    monkeypatch.setattr(request_limits, "DONE_WITHIN", -1.0)
    monkeypatch.setattr(request_limits, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(request_limits, "FINISH_WITHIN", 0.01)
    monkeypatch.setattr(os, "kill", lambda pid, number: ended.append((pid, number)))

    class Ended(BaseException):
        pass

    def leave(code):
        ended.append(code)
        raise Ended

    monkeypatch.setattr(os, "_exit", leave)
    limited, environ, _wire = asked(lambda _e, _s: [b"x"])
    limited(environ, None)
    with pytest.raises(Ended):
        limited.end_when_overdue(threading.Event())
    assert ended == [(os.getpid(), signal.SIGTERM), 1]
    assert "over its time" in caplog.text


def test_where_none_hangs_none_is_ended(monkeypatch):
    monkeypatch.setattr(request_limits, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(os, "_exit", lambda _code: pytest.fail("ended"))
    limited, _environ, _wire = asked(reads)
    stop = threading.Event()
    threading.Timer(0.05, stop.set).start()
    limited.end_when_overdue(stop)

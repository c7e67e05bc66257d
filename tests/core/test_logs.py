"""What a log line may hold, and what it loses."""

import io
import logging

import pytest

from sukoon.core.logs import SafeFormatter, blotted


@pytest.fixture
def logged():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(SafeFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    log = logging.getLogger("test.safe")
    log.addHandler(handler)
    log.propagate = False
    yield log, stream
    log.removeHandler(handler)
    log.propagate = True


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("sign-in of nadia@example.org failed", "nadia"),
        ("call 0300 1234567 back", "1234567"),
        ("call +92-300-1234567 back", "1234567"),
        ("card 35202-1234567-1", "1234567"),
        ("card 3520212345671", "3520212345671"),
        ("Not Found: /directory/?q=Zarghuna+Khan", "Zarghuna"),
        ("token sukoon_" + "a" * 43, "a" * 43),
        ("name زرغونه قلندري seen", "زرغونه"),
    ],
)
def test_what_identifies_somebody_is_blotted_out(text, lost):
    assert lost not in blotted(text)


@pytest.mark.parametrize(
    "text",
    [
        "cannot use full_name='Gul Bano'", 'row {"full_name": "Gul Bano", "kind": "full"}',
        "licence_number=Gul", "focal_name: Gul",
    ],
)  # fmt: skip
def test_a_private_field_is_blotted_by_its_name(text):
    assert "Gul" not in blotted(text)


def test_a_field_that_is_not_private_stays():
    assert blotted("status=closed, kind: full") == "status=closed, kind: full"


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-25 09:00:00,123 WARNING django.request: Not Found: /desk/",
        "outbox exchange.check_file failed (attempt 3): ValueError",
        "event of 01a210c1-7090-77af-be03-e4fb9df497c7 sealed in block 17",
    ],
)
def test_what_a_person_who_keeps_the_server_needs_stays(text):
    assert blotted(text) == text


def test_an_error_is_told_by_kind_and_place_only(logged):
    log, stream = logged
    name = "Zarghuna"
    try:
        int(f"name={name}")
    except ValueError:
        log.exception("the change failed")
    told = stream.getvalue()
    assert name not in told
    assert "builtins.ValueError" in told
    assert "test_logs.py" in told


def test_the_product_logs_through_it(settings):
    formatters = settings.LOGGING["formatters"]
    assert {f["()"] for f in formatters.values()} == {"sukoon.core.logs.SafeFormatter"}
    assert {h["formatter"] for h in settings.LOGGING["handlers"].values()} <= set(formatters)

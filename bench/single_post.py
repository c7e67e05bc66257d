"""What a survey server does with one form, as lean as can be: the other side of a batch.

One POST brings one form as XML, as ODK clients send it: the key of the phone is looked up, the
form's definition is looked up, the instance must be new, and submission, version and one event
are written in one transaction. No middleware, no rules, no checks of values. The tables are any
narrow ones of ours, through the same framework and the same server.
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any
from xml.etree import ElementTree as ET

PATH = "/submission"
FORM = (
    '<data id="contact" version="1"><meta><instanceID>uuid:{id}</instanceID></meta>'
    "<happened>2026-11-24</happened><kind>contact</kind><who>PK-7-0012</who><minutes>40</minutes>"
    "<basis>people</basis><total>1</total><note/></data>"
)


def application() -> Callable[..., Iterable[bytes]]:
    """Return the product's WSGI application, with the single POST in front of it."""
    from sukoon.config.wsgi import application as product

    def serve(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != PATH:
            return product(environ, start)
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        _keep(body, environ.get("HTTP_AUTHORIZATION", ""))
        start("201 Created", [("Content-Type", "text/xml"), ("Content-Length", "16")])
        return [b"<OpenRosaAnswer>"]

    return serve


def prepare() -> None:
    """Write the phone's key and the form's definition."""
    _write("key", hashlib.sha256(b"phone").hexdigest())
    _write("form", "contact/1")


def _keep(body: bytes, said: str) -> None:
    from django.db import transaction

    from sukoon.core.models import LoadedPack

    if not LoadedPack.objects.filter(pack_id=hashlib.sha256(said.encode()).hexdigest()).exists():
        raise PermissionError
    form = ET.fromstring(body)  # noqa: S314 - our own text, in a benchmark
    definition = f"{form.attrib['id']}/{form.attrib['version']}"
    instance = form.findtext("meta/instanceID") or ""
    if not LoadedPack.objects.filter(pack_id=definition).exists():
        raise LookupError
    with transaction.atomic():
        if LoadedPack.objects.filter(pack_id=instance).exists():
            return
        _write("submission", instance)
        _write("version", f"v{instance}", hashlib.sha256(body).hexdigest())
        _write("event", f"e{instance}")


def _write(kind: str, name: str, checksum: str = "x") -> None:
    from sukoon.core import clock
    from sukoon.core.models import LoadedPack

    LoadedPack.objects.create(
        pack_id=name[:80], kind=kind, version="1", checksum=checksum, status="draft",
        loaded_at=clock.now(),
    )  # fmt: skip

"""Bodies that travel compressed: what clients send, and what they are answered.

Only the JSON API uses this, and only for callers who prove themselves in a header: an answer that
rides on a browser's cookie is never compressed beside something an attacker could choose.
"""

import gzip
import json
import zlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja.parser import Parser

from sukoon.core.problems import Problem

MOST_BYTES = 2 * 1024 * 1024
WORTH_IT = 256  # smaller answers do not gain


class NotCompressed(Problem):
    code = "input.not_compressed"
    status = 400
    sentence = _("What was sent says it is compressed, and cannot be opened.")


class TooLarge(Problem):
    code = "input.too_large"
    status = 413
    sentence = _("This is more than one message may hold. Send it in smaller parts.")


class WireParser(Parser):
    """Reads a JSON body, compressed or not. A small body that would swell is refused."""

    def parse_body(self, request: HttpRequest) -> Any:
        body = request.body
        if request.headers.get("Content-Encoding", "").strip().lower() == "gzip":
            body = opened(body)
        return json.loads(body)


def opened(body: bytes) -> bytes:
    """Return a gzip body opened. Raises NotCompressed, TooLarge."""
    reader = zlib.decompressobj(wbits=31)
    try:
        text = reader.decompress(body, MOST_BYTES + 1)
    except zlib.error:
        raise NotCompressed from None
    if len(text) > MOST_BYTES:
        raise TooLarge
    if not reader.eof:
        raise NotCompressed
    return text


def answered(
    request: HttpRequest, body: str, *, status: int = 200, packed: bytes | None = None
) -> HttpResponse:
    """Return a JSON answer, compressed where the caller reads that and it is worth it.

    `packed` is the body compressed already, where many are given the same.
    """
    content = body.encode()
    response = HttpResponse(content, status=status, content_type="application/json")
    if "gzip" in request.headers.get("Accept-Encoding", "") and len(content) > WORTH_IT:
        response.content = packed or gzip.compress(content, 6, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "no-store"
    return response

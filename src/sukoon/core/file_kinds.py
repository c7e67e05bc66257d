"""What kind of file somebody brought, by its content."""

import zipfile
from pathlib import Path

from django.conf import settings

from sukoon.core.file_problems import FileKindRefused, FileTooLarge

STARTS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
INSIDE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ),
}
OPEN = ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet")
MACROS = "vbaProject.bin"
LOOK_AT = 65536


def content_type(path: Path) -> str:
    """Return what a file is by what is in it, whatever its name says. Raises FileKindRefused."""
    if path.stat().st_size > settings.UPLOAD_MOST_BYTES:
        raise FileTooLarge(most=settings.UPLOAD_MOST_BYTES // (1024 * 1024))
    with path.open("rb") as file:
        start = file.read(LOOK_AT)
    for mark, kind in STARTS.items():
        if start.startswith(mark):
            return kind
    if start.startswith(b"PK\x03\x04"):
        return _office(path)
    return _text(start)


def _office(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if any(n.endswith(MACROS) for n in names):
                raise FileKindRefused
            for name, kind in INSIDE.items():
                if name in names:
                    return kind
            told = archive.read("mimetype")[:200].decode("ascii") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, UnicodeDecodeError, RuntimeError):
        raise FileKindRefused from None
    if told in OPEN:
        return told
    raise FileKindRefused


def _text(start: bytes) -> str:
    """Plain text only: nothing that a browser might take for a page."""
    try:
        text = start.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if len(start) < LOOK_AT or error.start < len(start) - 4:
            raise FileKindRefused from None
        text = start[: error.start].decode("utf-8-sig")
    if not text.strip() or "\x00" in text or text.lstrip().startswith("<"):
        raise FileKindRefused
    return "text/plain"

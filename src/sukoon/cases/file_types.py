"""What a file is, by its first bytes."""

SIGNS: tuple[tuple[bytes, int, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"%PDF-", 0, "application/pdf"),
    (b"OggS", 0, "audio/ogg"),
    (b"ID3", 0, "audio/mpeg"),
    (b"\x1aE\xdf\xa3", 0, "audio/webm"),
    (b"ftypM4A", 4, "audio/mp4"),
    (b"ftypisom", 4, "audio/mp4"),
    (b"ftypmp42", 4, "audio/mp4"),
    (b"\xff\xfb", 0, "audio/mpeg"),
    (b"\xff\xf3", 0, "audio/mpeg"),
)


def content_type(data: bytes) -> str | None:
    """Return the type of a file that may be kept, by its content; None for any other."""
    for sign, at, kind in SIGNS:
        if data[at : at + len(sign)] == sign:
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "audio/wav"
    if b"\x00" in data:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    hostile = text.lstrip("\ufeff \t\r\n").lower().startswith(("<", "#!", "{\\rtf"))
    return None if hostile else "text/plain"

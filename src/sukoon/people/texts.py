"""What is typed, cleaned or refused in words: signs that hide, letters that broke, lengths."""

import unicodedata

from sukoon.people.problems import BrokenLetters, HiddenSigns, MarkupInName, TextTooLong

# Signs that turn the direction of what follows: a name can be made to read as another.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
BROKEN = "\ufffd"
LINES = frozenset("\n\r\t")


def clean_line(text: str, *, most: int) -> str:
    """Return one line without spare spaces. Raises TextTooLong, HiddenSigns, BrokenLetters."""
    return " ".join(clean_text(text, most=most).split())


def clean_name(text: str, *, most: int) -> str:
    """Return a name. Raises also MarkupInName: a name has no angle brackets."""
    name = clean_line(text, most=most)
    if "<" in name or ">" in name:
        raise MarkupInName
    return unicodedata.normalize("NFC", name)


def clean_text(text: str, *, most: int) -> str:
    """Return a text of several lines. Raises TextTooLong, HiddenSigns, BrokenLetters."""
    if len(text) > most:
        raise TextTooLong(most=most, length=len(text))
    if any(c in TURNING or (unicodedata.category(c) == "Cc" and c not in LINES) for c in text):
        raise HiddenSigns
    if BROKEN in text or any(unicodedata.category(c) == "Cs" for c in text):
        raise BrokenLetters
    return text.strip()

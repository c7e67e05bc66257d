"""Names as people type them: one key for spellings that are the same, and the nearest of many."""

import difflib
import re
import unicodedata
from collections.abc import Iterable

# Letters that Urdu, Arabic and Persian keyboards write differently for the same name.
_LETTERS = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "ۀ": "ہ",
        "ة": "ہ",
        "ه": "ہ",
        "ھ": "ہ",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ؤ": "و",
        "ئ": "ی",
        "&": " and ",
    }
)
_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)


def name_key(text: str) -> str:
    """Return the form under which two spellings of one name meet.

    Case, accents, punctuation, joiners, tatweel and Arabic letter variants are levelled; words
    stay in order, one space between. "Azad Jammu & Kashmir" and "AZAD JAMMU AND KASHMIR" meet.
    """
    levelled = text.translate(_LETTERS)
    levelled = unicodedata.normalize("NFKD", levelled).casefold().translate(_LETTERS)
    levelled = "".join(
        c
        for c in levelled
        if not unicodedata.combining(c) and c not in "\u0640\u200c\u200d\u200e\u200f"
    )
    return _NOT_WORD.sub(" ", levelled.replace("_", " ")).strip()


_NUMBER = re.compile(r"\+?\d[\d \-]{4,}\d")


def numbers_in_order(text: str) -> str:
    """Set telephone numbers apart, so that right-to-left text does not turn their groups round."""
    return _NUMBER.sub(lambda found: f"\u2066{found.group()}\u2069", text)


def nearest(text: str, names: Iterable[str], *, at_least: float = 0.72) -> str | None:
    """Return the name most like `text` (by key), or None when none is alike enough."""
    wanted = name_key(text)
    if not wanted:
        return None
    keys: dict[str, str] = {}
    for name in names:
        keys.setdefault(name_key(name), name)
    found = difflib.get_close_matches(wanted, keys, n=1, cutoff=at_least)
    return keys[found[0]] if found else None

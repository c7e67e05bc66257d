"""When two spellings are one name: Urdu, Pashto, Sindhi, Arabic and roman letters meet. Pure.

A name is read as a row of sounds. Consonants that people mix up when they write are one sound
(ث س ص, q and k), short vowels are optional because Arabic script leaves them out, and what a
clerk adds or drops (titles, the article, a final h) costs little. Two uses: `keys` are equal for
spellings of one name and feed the blind index; `alike` weighs how far two names are apart.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import combinations

MOST_LETTERS = 300
MOST_WORDS = 8


class Verdict(StrEnum):
    SAME = "same"
    LIKELY = "likely"
    DIFFERENT = "different"


# Letters of Arabic script to sounds. A lower-case letter is a consonant; A, Y, W are the letters
# that stand for a long vowel or, at the beginning, for a consonant.
LETTERS = {
    **dict.fromkeys("اأإآٱىٰ", "A"), **dict.fromkeys("یيېۍئےۓێ", "Y"), **dict.fromkeys("وؤۆۇۏ", "W"),
    **dict.fromkeys("بٻڀ", "b"), **dict.fromkeys("تطٹټٿٺ", "t"), **dict.fromkeys("ثسصڛ", "s"),
    **dict.fromkeys("جڄځڃ", "j"), **dict.fromkeys("چڇڅ", "c"), **dict.fromkeys("حہهھۀۃة", "h"),
    **dict.fromkeys("خک كڪقګگڳڱغ", "k"), **dict.fromkeys("دڈډڏڊڌ", "d"),
    **dict.fromkeys("ذزضظژږ", "z"), **dict.fromkeys("رڑړڙ", "r"), **dict.fromkeys("شښ", "x"),
    **dict.fromkeys("فڦ", "f"), "ل": "l", "م": "m", **dict.fromkeys("نںڼڻ", "n"),
}  # fmt: skip
LETTERS.update(dict.fromkeys("گګڳغ", "g"), پ="p", ع="E", ء="")
LETTERS.pop(" ", None)
DIGRAPHS = {
    "kh": "k", "gh": "g", "sh": "x", "ch": "c", "th": "T", "dh": "d", "ph": "f", "bh": "b",
    "jh": "j", "zh": "z", "ck": "k", "ts": "c", "dz": "z",
}  # fmt: skip
ROMAN = {
    "b": "b", "c": "k", "d": "d", "f": "f", "g": "g", "h": "h", "j": "j", "k": "k", "l": "l",
    "m": "m", "n": "n", "p": "p", "q": "k", "r": "r", "s": "s", "t": "t", "v": "W", "w": "W",
    "x": "ks", "y": "Y", "z": "z",
}  # fmt: skip
LONG = {"aa": "A", "ee": "Y", "ii": "Y", "oo": "W", "uu": "W", "ai": "Y", "ay": "Y", "ei": "Y",
        "ou": "W", "au": "W", "ow": "W", "aw": "W"}  # fmt: skip
SHORT = {"a": "a", "e": "y", "i": "y", "o": "w", "u": "w"}
VOWELS = frozenset("AYWayw")
RUNS = re.compile(r"[aA]{2,}|[yY]{2,}|[wW]{2,}")
ASPIRATE = "ھ"
ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")
NOT_A_LETTER = re.compile(r"[^\w]+|[\d_]+")
# What is said of a person rather than their name; it never tells two people apart.
TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "mst",
        "mstt",
        "musammat",
        "hafiz",
        "haji",
        "hajji",
        "maulana",
        "molana",
        "mufti",
        "sahib",
        "sahiba",
        "sahab",
        "bibi",
        "begum",
        "baji",
        "bhai",
        "مسماۃ",
        "مسماة",
        "ڈاکٹر",
        "حافظ",
        "حاجی",
        "مولانا",
        "مفتی",
        "صاحب",
        "صاحبہ",
        "بی",
        "بیبی",
        "بیگم",
        "باجی",
        "بھائی",
        "جناب",
        "محترمہ",
    ]
)
# Little words between names, written or left out as it comes.
LINKS = frozenset(["ul", "al", "el", "ur", "ud", "uz", "us", "un", "ut", "ush", "bin", "ibn", "ben", "bint", "binte", "binti", "e", "i", "o", "w", "d/o", "s/o", "w/o", "بن", "ابن", "بنت", "ال", "و"])  # fmt: skip
# Short forms that no rule of sounds leads from.
SHORT_FORMS = {"mohd": "muhammad", "md": "muhammad", "mohammd": "muhammad", "mhd": "muhammad",
               "muhd": "muhammad", "abd": "abd", "gm": "ghulam"}  # fmt: skip
SERVANT = re.compile(r"^abd[uei]?(?:([lrsznthd])h?)?[- ]?(.{3,})$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: its sounds, and the key that its spellings share."""

    sounds: str
    key: str


# Four letters of Pashto sound one way in Kandahar and another in Peshawar, and are written in
# roman letters as they sound: ښکلا is Shkula and Khkula, سپوږمۍ is Spozhmai and Spogmai.
PESHAWAR = str.maketrans("ښږځڅ", "خگزس")


def _readings(name: str) -> tuple[tuple[Word, ...], ...]:
    """Return the ways a name is read aloud: nearly always one."""
    other = name.translate(PESHAWAR)
    return (words(name),) if other == name else (words(name), words(other))


@lru_cache(maxsize=20_000)
def words(name: str) -> tuple[Word, ...]:
    """Return the words of a name that tell people apart, in order; titles only when alone."""
    told = _split(name)
    kept = [w for w in told if w not in TITLES and w not in LINKS] or told
    found = (Word(s, key_of(s)) for s in map(_sounds, kept[:MOST_WORDS]) if s)
    return tuple(w for w in found if w.key)


def keys(name: str) -> tuple[str, ...]:
    """Return the keys that a name is found by: each word, each two words, and the whole."""
    return tuple(dict.fromkeys(key for read in _readings(name) for key in _keys(read)))


def _keys(read: Sequence[Word]) -> list[str]:
    single = list(dict.fromkeys(w.key for w in read))
    pairs = ["+".join(sorted(p)) for p in combinations(single, 2)]
    return single + pairs + ([f"={_whole(read)}"] if read else [])


def narrow_keys(name: str) -> tuple[str, ...]:
    """Return the keys to search by: two words together where there are two, and the whole."""
    found = keys(name)
    narrow = tuple(k for k in found if "+" in k or k.startswith("="))
    return found if len(words(name)) < 2 else narrow  # noqa: PLR2004


def weighed(a: str, b: str) -> tuple[float, Verdict]:
    """Return how alike two names are, and what that means."""
    ways = [_weigh(x, y) for x in _readings(a) for y in _readings(b)]
    return ways[0] if len(ways) == 1 else max(ways, key=lambda way: way[0])


def alike(a: str, b: str) -> float:
    """Return how alike two names are, 0 to 1."""
    return weighed(a, b)[0]


def verdict(a: str, b: str) -> Verdict:
    """Say whether two spellings are the same name, likely so, or different."""
    return weighed(a, b)[1]


SAME, LIKELY, PAIRED = 0.93, 0.86, 0.8


def _weigh(a: Sequence[Word], b: Sequence[Word]) -> tuple[float, Verdict]:
    if not a or not b:
        return 0.0, Verdict.DIFFERENT
    whole = _near("".join(w.sounds for w in a), "".join(w.sounds for w in b))
    fewer, more = sorted((a, b), key=lambda w: (len(w), [x.sounds for x in w]))
    pairs = _paired(fewer, more)
    mean, least = sum(pairs) / len(pairs), min(pairs)
    if len(a) == len(b):
        same = (mean >= SAME and least >= LIKELY) or (whole >= SAME and least >= PAIRED)
        likely = mean >= LIKELY and least >= PAIRED
        found = max(mean, whole) if same else mean
    else:
        same = whole >= SAME
        # A second or third name may be left out, but one name alone is not enough of three.
        likely = least >= LIKELY and (len(fewer) > 1 or len(more) == 2)  # noqa: PLR2004
        found = whole if same else mean * 0.9
    if same:
        return found, Verdict.SAME
    return (found, Verdict.LIKELY) if likely else (found * 0.7, Verdict.DIFFERENT)


def _paired(fewer: Sequence[Word], more: Sequence[Word]) -> list[float]:
    """Pair each word with the nearest that is left; return how near each pair is."""
    ranked = sorted(
        (
            (_near(x.sounds, y.sounds), i, j)
            for i, x in enumerate(fewer)
            for j, y in enumerate(more)
        ),
        reverse=True,
    )
    left, right, found = set(range(len(fewer))), set(range(len(more))), []
    for near, i, j in ranked:
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            found.append(near)
    return found


def _plain(name: str) -> str:
    """Return the name without case, marks, joiners and signs that are not seen."""
    # بشریٰ ends in a ی that is read as alif; its mark is lost below.
    told = name[:MOST_LETTERS].replace("ی\u0670", "ا").replace("ى\u0670", "ا")
    text = unicodedata.normalize("NFKD", told).casefold()
    # NFKD takes a hamza or madda off its letter; alone it is a mark like any other.
    kept = (c for c in text if unicodedata.category(c) not in {"Mn", "Cf", "Me"})
    return "".join(kept).replace("ـ", "").replace("'", "").replace("’", "").replace("`", "")


def _split(name: str) -> list[str]:
    found: list[str] = []
    for word in NOT_A_LETTER.split(_plain(name)):
        if word:
            arabic = ARABIC.search(word)
            found += _arabic_parts(word, first=not found) if arabic else _roman_parts(word)
    return found


def _arabic_parts(word: str, *, first: bool) -> list[str]:
    """Take the article off, and part the servant from whom he serves: عبدالرحمن."""
    if word.startswith("عبدال") and len(word) > len("عبدالله"):
        return ["abd", word[len("عبدال") :]]
    if word == "عبد":
        return ["abd"]
    if not first and word.startswith("ال") and len(word) > 3 and word not in KEEPS_AL:  # noqa: PLR2004
        return [word[2:]]
    return [word]


def _roman_parts(word: str) -> list[str]:
    word = SHORT_FORMS.get(word, word)
    if word.startswith(("abdullah", "abdulah")):
        return [word]
    if word in {"abd", "abdul", "abdal", "abdel", "abdur", "abdus", "abduz", "abdun", "abdush"}:
        return ["abd"]
    found = SERVANT.match(word)
    if found and word.startswith(("abdu", "abde")):
        return ["abd", found[2]]
    # Ziaul, Noorul, Aminul: the article sticks to the word before it.
    if len(word) > 4 and word.endswith("ul") and word[-3] in "abdefghijklmnqrstxyz":  # noqa: PLR2004
        bare = word[:-2]
        if word not in KEEPS_UL:
            return [bare]
    return [word]


# Names that begin with ال or end in -ul themselves.
KEEPS_AL = frozenset(["الیاس", "الطاف", "الماس", "الفت", "اللہ", "اللة", "الله"])
KEEPS_UL = frozenset(
    ["gul", "rasul", "rasool", "maqbul", "maqbool", "batul", "mashgul", "shakul", "abul"]
)


def _sounds(word: str) -> str:
    found = "".join(_arabic(word) if ARABIC.search(word) else _roman(word))
    return RUNS.sub(lambda run: run[0][0].upper(), found)


def _arabic(word: str) -> Iterator[str]:
    before = ""
    for place, letter in enumerate(word):
        if letter == ASPIRATE and before and before not in VOWELS:
            continue  # an aspirated consonant is that consonant
        sound = LETTERS.get(letter, "")
        if sound == "E":  # ع is a vowel sound at the beginning, and nothing after a vowel
            sound = "A" if place == 0 else ("" if before in VOWELS else "a")
        if sound and sound == before and sound not in VOWELS:
            continue
        if sound:
            before = sound
            yield sound


def _roman(word: str) -> Iterator[str]:
    place, before = 0, ""
    while place < len(word):
        two, one = word[place : place + 2], word[place]
        if two in LONG and not (two == "aw" and word[place + 2 : place + 3] in set("aeiou")):
            sound, step = LONG[two] if place else "A", 2
        elif two in DIGRAPHS:
            sound, step = DIGRAPHS[two], 2
        elif one == "c" and word[place + 1 : place + 2] in set("eiy"):
            sound, step = "s", 1
        else:
            sound, step = SHORT.get(one) or ROMAN.get(one, ""), 1
        place += step
        if sound and sound == before and sound not in VOWELS:
            continue
        if sound:
            before = sound[-1]
            yield sound


def key_of(sounds: str) -> str:
    """Return the consonants of a word, with one sign for any vowel at its beginning.

    An h inside or at the end is written or not as it comes (Ch. and Chaudhry), so it is left out.
    """
    if not sounds:
        return ""
    first, rest = sounds[0], sounds[1:]
    if first in "WY":
        vowel_next = bool(rest) and rest[0] in VOWELS
        head = first.lower() if vowel_next or first == "Y" else "w"
    elif first in VOWELS:
        head = "a"
        rest = rest.lstrip("".join(VOWELS))
    else:
        head = first
    body = "".join(c for c in rest if c not in VOWELS and c != "h")
    found = (head + body).replace("T", "t")
    return re.sub(r"(.)\1+", r"\1", found)


def _whole(read: Sequence[Word]) -> str:
    return key_of("".join(w.sounds for w in read))


# What leaving out a sound costs: a short vowel nothing much, a long one some, a consonant all.
DROP = {"a": 0.05, "y": 0.12, "w": 0.12, "A": 0.2, "Y": 0.4, "W": 0.4, "h": 0.35}


def _drop(sounds: str, place: int) -> float:
    sound = sounds[place]
    last = place == len(sounds) - 1
    if sound == "h" and last:
        return 0.05
    if last and sound in "AYay":
        return 0.35  # Amir and Amira, Butt and Bhatti
    if place == 0 and sound in VOWELS:
        return 0.7
    return DROP.get(sound, 1.0)


SWAP = {
    frozenset("aA"): 0.0, frozenset("yY"): 0.05, frozenset("wW"): 0.05, frozenset("ay"): 0.1,
    frozenset("aw"): 0.15, frozenset("yw"): 0.4, frozenset("AY"): 0.5, frozenset("AW"): 0.5,
    frozenset("YW"): 0.6, frozenset("Ay"): 0.2, frozenset("Aw"): 0.25, frozenset("aY"): 0.5,
    frozenset("aW"): 0.25, frozenset("yW"): 0.4, frozenset("wY"): 0.4, frozenset("bp"): 0.7,
    frozenset("kg"): 0.5, frozenset("td"): 0.7, frozenset("sz"): 0.5, frozenset("jz"): 0.6,
    frozenset("pf"): 0.5, frozenset("cx"): 0.7, frozenset("cj"): 0.7, frozenset("sx"): 0.7,
    frozenset("fW"): 0.7, frozenset("kh"): 0.6, frozenset("mn"): 0.8, frozenset("tT"): 0.0, frozenset("sT"): 0.2, frozenset("dT"): 0.7,
}  # fmt: skip


# What stands at the end of a name in one script and not in the other: فاطمہ, Fatima.
FINAL = ({"a", "h"}, {"A", "h"}, {"y", "h"})


def _swap(a: str, b: str, place_a: int, place_b: int) -> float:
    if a == b:
        return 0.0
    cost = SWAP.get(frozenset((a, b)), 1.0)
    if place_a == place_b == 0 and a in VOWELS and b in VOWELS:
        return min(cost, 0.15)  # عمر is Umar and Omar; Arabic script has one letter for both
    return cost


@lru_cache(maxsize=200_000)
def _near(a: str, b: str) -> float:
    """Return 1 minus the weighed edit distance over the length that tells (consonants count)."""
    if a == b:
        return 1.0
    drop_a, drop_b = ([_drop(x, n) for n in range(len(x))] for x in (a, b))
    before = [0.0]
    for cost in drop_b:
        before.append(before[-1] + cost)
    last_a, last_b = len(a) - 1, len(b) - 1
    for i, x in enumerate(a):
        left_out = drop_a[i]
        row = [before[0] + left_out]
        for j, y in enumerate(b):
            if x == y:
                swapped = before[j]
            elif i == last_a and j == last_b and {x, y} in FINAL:
                swapped = before[j] + 0.05
            else:
                swapped = before[j] + _swap(x, y, i, j)
            row.append(min(swapped, before[j + 1] + left_out, row[j] + drop_b[j]))
        before = row
    weight = max(_weight(a), _weight(b))
    return max(0.0, 1.0 - before[-1] / weight)


def _weight(sounds: str) -> float:
    return max(1.5, sum(1.0 if c not in VOWELS else 0.4 for c in sounds))

"""The reasons of a suggestion in words, in the reader's language."""

from collections.abc import Callable, Mapping

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sukoon.referrals.rules import Fact, Fit, Sign
from sukoon.referrals.words import AgeGroup
from sukoon.services.words import Fee

LANGUAGES = {
    "ur": ("Urdu", "اردو"), "ps": ("Pashto", "پشتو"), "sd": ("Sindhi", "سندھی"),
    "bal": ("Balochi", "بلوچی"), "pa": ("Punjabi", "پنجابی"), "skr": ("Saraiki", "سرائیکی"),
    "prs": ("Dari", "دری"), "en": ("English", "انگریزی"), "scl": ("Shina", "شینا"),
    "khw": ("Khowar", "کھوار"), "bft": ("Balti", "بلتی"), "brh": ("Brahui", "براہوی"),
    "hno": ("Hindko", "ہندکو"),
}  # fmt: skip


def reasons(fit: Fit) -> tuple[list[str], list[str], list[str]]:
    """Return what fits, what is not known, what does not fit; what it gives first, then the weightiest."""
    found: dict[Sign, list[str]] = {Sign.FITS: [], Sign.UNKNOWN: [], Sign.NOT: []}
    for fact in sorted(fit.facts, key=lambda f: (f.code != "gives", -abs(f.weight))):
        found[fact.sign].append(in_words(fact))
    return found[Sign.FITS], found[Sign.UNKNOWN], found[Sign.NOT]


def in_words(fact: Fact) -> str:
    """Return one thing that was looked at, as a reader is told it."""
    return SAYS[fact.code](fact)


def _gender(f: Fact) -> str:
    woman = f.said == "women"
    if f.sign is Sign.FITS:
        return _("a woman provides it") if woman else _("a man provides it")
    if f.sign is Sign.UNKNOWN:
        return _("not told whether a woman or a man provides it")
    return _("no woman provides it") if woman else _("no man provides it")


def language_names(codes: str) -> str:
    place = 1 if get_language() == "ur" else 0
    comma = "، " if place else ", "
    return comma.join(LANGUAGES[c][place] if c in LANGUAGES else c for c in codes.split())


def _language(f: Fact) -> str:
    names = language_names(f.said)
    if f.sign is Sign.FITS:
        return _("speaks %(languages)s") % {"languages": names}
    if f.sign is Sign.UNKNOWN:
        return _("not told which languages are spoken")
    return _("speaks only %(languages)s") % {"languages": names}


def _fee(f: Fact) -> str:
    if not f.said:
        return _("not told what it costs")
    return str(Fee(f.said).label).lower() if get_language() == "en" else str(Fee(f.said).label)


def _age(f: Fact) -> str:
    age = AgeGroup(f.said).label
    if f.sign is Sign.FITS:
        return _("is for this age: %(age)s") % {"age": age}
    if f.sign is Sign.UNKNOWN:
        return _("names no age; ask whether they take: %(age)s") % {"age": age}
    return _("is for another age than: %(age)s") % {"age": age}


def _open(f: Fact) -> str:
    if f.sign is Sign.FITS:
        return _("open then")
    if f.sign is Sign.NOT:
        return _("closed then (%(hours)s)") % {"hours": f.said}
    return _("opening hours: %(hours)s") % {"hours": f.said} if f.said else _("hours not told")


def _places(f: Fact) -> str:
    n = int(f.value)
    if not n:
        return _("takes nobody new at present")
    return ngettext("%(n)s place free", "%(n)s places free", n) % {"n": n}


def _waiting(f: Fact) -> str:
    n = int(f.value)
    if not n:
        return _("no waiting")
    return ngettext("a wait of %(n)s day", "a wait of %(n)s days", n) % {"n": n}


def _evidence(f: Fact) -> str:
    if not f.of:
        return _("nobody was referred there yet")
    return _("answered %(n)s of the last %(of)s referrals in time") % {
        "n": int(f.value), "of": int(f.of),
    }  # fmt: skip


def _km(f: Fact) -> str:
    n = max(1, int(f.value))
    return _("about %(n)s km, district to district") % {"n": n}


def _stale(f: Fact) -> str:
    return _("last reported on %(n)s days ago: call first") % {"n": int(f.value)}


def _accessible(f: Fact) -> str:
    if f.sign is Sign.FITS:
        return _("names people with a disability, or comes to them")
    return _("not told how one gets in")


SAYS: Mapping[str, Callable[[Fact], str]] = {
    "gives": lambda f: _("gives: %(activity)s") % {"activity": f.said},
    "remote": lambda _f: _("by telephone, from any place"),
    "whole_area": lambda _f: _("somewhere in the province or country; ask where"),
    "far_unknown": lambda _f: _("how far is not known"),
    "comes_to": lambda _f: _("comes to the person, in this district"),
    "same_area": lambda _f: _("in this district"),
    "km": _km, "gender": _gender, "language": _language, "fee": _fee, "age": _age,
    "accessible": _accessible, "open": _open, "capacity": lambda _f: _("places not told"),
    "closes": lambda f: _("reported back on %(n)s of %(of)s") % {
        "n": int(f.value), "of": int(f.of),
    },
    "places": _places, "waiting": _waiting, "evidence": _evidence,
    "eligibility": lambda f: _("takes: %(who)s") % {"who": f.said}, "stale": _stale,
}  # fmt: skip

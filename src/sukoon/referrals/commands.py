"""`sukoon referrals match` and `sukoon report referrals`."""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from sukoon.accounts.roles import console_actor
from sukoon.core import clock
from sukoon.places import queries as places
from sukoon.referrals import queries
from sukoon.referrals.definitions import book
from sukoon.referrals.queries import Ask, Suggestion
from sukoon.referrals.queries.saying import in_words
from sukoon.referrals.words import AgeGroup

GENDERS = {"f": "women", "m": "men"}


def register(verbs: Mapping[str, Any]) -> None:
    """Add the commands of referrals to the command line."""
    parser = verbs["referrals"].add_parser("match", help="services that answer a need, ranked")
    parser.add_argument("--need", required=True, help="a code of content/referrals/needs.csv")
    parser.add_argument("--area", required=True, help="p-code of where the person is")
    parser.add_argument("--urgency", default="normal")
    parser.add_argument("--at", type=_moment, help="local time, as 2026-11-25T10:00")
    parser.add_argument("--provider-gender", choices=sorted(GENDERS), default="")
    parser.add_argument("--language", action="append", default=[], help="ur, ps, sd, …")
    parser.add_argument("--free", action="store_true", help="only what costs nothing fits")
    parser.add_argument("--age", choices=AgeGroup.values, default="")
    parser.add_argument("--accessible", action="store_true")
    parser.add_argument("--most", type=int, default=12)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=match)
    report = verbs["report"].add_parser("referrals", help="by state, days to the end, alarms")
    report.add_argument("--json", action="store_true")
    report.set_defaults(run=figures)


def _moment(text: str) -> datetime:
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no time such as 2026-11-25T10:00") from None
    return told if timezone.is_aware(told) else timezone.make_aware(told)


def match(options: argparse.Namespace) -> int:
    """Rank the services that answer a need, each with its reasons. 2: a code is not known."""
    area = places.area(options.area.upper())
    for name, code, known in (
        ("need", options.need, book().needs), ("urgency", options.urgency, book().urgencies)
    ):  # fmt: skip
        if code not in known:
            sys.stderr.write(f"sukoon: no {name} has the code {code}: {', '.join(known)}\n")
            return 2
    if area is None:
        sys.stderr.write(f"sukoon: no area has the p-code {options.area}\n")
        return 2
    ask = Ask(
        need=options.need, area=area.pcode, urgency=options.urgency, at=options.at,
        provider_gender=GENDERS.get(options.provider_gender, ""), age=options.age,
        languages=frozenset(options.language), free=options.free, accessible=options.accessible,
    )  # fmt: skip
    most = max(1, min(options.most, 100))
    found = queries.match(console_actor(), ask, now=clock.now(), most=most)
    told: dict[str, Any] = {
        "need": ask.need, "area": ask.area, "urgency": ask.urgency,
        "at": ask.at.isoformat() if ask.at else None,
        "provider_gender": options.provider_gender or None, "looked_at": found.looked_at,
        "services": [_told(s, n) for n, s in enumerate(found.suggestions, 1)],
        "takes_nobody_new": [_told(s, 0) for s in found.full],
    }  # fmt: skip
    if options.json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        return 0
    for one in told["services"]:
        sys.stdout.write(f"{one['rank']}. {one['organisation']}: {one['activity']}\n")
        for said in ("fits", "unknown", "does_not_fit"):
            sys.stdout.write(f"   {said}: {'; '.join(one[said])}\n" if one[said] else "")
    sys.stdout.write(f"{found.looked_at} looked at\n")
    return 0


def _told(s: Suggestion, rank: int) -> dict[str, object]:
    return {
        "rank": rank, "service": str(s.service.pk), "organisation": s.service.organisation.name,
        "activity": f"{s.service.activity.code} {s.service.activity.label_en}",
        "areas": [a.area.pcode for a in s.service.in_areas.all()],
        "km": s.fit.candidate.km, "score": s.fit.score, "reasons": _reasons(s),
        "fits": list(s.fits), "unknown": list(s.unknown), "does_not_fit": list(s.against),
    }  # fmt: skip


def _reasons(s: Suggestion) -> list[dict[str, object]]:
    """Return each thing that was looked at: its code, whether it fits, in words, its weight."""
    facts = sorted(s.fit.facts, key=lambda f: (f.code != "gives", -abs(f.weight)))
    return [
        {"code": f.code, "sign": str(f.sign), "said": in_words(f), "weight": f.weight}
        for f in facts
    ]


def figures(options: argparse.Namespace) -> int:
    """Say where referrals stand, without any place or person."""
    told = queries.figures(console_actor(), now=clock.now())
    if options.json:
        sys.stdout.write(json.dumps(told) + "\n")
    else:
        for name, value in told.items():
            sys.stdout.write(f"{name}: {value}\n")
    return 0

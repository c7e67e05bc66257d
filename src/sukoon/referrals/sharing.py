"""What the receiver is shown: put together once, at sending, and sealed."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from sukoon.cases.models import Case
from sukoon.cases.queries import shared_fields
from sukoon.cases.queries.reading import SHARED
from sukoon.people import queries as people
from sukoon.people.models import Consent, Person
from sukoon.people.words import NameKind, SharedField
from sukoon.places import queries as places
from sukoon.referrals.models import Referral

Told = Mapping[str, Any]


def shareable() -> list[tuple[str, str]]:
    """Return the fields that a referral can name, with their labels."""
    known = {*IDENTITY, *SHARED}
    return [(f.value, str(f.label)) for f in SharedField if f in known]


def values(
    case: Case, fields: Iterable[str], consent: Consent | None, *, now: datetime
) -> dict[str, object]:
    """Return exactly the named fields of the case's person and of the case."""
    wanted, person = set(fields), case.person
    told = {n: tell(person, consent, now) for n, tell in IDENTITY.items() if n in wanted}
    return told | dict(shared_fields(case, wanted, now=now))


def sealed(referral: Referral, consent: Consent, *, now: datetime) -> str:
    """Return the document that the receiver is shown, whatever becomes of the case later."""
    told = preview(referral) | {
        "fields": values(referral.case, referral.fields.split(), consent, now=now)
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def preview(referral: Referral) -> dict[str, object]:
    """Return what the document says beside the fields of the person and the case."""
    return {
        "code": referral.code, "need": referral.need, "urgency": referral.urgency,
        "ask": str(referral.ask), "transport": referral.transport, "escort": referral.escort,
        "contact": referral.contact, "contact_note": str(referral.contact_note),
        "may_leave_word": referral.may_leave_word, "plan": str(referral.plan),
        "review_on": referral.review_on.isoformat() if referral.review_on else None,
        "named_worker": str(referral.named_worker),
    }  # fmt: skip


def document(referral: Referral) -> Told:
    """Return what was sealed; nothing before it is sent."""
    return cast(Told, json.loads(str(referral.shared))) if referral.shared else {}


def _name(person: Person, _consent: Consent | None, _now: datetime) -> object:
    names = sorted(person.names.all(), key=lambda n: n.kind != NameKind.FULL)
    return str(names[0].text) if names else ""


def _age(person: Person, _consent: Consent | None, now: datetime) -> object:
    return people.age_on(person, now.date())


def _area(person: Person, _consent: Consent | None, _now: datetime) -> object:
    found = places.area_at(person.area_path)
    return {"en": found.name_en, "ur": found.name_ur} if found else ""


def _guardian(_person: Person, consent: Consent | None, _now: datetime) -> object:
    return str(consent.guardian) if consent else ""


IDENTITY: Mapping[str, Callable[[Person, Consent | None, datetime], object]] = {
    "name": _name,
    "phone": lambda person, _c, _n: [str(p.text) for p in person.phones.all()],
    "age": _age,
    "sex": lambda person, _c, _n: person.sex,
    "area": _area,
    "languages": lambda person, _c, _n: [row.code for row in person.languages.all()],
    "guardian": _guardian,
    "disability": lambda person, _c, _n: person.disability,
}

"""What can be asked about walks, reviews and stock."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from sukoon.accounts import queries as accounts
from sukoon.cases import queries as cases
from sukoon.cases.models import Case
from sukoon.core.access import Actor, holds
from sukoon.core.permissions import Permission
from sukoon.pathways.definitions import definition, shelf
from sukoon.pathways.known import known_of
from sukoon.pathways.models import Remark, Signature, StockSeen, Walk
from sukoon.pathways.rules.known import Known, facts
from sukoon.pathways.words import WalkStatus
from sukoon.people import queries as people

STOCK_COUNTS = timedelta(days=14)  # the readiness check-list looks at the last two weeks


def walks(by: Actor) -> QuerySet[Walk]:
    """Walks of cases within reach, the latest first."""
    return Walk.objects.filter(case__in=cases.visible(by)).select_related("case")


def walks_to_write(by: Actor) -> QuerySet[Walk]:
    """Walks of cases the actor may add to."""
    return Walk.objects.filter(case__in=cases.writable(by)).select_related("case__person")


def of_case(by: Actor, case: Case) -> list[Walk]:
    """Return the walks of a case that are under way."""
    return list(walks(by).filter(case=case, status=WalkStatus.UNDER_WAY))


def under_way(by: Actor, ids: Collection[UUID]) -> list[Walk]:
    """Return walks under way of these cases that the actor may go on with, in pathways we have."""
    if not holds(by, Permission.PATHWAY_VIEW):
        return []
    mine = walks_to_write(by).filter(case__in=ids, status=WalkStatus.UNDER_WAY)
    return [walk for walk in mine if walk.pathway in shelf().definitions]


def facts_of(by: Actor, case: Case, *, today: date) -> dict[str, object]:
    """Return what the record knows: age, sex, scores and answers that still hold, medicines that
    are taken, what earlier walks came to.

    What is not known is asked.
    """
    found: dict[str, object] = {}
    if people.visible(by).filter(pk=case.person_id).exists():
        age = people.age_on(case.person, today)
        if age is not None:
            found["age"] = age
        sex = getattr(case.person, "sex", "")
        if sex in {"female", "male", "other"}:
            found["sex"] = sex
    return found | facts(known_of([case.pk], today=today).get(case.pk, []), today=today)


def known(by: Actor, ids: Collection[UUID], *, today: date) -> Mapping[UUID, list[Known]]:
    """Return what is known of cases for their guides, to who may walk one for them."""
    if not holds(by, Permission.PATHWAY_VIEW):
        return {}
    mine = cases.writable(by).filter(pk__in=ids).values_list("pk", flat=True)
    return known_of(list(mine), today=today)


def remarks(by: Actor, pathway: str) -> QuerySet[Remark]:
    """Remarks about a pathway, for those who read pathways."""
    if not holds(by, Permission.PATHWAY_VIEW):
        return Remark.objects.none()
    return Remark.objects.filter(pathway=pathway)


def signatures(pathways: Iterable[str]) -> Mapping[str, list[Signature]]:
    """Return who signed the version that is read now, by pathway."""
    now = {definition(p).checksum: p for p in pathways}
    found: dict[str, list[Signature]] = {}
    for one in Signature.objects.filter(checksum__in=now):
        found.setdefault(now[one.checksum], []).append(one)
    return found


def signers() -> tuple[tuple[str, str], ...]:
    """Return the names under the version of each pathway that is in use, for who has no page of them."""
    found = signatures(shelf().definitions)
    return tuple((key, ", ".join(s.by_name for s in found[key])) for key in sorted(found))


def is_draft(pathway: str, signed: Iterable[Signature]) -> bool:
    """Say whether nobody has signed this version: neither here nor where the pack was made."""
    return definition(pathway).status != "signed" and not list(signed)


def stock(by: Actor, *, today: date) -> Mapping[str, str]:
    """Return what was last seen in stock by the actor's own organisations, of the last two weeks."""
    ids = accounts.organisations_of(by.id)
    seen = StockSeen.objects.filter(org_id__in=ids, seen_on__gte=today - STOCK_COUNTS)
    found: dict[str, str] = {}
    for one in seen.order_by("seen_on"):
        found[one.medicine] = one.level
    return found


def organisation_of(by: Actor) -> UUID | None:
    """Return the organisation an actor acts for, when it is clear which."""
    ids = list(accounts.organisations_of(by.id))
    return ids[0] if len(ids) == 1 else None


def medicines() -> list[Mapping[str, str]]:
    return list(shelf().medicines.values())

"""One organisation on one page, made from everything that is kept of it; and the list of all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet

from sukoon.coordination.models import (
    ActionPoint,
    Attendance,
    BudgetLine,
    Commitment,
    CommitmentEntity,
    CommitmentUpdate,
    InputAsked,
    InterventionUse,
    Membership,
    Objective,
    Plan,
    Statement,
)
from sukoon.coordination.queries import groups, knowledge, plans, pledges
from sukoon.coordination.rules.groups import LIVE
from sukoon.coordination.rules.stakeholders import Money, Unknown, donor_money, unknown
from sukoon.coordination.words import MeetingStatus, Presence
from sukoon.core.access import Actor, holds
from sukoon.core.permissions import Permission
from sukoon.core.text import name_key
from sukoon.places.models import Area
from sukoon.services import queries as services
from sukoon.services.models import Service, ServiceArea, ServicePartner
from sukoon.services.queries.districts import district_path
from sukoon.surge.queries.figures import OfOrganisation, of_organisation
from sukoon.workforce import queries as workforce
from sukoon.workforce.models import Organisation
from sukoon.workforce.words import WorkerStatus

MOST, MOST_COMMITMENTS = 50, 15
MOST_CURSOR = 260
THERE = (Presence.IN_PERSON, Presence.ONLINE, Presence.PRESENT)


@dataclass(frozen=True, slots=True)
class Line:
    """One organisation in the list, in figures that the reader may see."""

    organisation: Organisation
    services: int
    workers: int | None  # None: the reader sees no workers
    commitments: int
    statements: int | None
    plans: int
    last_word: date | None


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that is kept of an organisation, as far as the reader may see it."""

    organisation: Organisation
    services: int
    layers: Mapping[int | None, int]
    districts: Sequence[Area]
    workers: Mapping[str, int] | None
    signed: int
    commitments: Sequence[Commitment]  # the first of them
    memberships: Sequence[Membership]
    attended: int
    held: int  # meetings held of groups in which it is a member
    statements: Sequence[Statement]
    points: Sequence[ActionPoint]
    asked: Sequence[InputAsked]
    plans: Sequence[Plan]
    objectives: Sequence[Objective]
    money: Sequence[Money]
    uses: Sequence[InterventionUse]
    surge: OfOrganisation | None  # None: the reader sees nothing of surge
    last_word: date | None
    unknown: Sequence[Unknown] = ()


def organisations(by: Actor, *, text: str = "", kind: str = "") -> QuerySet[Organisation]:
    """Organisations by any of their names and by their type."""
    found = (
        workforce.search_organisations(by, text) if name_key(text) else workforce.organisations(by)
    )
    return found.filter(type=kind) if kind else found


def page(
    found: QuerySet[Organisation], cursor: str, *, size: int
) -> tuple[list[Organisation], str]:
    """Return a page in the order of names, and the cursor of the next. Garbage begins anew."""
    pk, _, name = cursor[:MOST_CURSOR].partition("~")
    try:
        last = UUID(pk)
    except ValueError:
        pass
    else:
        found = found.filter(Q(name__gt=name) | Q(name=name, pk__gt=last))
    rows = list(found.order_by("name", "pk")[: size + 1])
    shown = rows[:size]
    return shown, f"{shown[-1].pk}~{shown[-1].name}" if len(rows) > size else ""


def lines(by: Actor, rows: Sequence[Organisation]) -> list[Line]:
    """Count what each organisation of a page does. A fixed number of queries."""
    ids = [o.pk for o in rows]
    lives = services.visible(by).filter(organisation__in=ids)
    signed = CommitmentEntity.objects.filter(
        organisation__in=ids, commitment__in=pledges.visible(by).order_by().values("pk")
    )
    workers = None
    if holds(by, Permission.WORKER_VIEW):
        active = workforce.workers(by).filter(status=WorkerStatus.ACTIVE, organisation__in=ids)
        workers = _counts(active, "organisation_id")
    said = None
    if holds(by, Permission.MEETING_VIEW):
        spoke = _statements(by).filter(organisation__in=ids, without_comment=False)
        said = _counts(spoke, "organisation_id")
    served, promised = _counts(lives, "organisation_id"), _counts(signed, "organisation_id")
    planned = _counts(plans.shallow(by).filter(organisation__in=ids), "organisation_id")
    heard = _last_words(by, ids)
    return [
        Line(
            o, served.get(o.pk, 0), None if workers is None else workers.get(o.pk, 0),
            promised.get(o.pk, 0), None if said is None else said.get(o.pk, 0),
            planned.get(o.pk, 0), heard.get(o.pk),
        )
        for o in rows
    ]  # fmt: skip


def _counts(found: QuerySet[Any], by: str) -> dict[UUID, int]:
    return dict(found.order_by().values_list(by).annotate(n=Count("pk", distinct=True)))


def _statements(by: Actor) -> QuerySet[Statement]:
    return Statement.objects.filter(meeting__in=groups.meetings(by).order_by().values("pk"))


def _last_words(by: Actor, ids: Iterable[UUID]) -> dict[UUID, date]:
    """Return when each was last heard: a line reported, an update, an answer, a statement."""
    wanted = list(ids)
    visible = pledges.visible(by).order_by().values("pk")
    told: list[tuple[UUID, date | None]] = [
        *services.visible(by).filter(organisation__in=wanted).order_by()
        .values_list("organisation_id").annotate(d=Max("reported_on")),
        *CommitmentUpdate.objects.filter(organisation__in=wanted, commitment__in=visible)
        .order_by().values_list("organisation_id").annotate(d=Max("happened_on")),
    ]  # fmt: skip
    if holds(by, Permission.MEETING_VIEW):
        asked = InputAsked.objects.filter(
            organisation__in=wanted, request__in=groups.requests(by).order_by().values("pk")
        )
        spoke = _statements(by).filter(organisation__in=wanted, without_comment=False)
        told += [
            *asked.order_by().values_list("organisation_id").annotate(d=Max("answered_on")),
            *spoke.order_by().values_list("organisation_id").annotate(d=Max("meeting__held_on")),
        ]
    found: dict[UUID, date] = {}
    for pk, day in told:
        if day and (pk not in found or day > found[pk]):
            found[pk] = day
    return found


def profile(by: Actor, organisation: Organisation, *, today: date) -> Profile:
    """Return what is kept of an organisation. A fixed number of queries, whatever its size."""
    me = organisation.pk
    lines_of = services.visible(by).filter(
        Q(organisation=me)
        | Q(pk__in=ServicePartner.objects.filter(organisation=me, role="partner").values("service"))
    )
    layers, districts = _reach(lines_of)
    commitments = pledges.with_parts(
        pledges.visible(by).filter(
            pk__in=CommitmentEntity.objects.filter(organisation=me).values("commitment")
        )
    ).order_by("code")
    meets = _Meets(by, organisation)
    seen_plans = plans.shallow(by)
    found = Profile(
        organisation=organisation, services=sum(layers.values()), layers=layers,
        districts=districts, workers=_workers(by, organisation),
        signed=commitments.count(), commitments=list(commitments[:MOST_COMMITMENTS]),
        memberships=meets.memberships(), attended=meets.attended(), held=meets.held(),
        statements=meets.statements(), points=meets.points(), asked=meets.asked(),
        plans=list(seen_plans.filter(organisation=me)[:MOST]),
        objectives=list(
            Objective.objects.filter(owner=me, plan__in=seen_plans.order_by().values("pk"))
            .select_related("plan").order_by(F("due_on").asc(nulls_last=True), "number")[:MOST]
        ),
        money=_money(seen_plans, organisation),
        uses=_uses(by, organisation),
        surge=of_organisation(by, me) if holds(by, Permission.SURGE_VIEW) else None,
        last_word=_last_words(by, [me]).get(me),
    )  # fmt: skip
    return _with_unknown(found, by)


def _reach(lines_of: QuerySet[Service]) -> tuple[dict[int | None, int], list[Area]]:
    """Count lines by layer, and name the districts that they name."""
    rows = dict(lines_of.order_by().values_list("pk", "activity__layer"))
    layers: dict[int | None, int] = defaultdict(int)
    for layer in rows.values():
        layers[layer] += 1
    places = ServiceArea.objects.filter(service__in=list(rows), area__level__gte=2)
    paths = {district_path(p) for p in places.values_list("area__path", flat=True)}
    return dict(layers), list(Area.objects.filter(path__in=paths).order_by("path"))


def _workers(by: Actor, organisation: Organisation) -> dict[str, int] | None:
    if not holds(by, Permission.WORKER_VIEW):
        return None
    mine = workforce.workers(by).filter(organisation=organisation, status=WorkerStatus.ACTIVE)
    rows = mine.order_by().values_list("tier").annotate(n=Count("pk"))
    return {str(tier or ""): n for tier, n in sorted(rows, key=lambda r: r[0] or 9)}


def _money(seen: QuerySet[Plan], organisation: Organisation) -> list[Money]:
    given = BudgetLine.objects.filter(donor=organisation, plan__in=seen.order_by().values("pk"))
    rows = given.order_by("currency").values_list("currency", "planned", "secured", "spent")
    return donor_money(Money(*row) for row in rows)


def _uses(by: Actor, organisation: Organisation) -> list[InterventionUse]:
    """Return what it uses, in the areas that the reader may see."""
    shown = {i.pk: i for i in knowledge.interventions(by)}
    return [u for i in shown.values() for u in i.uses.all() if u.organisation_id == organisation.pk]


class _Meets:
    """What an organisation did in meetings that the reader may see."""

    def __init__(self, by: Actor, organisation: Organisation) -> None:
        self._by, self._me = by, organisation
        self._sees = holds(by, Permission.MEETING_VIEW)
        self._groups = groups.groups(by).order_by().values("pk")
        self._meetings = groups.meetings(by).order_by().values("pk")

    def memberships(self) -> list[Membership]:
        mine = Membership.objects.filter(organisation=self._me, group__in=self._groups)
        return list(
            mine.select_related("group").order_by(F("until").desc(nulls_first=True), "id")[:MOST]
        )

    def attended(self) -> int:
        there = Attendance.objects.filter(
            organisation=self._me, presence__in=THERE, meeting__in=self._meetings
        )
        return there.aggregate(n=Count("meeting", distinct=True))["n"] or 0

    def held(self) -> int:
        mine = Membership.objects.filter(organisation=self._me, group__in=self._groups)
        over = groups.meetings(self._by).filter(
            status__in=(MeetingStatus.HELD, MeetingStatus.AGREED), group__in=mine.values("group")
        )
        return over.order_by().count()

    def statements(self) -> list[Statement]:
        mine = Statement.objects.filter(organisation=self._me, meeting__in=self._meetings)
        return list(mine.select_related("meeting").order_by("-meeting__held_on", "number")[:MOST])

    def points(self) -> list[ActionPoint]:
        mine = groups.action_points(self._by).filter(owner=self._me, state__in=LIVE)
        return list(mine[:MOST])

    def asked(self) -> list[InputAsked]:
        mine = InputAsked.objects.filter(
            organisation=self._me, answered_on=None,
            request__in=groups.requests(self._by).order_by().values("pk"),
        )  # fmt: skip
        return list(
            mine.select_related("request__group").order_by(
                F("request__due_on").asc(nulls_last=True), "id"
            )[:MOST]
        )


def _with_unknown(found: Profile, by: Actor) -> Profile:
    gaps = unknown(
        services=found.services,
        workers=None if found.workers is None else sum(found.workers.values()),
        roles=len(found.memberships) if holds(by, Permission.MEETING_VIEW) else None,
        said=sum(not s.without_comment for s in found.statements)
        if holds(by, Permission.MEETING_VIEW) else None,
        asked=len(found.asked),
    )  # fmt: skip
    return replace(found, unknown=gaps)

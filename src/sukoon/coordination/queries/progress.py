"""What our records show of a commitment, beside what is said of it. Counts only, never mixed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, Sum

from sukoon.coordination.models import Commitment, CommitmentService, Meeting, Membership
from sukoon.coordination.rules import pledges as rules
from sukoon.coordination.words import Counts, Measure, MeetingStatus, MemberRole, Why
from sukoon.core.access import Actor
from sukoon.services import queries as services
from sukoon.services.models import ReturnVersion, Service, ServiceArea, ServicePartner
from sukoon.services.queries.districts import district_path
from sukoon.services.words import CountBasis, ReturnStatus
from sukoon.surge.queries import figures as surge
from sukoon.workforce.models import Worker
from sukoon.workforce.words import WorkerStatus

FROM_SERVICES = frozenset({Measure.SERVICES, Measure.PLACES})
MOST_CANDIDATES = 40
LEADS = (MemberRole.CHAIR, MemberRole.CO_CHAIR, MemberRole.SECRETARY)
SHOWN_FIRST = (Counts.YES, Counts.LOOK, Counts.NO)
ACCEPTED = (ReturnStatus.ACCEPTED, ReturnStatus.LOCKED)
Seen = Mapping[UUID, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A service that may count towards a commitment, and whether it does."""

    service: Service
    counts: Counts
    why: Why
    reason: str = ""


def seen(commitments: Sequence[Commitment]) -> Seen:
    """Return what the records show, for each commitment that is tied to one of them.

    Counted over the whole register: the figure is the same for whoever looks. Commitments must
    come with their entities and codes. One more query for each that counts contacts, emergencies,
    exercises or meetings.
    """
    found: dict[UUID, int] = {}
    groups: dict[str, list[Commitment]] = defaultdict(list)
    for commitment in commitments:
        groups[commitment.measure].append(commitment)
    by_service = [c for measure in FROM_SERVICES for c in groups[measure]]
    if by_service:
        found |= _from_services(by_service)
    for measure, count in COUNTERS.items():
        if groups[measure]:
            found |= count(groups[measure])
    return found


def candidates(by: Actor, commitment: Commitment) -> list[Candidate]:
    """Return visible services that may count: of the signatories, and of others at the same work."""
    wanted = _wanted(commitment)
    mine = Q(organisation__in=wanted.organisations) | Q(
        others__organisation__in=wanted.organisations
    )
    alike = Q(pk__in=[])
    for code in wanted.codes:
        alike |= Q(activity__code=code) if "." in code else Q(activity__main_code=code)
    found = services.with_parts(services.visible(by).filter(mine | alike).distinct())
    rows = list(found.order_by("activity__sort", "id")[:MOST_CANDIDATES])
    decided = {d.service_id: d for d in commitment.decided.all()}
    return sorted(
        (_candidate(s, wanted, decided.get(s.pk)) for s in rows),
        key=lambda c: SHOWN_FIRST.index(c.counts),
    )


def _candidate(
    service: Service, wanted: rules.Wanted, decision: CommitmentService | None
) -> Candidate:
    if decision:
        return Candidate(service, Counts(decision.counts), Why.DECIDED, decision.reason)
    partners = {str(o.organisation_id) for o in service.others.all() if o.role == "partner"}
    line = rules.Line(
        frozenset({str(service.organisation_id), *partners}), service.activity.code,
        service.status, service.start_on, service.end_on,
    )  # fmt: skip
    return Candidate(service, *rules.counts(line, wanted))


def _wanted(commitment: Commitment) -> rules.Wanted:
    return rules.Wanted(
        frozenset(str(e.organisation_id) for e in commitment.entities.all()),
        frozenset(c.code for c in commitment.codes.all()),
        commitment.start_on,
        commitment.deadline_on,
    )


def _from_services(commitments: Sequence[Commitment]) -> dict[UUID, int]:
    wanted = {c.pk: _wanted(c) for c in commitments}
    organisations = {UUID(o) for w in wanted.values() for o in w.organisations}
    lines = _lines(organisations)
    decided: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    rows = CommitmentService.objects.filter(commitment__in=wanted)
    for promise, service, counts in rows.values_list("commitment_id", "service_id", "counts"):
        decided[promise][service] = counts
    of: dict[str, set[UUID]] = defaultdict(set)
    for service_id, line in lines.items():
        for organisation in line.organisations:
            of[organisation].add(service_id)
    counted: dict[UUID, set[UUID]] = {}
    for commitment in commitments:
        asked, said = wanted[commitment.pk], decided[commitment.pk]
        own = {s for o in asked.organisations for s in of[o]}
        yes = {s for s in own if rules.counts(lines[s], asked)[0] is Counts.YES}
        yes |= {s for s, counts in said.items() if counts == Counts.YES}
        counted[commitment.pk] = yes - {s for s, counts in said.items() if counts == Counts.NO}
    places = _places({s for found in counted.values() for s in found})
    return {
        c.pk: len(counted[c.pk]) if c.measure == Measure.SERVICES
        else len({p for s in counted[c.pk] for p in places[s]})
        for c in commitments
    }  # fmt: skip


def _lines(organisations: Iterable[UUID]) -> dict[UUID, rules.Line]:
    """Return the register's lines of these organisations, their own or as partners."""
    taking = ServicePartner.objects.filter(organisation__in=organisations, role="partner")
    partners: dict[UUID, set[str]] = defaultdict(set)
    for service, organisation in taking.values_list("service_id", "organisation_id"):
        partners[service].add(str(organisation))
    mine = Q(organisation__in=organisations) | Q(pk__in=taking.values("service"))
    rows = Service.objects.filter(mine).values_list(
        "pk", "organisation_id", "activity__code", "status", "start_on", "end_on"
    )
    return {
        pk: rules.Line(frozenset({str(org), *partners[pk]}), code, status, start, end)
        for pk, org, code, status, start, end in rows
    }


def _places(service_ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """Return the districts that each service names; a province alone names none."""
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = ServiceArea.objects.filter(service__in=service_ids, area__level__gte=2)
    for service, path in rows.values_list("service_id", "area__path"):
        found[service].add(district_path(path))
    return found


def _workers(commitments: Sequence[Commitment]) -> dict[UUID, int]:
    signed = {c.pk: {e.organisation_id for e in c.entities.all()} for c in commitments}
    every = {o for found in signed.values() for o in found}
    counted: dict[UUID, int] = defaultdict(int)
    active = Worker.objects.filter(organisation__in=every, status=WorkerStatus.ACTIVE)
    for organisation in active.values_list("organisation_id", flat=True):
        counted[organisation] += 1
    return {pk: sum(counted[o] for o in found) for pk, found in signed.items()}


def _contacts(commitments: Sequence[Commitment]) -> dict[UUID, int]:
    """Add contacts of accepted returns: contacts may be added up, people never are."""
    found = {}
    for commitment in commitments:
        asked = _wanted(commitment)
        latest = ReturnVersion.objects.filter(
            report__status__in=ACCEPTED, basis=CountBasis.CONTACTS,
            report__service__organisation__in=[UUID(o) for o in asked.organisations],
        )  # fmt: skip
        codes = Q(pk__in=[])
        for code in asked.codes:
            column = "code" if "." in code else "main_code"
            codes |= Q(**{f"report__service__activity__{column}": code})
        total = latest.filter(codes, number=F("report__version")).aggregate(n=Sum("total"))["n"]
        found[commitment.pk] = total or 0
    return found


def _emergencies(commitments: Sequence[Commitment]) -> dict[UUID, int]:
    """Count real emergencies to which a signatory sent, hosted or paid for experts, in its time."""
    return {
        c.pk: len(
            surge.emergencies_with_deployments(
                {e.organisation_id for e in c.entities.all()}, since=c.start_on, until=c.deadline_on
            )
        )
        for c in commitments
    }


def _exercises(commitments: Sequence[Commitment]) -> dict[UUID, int]:
    """Count exercises that a signatory led to their end."""
    return {
        c.pk: surge.exercises_held({e.organisation_id for e in c.entities.all()})
        for c in commitments
    }


def _meetings(commitments: Sequence[Commitment]) -> dict[UUID, int]:
    """Count meetings held, in its time, of groups that a signatory leads or keeps."""
    found = {}
    for c in commitments:
        led = Membership.objects.filter(
            role__in=LEADS, organisation__in=[e.organisation_id for e in c.entities.all()]
        )
        held = Meeting.objects.filter(
            group__in=led.values("group"), status__in=(MeetingStatus.HELD, MeetingStatus.AGREED)
        )
        if c.start_on:
            held = held.filter(held_on__gte=c.start_on)
        if c.deadline_on:
            held = held.filter(held_on__lte=c.deadline_on)
        found[c.pk] = held.count()
    return found


Counter = Callable[[Sequence[Commitment]], dict[UUID, int]]
COUNTERS: dict[str, Counter] = {
    Measure.WORKERS: _workers,
    Measure.CONTACTS: _contacts,
    Measure.EMERGENCIES: _emergencies,
    Measure.EXERCISES: _exercises,
    Measure.MEETINGS: _meetings,
}

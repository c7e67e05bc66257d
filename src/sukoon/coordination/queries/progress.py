"""What our records show of a commitment, beside what is said of it. Counts only, never mixed."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, Sum

from sukoon.coordination.models import Commitment, CommitmentService, Meeting, Membership
from sukoon.coordination.queries import programmes, register
from sukoon.coordination.rules import disclosure
from sukoon.coordination.rules import pledges as rules
from sukoon.coordination.words import Counts, Measure, MeetingStatus, MemberRole, Why
from sukoon.core.access import Actor
from sukoon.services import queries as services
from sukoon.services.models import ReturnVersion, Service
from sukoon.services.words import CountBasis, ReturnStatus
from sukoon.surge.queries import figures as surge
from sukoon.workforce.models import Worker
from sukoon.workforce.words import WorkerStatus

FROM_SERVICES = frozenset({Measure.SERVICES, Measure.PLACES})
OF_PEOPLE = frozenset({Measure.WORKERS, Measure.TRAINED})
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
    come with their entities, codes and programmes. Few queries a measure, however many commitments.
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


def seen_by_all(commitments: Sequence[Commitment]) -> Seen:
    """Return the same as `seen` for everyone: counts of people under 5 are left out."""
    people = {c.pk for c in commitments if c.measure in OF_PEOPLE}
    return {
        pk: n for pk, n in seen(commitments).items()
        if pk not in people or not 0 < n < disclosure.LEAST
    }  # fmt: skip


def candidates(by: Actor, commitment: Commitment) -> list[Candidate]:
    """Return visible services that may count: of the signatories, and of others at the same work."""
    wanted = register.wanted(commitment)
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


def _from_services(commitments: Sequence[Commitment]) -> dict[UUID, int]:
    wanted = {c.pk: register.wanted(c) for c in commitments}
    organisations = {UUID(o) for w in wanted.values() for o in w.organisations}
    lines = register.lines(organisations)
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
    places = register.places({s for found in counted.values() for s in found})
    return {
        c.pk: len(counted[c.pk]) if c.measure == Measure.SERVICES
        else len({p for s in counted[c.pk] for p in places[s]})
        for c in commitments
    }  # fmt: skip


def _workers(commitments: Sequence[Commitment]) -> dict[UUID, int]:
    signed = {c.pk: {e.organisation_id for e in c.entities.all()} for c in commitments}
    every = {o for found in signed.values() for o in found}
    counted: dict[UUID, int] = defaultdict(int)
    active = Worker.objects.filter(organisation__in=every, status=WorkerStatus.ACTIVE)
    for organisation in active.values_list("organisation_id", flat=True):
        counted[organisation] += 1
    return {pk: sum(counted[o] for o in found) for pk, found in signed.items()}


def _contacts(commitments: Sequence[Commitment]) -> dict[UUID, int]:
    """Add contacts of accepted returns in its time: contacts may be added up, people never are."""
    asked = {c.pk: register.wanted(c) for c in commitments}
    every = {UUID(o) for w in asked.values() for o in w.organisations}
    latest = ReturnVersion.objects.filter(
        report__status__in=ACCEPTED, basis=CountBasis.CONTACTS, number=F("report__version"),
        report__service__organisation__in=every,
    )  # fmt: skip
    columns = ("report__service__organisation_id", "report__service__activity__code",
               "report__period_start", "report__period_end")  # fmt: skip
    of: dict[str, list[tuple[str, date, date, int]]] = defaultdict(list)
    for org, code, start, end, n in (
        latest.order_by().values_list(*columns).annotate(n=Sum("total"))
    ):
        of[str(org)].append((code, start, end, n))
    return {
        pk: sum(
            n for org in w.organisations for code, start, end, n in of[org]
            if rules.covers_code(w.codes, code) and rules.overlaps(start, end, w)
        )
        for pk, w in asked.items()
    }  # fmt: skip


def _emergencies(commitments: Sequence[Commitment]) -> dict[UUID, int]:
    """Count real emergencies to which a signatory sent, hosted or paid for experts, in its time."""
    asked = {c.pk: register.wanted(c) for c in commitments}
    sent = surge.deployments_of({UUID(o) for w in asked.values() for o in w.organisations})
    return {
        pk: len({
            d.emergency_id for d in sent
            if d.organisations & w.organisations and rules.overlaps(d.starts_on, d.ends_on, w)
        })
        for pk, w in asked.items()
    }  # fmt: skip


def _exercises(commitments: Sequence[Commitment]) -> dict[UUID, int]:
    """Count exercises that a signatory led to their end."""
    signed = {c.pk: {e.organisation_id for e in c.entities.all()} for c in commitments}
    held = surge.exercises_held({o for found in signed.values() for o in found})
    return {pk: sum(held.get(o, 0) for o in found) for pk, found in signed.items()}


def _meetings(commitments: Sequence[Commitment]) -> dict[UUID, int]:
    """Count meetings held, in its time, of groups that a signatory leads or keeps."""
    asked = {c.pk: register.wanted(c) for c in commitments}
    organisations = {UUID(o) for w in asked.values() for o in w.organisations}
    leads: dict[UUID, set[str]] = defaultdict(set)
    led = Membership.objects.filter(role__in=LEADS, organisation__in=organisations)
    for group, organisation in led.values_list("group_id", "organisation_id"):
        leads[group].add(str(organisation))
    held = Meeting.objects.filter(
        group__in=leads, status__in=(MeetingStatus.HELD, MeetingStatus.AGREED)
    ).values_list("group_id", "held_on")
    days = list(held)
    return {
        pk: sum(bool(leads[g] & w.organisations) and rules.overlaps(d, d, w) for g, d in days)
        for pk, w in asked.items()
    }


Counter = Callable[[Sequence[Commitment]], dict[UUID, int]]
COUNTERS: dict[str, Counter] = {
    Measure.WORKERS: _workers,
    Measure.CONTACTS: _contacts,
    Measure.EMERGENCIES: _emergencies,
    Measure.EXERCISES: _exercises,
    Measure.MEETINGS: _meetings,
    Measure.TRAINED: programmes.trained,
    Measure.PROGRAMMES: programmes.running,
}

"""Answering what a person asks about what is held of them: copy, correction, erasure; legal holds."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from sukoon.audit.events import emit
from sukoon.core import clock, subjects
from sukoon.core.access import Actor, can, require, require_system
from sukoon.core.limits import check_time
from sukoon.core.permissions import Permission
from sukoon.core.subjects import Held, Part
from sukoon.people.clocks import clocks
from sukoon.people.models import (
    DuplicatePair,
    Erasure,
    Household,
    HouseholdMember,
    LegalHold,
    Person,
    SubjectRequest,
    SubjectStep,
)
from sukoon.people.problems import (
    AnswerNeeded,
    HoldLifted,
    InTheFuture,
    NotHere,
    RequestClosed,
    TooEarlyToErase,
    UnderHold,
)
from sukoon.people.same import one_person
from sukoon.people.texts import clean_text
from sukoon.people.words import RequestKind, RequestStatus

MOST_SAID = 4000
AT_ONCE = 500
MOST_A_DAY = 200  # somebody looks at each: no more than can be looked at


@transaction.atomic
def record_request(
    *, by: Actor, person: Person, kind: RequestKind, said: str = "", asked_on: date
) -> SubjectRequest:
    """Keep what a person asks; its answer has a clock. Raises InTheFuture, NotHere."""
    require(by, _asking(by, person), person.scope)
    if asked_on > clock.today():
        raise InTheFuture
    if Erasure.objects.filter(person=person).exists():
        raise NotHere
    request = _begin(person, kind, by, said=clean_text(said, most=MOST_SAID), asked_on=asked_on)
    emit("request.recorded", subject=person.pk, by=by, kind=kind, request=str(request.pk))
    return request


@transaction.atomic
def note_past_keeping(*, by: Actor, now: datetime) -> int:
    """Ask for the erasure of records that were kept their time; return of how many.

    Nothing is erased by a timer: whoever answers requests looks at each, and may decline with a
    reason; then it is not asked again. A record under a legal hold is left.
    """
    require_system(by)
    before, found, after = now - clocks().keep_for, 0, UUID(int=0)
    while found < MOST_A_DAY and (page := _old_records(before, after)):
        check_time()
        after = page[-1]
        for pk in subjects.idle(before, page):
            if found < MOST_A_DAY and _is_past(pk, before):
                person = Person.objects.get(pk=pk)
                request = _begin(person, RequestKind.ERASURE, by, asked_on=now.date())
                emit("record.past_keeping", subject=pk, by=by, request=str(request.pk))
                found += 1
    return found


def _old_records(before: datetime, after: UUID) -> list[UUID]:
    """Return the next records that nobody changed since, nor asked or decided anything about."""
    seen = SubjectRequest.objects.filter(status__in=(RequestStatus.OPEN, RequestStatus.DECLINED))
    rows = Person.objects.filter(updated_at__lt=before, pk__gt=after)
    rows = rows.exclude(pk__in=Erasure.objects.values("person"))
    rows = rows.exclude(pk__in=LegalHold.objects.filter(lifted_at=None).values("person"))
    rows = rows.exclude(pk__in=seen.values("person"))
    return list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def _is_past(pk: UUID, before: datetime) -> bool:
    """Say whether all records of this person are past their time; told once a person."""
    ids = sorted(one_person(pk))
    return ids[0] == pk and set(subjects.idle(before, ids)) == set(ids)


def _begin(
    person: Person, kind: RequestKind, by: Actor, *, asked_on: date, said: str = ""
) -> SubjectRequest:
    request = SubjectRequest.objects.create(
        person=person, kind=kind, said=said, asked_on=asked_on,
        due_on=asked_on + clocks().answer_within, recorded_by_id=by.id,
    )  # fmt: skip
    _step(request, RequestStatus.OPEN, "", by)
    return request


@transaction.atomic
def withdraw_request(*, by: Actor, request: SubjectRequest) -> SubjectRequest:
    """Note that the person no longer asks. Raises RequestClosed."""
    require(by, _asking(by, request.person), request.person.scope)
    kept = _open(request)
    _step(kept, RequestStatus.WITHDRAWN, "", by)
    emit("request.withdrawn", subject=kept.person_id, by=by, request=str(kept.pk))
    return kept


@transaction.atomic
def answer_request(*, by: Actor, request: SubjectRequest, said: str) -> SubjectRequest:
    """Close a request with what the person is told. Raises RequestClosed, AnswerNeeded."""
    require(by, Permission.SUBJECT_ANSWER, request.person.scope)
    kept = _open(request)
    _step(kept, RequestStatus.ANSWERED, _words(said), by)
    emit("request.answered", subject=kept.person_id, by=by, request=str(kept.pk), kind=kept.kind)
    return kept


@transaction.atomic
def decline_request(*, by: Actor, request: SubjectRequest, said: str) -> SubjectRequest:
    """Close a request with the reason why it is not done. Raises RequestClosed, AnswerNeeded."""
    require(by, Permission.SUBJECT_ANSWER, request.person.scope)
    kept = _open(request)
    _step(kept, RequestStatus.DECLINED, _words(said), by)
    emit("request.declined", subject=kept.person_id, by=by, request=str(kept.pk), kind=kept.kind)
    return kept


@transaction.atomic
def copy_held(*, by: Actor, request: SubjectRequest) -> list[Part]:
    """Return all that is held about the person of a request, on each of their records.

    Raises RequestClosed: a copy is made for a request that asks for one, while it is open.
    """
    require(by, Permission.SUBJECT_ANSWER, request.person.scope)
    if _open(request).kind != RequestKind.COPY:
        raise RequestClosed
    people = _records(request.person)
    for person in people:
        require(by, Permission.SUBJECT_ANSWER, person.scope)
    parts = [part for person in people for part in subjects.copy(person.pk)]
    rows = sum(len(part.rows) for part in parts)
    emit("request.copied", subject=request.person_id, by=by, request=str(request.pk), rows=rows)
    return parts


@transaction.atomic
def erase_person(*, by: Actor, request: SubjectRequest, said: str) -> list[Held]:
    """Erase the person of a request for good, on each of their records, and close the request.

    An anonymisation takes name, numbers and whatever leads to the person; an erasure does what each
    area says of its rows. Raises RequestClosed, UnderHold, TooEarlyToErase, AnswerNeeded.
    """
    require(by, Permission.SUBJECT_ANSWER, request.person.scope)
    kept, people = _open(request), _records(request.person)
    words, whole = _words(said), request.kind == RequestKind.ERASURE
    for person in people:
        require(by, Permission.SUBJECT_ANSWER, person.scope)
    _check_erasable(people, whole=whole)
    done: list[Held] = []
    for person in people:
        _leave_homes(person)
        done += subjects.erase(person.pk) if whole else []
        _take_identity(person)
        Erasure.objects.create(person=person, request=kept, is_whole=whole, by_id=by.id)
        emit("person.erased", subject=person.pk, by=by, request=str(kept.pk), whole=int(whole))
    kept.refresh_from_db()
    _step(kept, RequestStatus.ANSWERED, words, by)
    return done


@transaction.atomic
def place_hold(*, by: Actor, person: Person, reason: str) -> LegalHold:
    """Forbid that anything of a person is erased, until the hold is lifted. Raises AnswerNeeded."""
    require(by, Permission.SUBJECT_ANSWER, person.scope)
    hold = LegalHold.objects.create(person=person, reason=_words(reason), placed_by_id=by.id)
    emit("hold.placed", subject=person.pk, by=by, hold=str(hold.pk))
    return hold


@transaction.atomic
def lift_hold(*, by: Actor, hold: LegalHold) -> LegalHold:
    """Lift a hold. Raises HoldLifted."""
    require(by, Permission.SUBJECT_ANSWER, hold.person.scope)
    kept = LegalHold.objects.select_for_update().get(pk=hold.pk)
    if kept.lifted_at is not None:
        raise HoldLifted
    kept.lifted_at, kept.lifted_by_id = clock.now(), by.id
    kept.save()
    emit("hold.lifted", subject=kept.person_id, by=by, hold=str(kept.pk))
    return kept


def _asking(by: Actor, person: Person) -> Permission:
    """Whoever keeps the record notes what its person asks; so does whoever answers."""
    writes = can(by, Permission.PERSON_WRITE, person.scope)
    return Permission.PERSON_WRITE if writes else Permission.SUBJECT_ANSWER


def _records(person: Person) -> list[Person]:
    found = Person.objects.select_for_update().filter(pk__in=one_person(person.pk))
    return list(found.order_by("pk"))


def _open(request: SubjectRequest) -> SubjectRequest:
    kept = SubjectRequest.objects.select_for_update().get(pk=request.pk)
    if kept.status != RequestStatus.OPEN:
        raise RequestClosed
    return kept


def _words(said: str) -> str:
    words = clean_text(said, most=MOST_SAID)
    if not words:
        raise AnswerNeeded
    return words


def _step(request: SubjectRequest, status: RequestStatus, said: str, by: Actor) -> None:
    SubjectStep.objects.create(request=request, status=status, said=said, by_id=by.id)
    request.status = status
    request.save()


def _check_erasable(people: list[Person], *, whole: bool) -> None:
    ids = [p.pk for p in people]
    if LegalHold.objects.filter(person__in=ids, lifted_at=None).exists():
        raise UnderHold
    if Erasure.objects.filter(person__in=ids).exists():
        raise NotHere
    keep = clocks().keep_for
    if whole and set(subjects.idle(clock.now() - keep, ids)) != set(ids):
        raise TooEarlyToErase(days=keep.days)


def _leave_homes(person: Person) -> None:
    """Empty what a household is called and where it lies, when nobody else lives there."""
    homes = HouseholdMember.objects.filter(person=person).values("household")
    shared = HouseholdMember.objects.exclude(person=person).values("household")
    for home in Household.objects.filter(pk__in=homes).exclude(pk__in=shared):
        home.name = home.address = ""
        home.save()


def _take_identity(person: Person) -> None:
    """Delete whatever says who a person is, or leads to them; what was counted stays."""
    for rows in (
        person.names, person.phones, person.identifiers, person.tokens, person.links,
        person.conflicts, person.households,
    ):  # fmt: skip
        rows.all().delete()
    DuplicatePair.objects.filter(first=person).delete()
    DuplicatePair.objects.filter(second=person).delete()
    for consent in person.consents.all():
        consent.guardian = consent.reason = ""
        consent.save()
    for request in person.requests.all():
        request.said = ""
        request.save()
    for step in SubjectStep.objects.filter(request__person=person):
        step.said = ""
        step.save()
    bare = Person.objects.get(pk=person.pk)
    bare.alias = bare.address = bare.gender = ""
    bare.born = str(bare.born)[:4]
    bare.save()

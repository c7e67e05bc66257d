"""Lines and returns: does it; who may not; from which state not; was it said."""

from dataclasses import replace
from datetime import date

import pytest

from sukoon.audit.models import AuditEntry
from sukoon.core.access import NotAllowed
from sukoon.core.problems import ChangedMeanwhile, StepNotPossible
from sukoon.services import actions
from sukoon.services.actions import ServiceDraft
from sukoon.services.actions.returns import Cell
from sukoon.services.models import ReturnVersion, Service
from sukoon.services.problems import (
    AreaMissing,
    CommentNeeded,
    DatesOutOfOrder,
    PeriodInFuture,
    ReturnLocked,
    SameLine,
    SplitDoesNotAddUp,
)
from sukoon.services.words import CountBasis
from tests.factories import ActivityFactory, SiteFactory, TargetGroupFactory

TODAY = date(2026, 11, 24)


@pytest.fixture
def draft(cast):
    return ServiceDraft(
        organisation=cast.misaal,
        activity=ActivityFactory(code="8.2"),
        areas=(cast.swat,),
        status="under_way",
        description="PM+ groups",
        donors=(cast.other,),
        languages=("ur", "ps"),
    )


def record(cast, draft, who="parveen", **more):
    return actions.record(by=cast.actor(who), draft=draft, reported_on=TODAY, **more)


def submit(cast, **changes):
    values = {
        "by": cast.actor("parveen"), "service": cast.service, "period_start": date(2026, 10, 1),
        "period_end": date(2026, 10, 31), "basis": CountBasis.PEOPLE, "total": 30, "today": TODAY,
    } | changes  # fmt: skip
    return actions.submit(**values)


def test_record_keeps_the_line_its_step_and_its_event(cast, draft):
    service = record(cast, draft)

    assert service.area_path == cast.swat.path
    assert [s.status for s in service.steps.all()] == ["under_way"]
    assert sorted(row.language for row in service.languages.all()) == ["ps", "ur"]
    assert AuditEntry.objects.get(event="service.added").subject_id == service.pk


def test_record_of_several_districts_sits_in_their_province(cast, draft):
    service = record(cast, replace(draft, areas=(cast.swat, cast.kohat)))

    assert service.area_path == "PK/PK5/"
    assert service.in_areas.count() == 2


def test_record_changes_what_was_told_and_takes_a_new_version(cast, draft):
    service = record(cast, draft)

    record(cast, replace(draft, status="completed", languages=("ur",), donors=()), service=service)

    service.refresh_from_db()
    assert (service.status, service.version) == ("completed", 2)
    assert [s.status for s in service.steps.all()] == ["under_way", "completed"]
    assert [row.language for row in service.languages.all()] == ["ur"]
    assert not service.others.exists()


def test_record_refuses_a_version_that_is_not_the_latest(cast, draft):
    service = record(cast, draft)
    record(cast, replace(draft, status="completed"), service=service, version=1)

    with pytest.raises(ChangedMeanwhile):
        record(cast, replace(draft, status="funded"), service=service, version=1)


def test_record_refuses_the_same_line_twice(cast, draft):
    record(cast, draft)

    with pytest.raises(SameLine):
        record(cast, replace(draft, status="completed"))
    assert Service.objects.filter(description="PM+ groups").count() == 1


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"areas": ()}, NotAllowed),
        ({"start_on": date(2026, 2, 1), "end_on": date(2026, 1, 31)}, DatesOutOfOrder),
    ],
)
def test_record_refuses_what_cannot_be(cast, draft, changes, problem):
    with pytest.raises(problem):
        record(cast, replace(draft, **changes), who="dilawar")


def test_record_asks_for_an_area(cast, draft):
    with pytest.raises(AreaMissing):
        record(cast, replace(draft, areas=()))


@pytest.mark.parametrize("who", ["vida", "mehr", "adam", "dpo", "nobody"])
def test_record_refuses_who_may_not(cast, draft, who):
    with pytest.raises(NotAllowed):
        record(cast, draft, who=who)


def test_record_refuses_to_move_a_line_out_of_reach(cast, draft):
    service = record(cast, draft, who="dilawar")

    with pytest.raises(NotAllowed):
        record(cast, replace(draft, areas=(cast.kohat,)), who="dilawar", service=service)


@pytest.mark.parametrize("why", ["target", "site", "said"])
def test_a_line_is_hidden_for_whom_it_serves_where_it_is_or_when_said(cast, draft, why):
    hidden = {
        "target": {"targets": (TargetGroupFactory(code="gbv", is_sensitive=True),)},
        "site": {"site": SiteFactory(kind="safe_space", is_sensitive=True, area=cast.swat)},
        "said": {"is_sensitive": True},
    }[why]

    assert record(cast, replace(draft, **hidden)).is_sensitive
    assert not record(cast, replace(draft, description="open")).is_sensitive


def test_withdraw_takes_out_a_line_without_reports(cast, draft):
    service = record(cast, draft)
    actions.withdraw(by=cast.actor("parveen"), service=service)

    assert not Service.objects.filter(description="PM+ groups").exists()
    assert AuditEntry.objects.filter(event="service.withdrawn").count() == 1


def test_submit_keeps_every_version(cast):
    submit(cast, total=30)
    report = submit(cast, total=31)

    assert [v.total for v in report.versions.all()] == [30, 31]
    assert (report.status, report.version) == ("submitted", 2)


def test_submit_keeps_how_many_may_come_and_how_long_they_wait(cast):
    submit(cast, places_free=0, waiting_days=9)
    submit(cast)
    kept = ReturnVersion.objects.order_by("number").values_list("places_free", "waiting_days")
    assert list(kept) == [(0, 9), (None, None)]  # not told is not nought


def test_submit_refuses_parts_that_do_not_add_up_and_says_both_figures(cast):
    with pytest.raises(SplitDoesNotAddUp) as problem:
        submit(cast, total=3, cells=[Cell("female", "0-4", False, 2)])

    assert problem.value.details == {"parts": 2, "total": 3}
    assert not ReturnVersion.objects.exists()


def test_submit_refuses_a_period_that_has_not_begun(cast):
    with pytest.raises(PeriodInFuture):
        submit(cast, period_start=date(2026, 12, 1), period_end=date(2026, 12, 31))


@pytest.mark.parametrize("who", ["vida", "mehr", "adam", "dpo", "nobody"])
def test_submit_refuses_who_may_not(cast, who):
    with pytest.raises(NotAllowed):
        submit(cast, by=cast.actor(who))


def test_a_return_goes_back_with_a_comment_comes_again_is_accepted_and_locked(cast):
    coco = cast.actor("coco")
    report = submit(cast)

    with pytest.raises(CommentNeeded):
        actions.send_back(by=coco, report=report, comment=" ")
    actions.send_back(by=coco, report=report, comment="Which basis?")
    report = submit(cast, basis=CountBasis.UNSURE)
    actions.accept(by=coco, report=report)
    actions.lock(by=coco, report=report)

    assert [s.status for s in report.steps.all()] == [
        "submitted", "returned", "submitted", "accepted", "locked",
    ]  # fmt: skip
    with pytest.raises(ReturnLocked):
        submit(cast, total=99)


def test_a_second_answer_from_a_stale_page_is_refused(cast):
    report = submit(cast)
    actions.accept(by=cast.actor("coco"), report=report)

    with pytest.raises(StepNotPossible):
        actions.accept(by=cast.actor("coco"), report=report)


def test_a_partner_does_not_review_its_own_return(cast):
    with pytest.raises(NotAllowed):
        actions.accept(by=cast.actor("parveen"), report=submit(cast))


def test_a_comment_is_not_in_the_audit(cast):
    actions.send_back(by=cast.actor("coco"), report=submit(cast), comment="Nadia said so")

    details = AuditEntry.objects.get(event="return.sent_back").details.all()
    assert "Nadia" not in "".join(d.value for d in details)

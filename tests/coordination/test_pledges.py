"""Keeping pledges: does it; who may not; from which state not; was it said."""

from datetime import date, timedelta

import pytest

from sukoon.accounts.roles import console_actor
from sukoon.audit.models import AuditEntry
from sukoon.coordination.actions import files as file_actions
from sukoon.coordination.actions import pledges as actions
from sukoon.coordination.actions.pledges import CommitmentDraft
from sukoon.coordination.models import Commitment, CommitmentUpdate
from sukoon.coordination.problems import (
    AlreadyAmended,
    CodeTaken,
    DateInFuture,
    DatesOutOfOrder,
    NotASignatory,
)
from sukoon.coordination.queries import pledges as queries
from sukoon.coordination.queries.progress import candidates, seen
from sukoon.coordination.words import Counts, Measure, Stage, Standing
from sukoon.core.access import NotAllowed
from sukoon.core.file_problems import FileKindRefused, LinkRefused
from sukoon.core.permissions import Permission
from sukoon.core.problems import ChangedMeanwhile
from tests.coordination.conftest import TODAY
from tests.factories import ActivityFactory, OrganisationFactory, ServiceFactory


def tell(cast, commitment, who="parveen", **changes):
    values = {
        "by": cast.actor(who), "commitment": commitment, "organisation": cast.misaal,
        "stage": Stage.IN_PROGRESS, "happened_on": TODAY, "today": TODAY, "value": 4,
        "narrative": "Two more settings began",
    } | changes  # fmt: skip
    return actions.add_update(**values)


def test_an_update_is_kept_and_copied_and_says_nothing_private(cast, commitment):
    tell(cast, commitment)
    commitment.refresh_from_db()
    assert (commitment.stage, commitment.reported_value) == (Stage.IN_PROGRESS, 4)
    entry = AuditEntry.objects.get(event="commitment.reported")
    assert entry.subject_id == commitment.pk
    assert "settings" not in entry.told


@pytest.mark.parametrize("who", ["mehr", "vida", "adam", "nobody", "dilawar"])
def test_who_neither_signed_nor_follows_it_does_not_report(cast, commitment, who):
    with pytest.raises(NotAllowed):
        tell(cast, commitment, who)
    assert not CommitmentUpdate.objects.exists()


def test_a_focal_point_reports_for_its_own_organisation_only(cast, commitment):
    with pytest.raises(NotAllowed):
        tell(cast, commitment, organisation=cast.other)
    with pytest.raises(NotASignatory):
        tell(cast, commitment, "coco", organisation=cast.other)


def test_a_day_in_the_future_is_refused(cast, commitment):
    with pytest.raises(DateInFuture):
        tell(cast, commitment, happened_on=TODAY + timedelta(days=1))


def test_an_amendment_takes_the_place_and_the_first_one_stays(cast, commitment):
    first = tell(cast, commitment, value=3)
    tell(cast, commitment, value=2, amends=first)
    commitment.refresh_from_db()
    assert commitment.reported_value == 2
    assert commitment.updates.count() == 2
    with pytest.raises(AlreadyAmended):
        tell(cast, commitment, value=1, amends=first)


def test_an_older_day_does_not_take_the_place_of_a_newer(cast, commitment):
    tell(cast, commitment, value=4)
    tell(cast, commitment, value=1, happened_on=TODAY - timedelta(days=90))
    commitment.refresh_from_db()
    assert commitment.reported_value == 4


def test_only_who_keeps_pledges_adds_them(cast, pledge):
    draft = CommitmentDraft(pledge, "P1", "Something", [cast.misaal])
    for who in ("parveen", "mehr", "dilawar", "nobody"):
        with pytest.raises(NotAllowed):
            actions.record_commitment(by=cast.actor(who), draft=draft)
    assert actions.record_commitment(by=cast.actor("coco"), draft=draft).pk


def test_the_same_number_twice_and_an_end_before_the_start_are_refused(cast, pledge, commitment):
    by = cast.actor("coco")
    with pytest.raises(CodeTaken):
        actions.record_commitment(by=by, draft=CommitmentDraft(pledge, "P25", "x", [cast.misaal]))
    draft = CommitmentDraft(
        pledge, "P2", "x", [cast.misaal], start_on=date(2027, 1, 1), deadline_on=date(2026, 1, 1)
    )
    with pytest.raises(DatesOutOfOrder):
        actions.record_commitment(by=by, draft=draft)


def test_who_was_slower_is_told(cast, pledge, commitment):
    draft = CommitmentDraft(pledge, "P25", "Changed", [cast.misaal])
    actions.record_commitment(by=cast.actor("coco"), draft=draft, commitment=commitment, version=1)
    with pytest.raises(ChangedMeanwhile):
        actions.record_commitment(
            by=cast.actor("coco"), draft=draft, commitment=commitment, version=1
        )


def test_seen_counts_districts_of_the_signatory_at_the_work(cast, commitment):
    ServiceFactory(organisation=cast.misaal, area=cast.kohat, activity=ActivityFactory(code="8.1"))
    ServiceFactory(organisation=cast.misaal, area=cast.kohat, activity=ActivityFactory(code="8.3"))
    ServiceFactory(organisation=cast.misaal, area=cast.kohat, activity=ActivityFactory(code="3.1"))
    other = ServiceFactory(organisation=cast.other, area=cast.swat)
    assert seen([commitment])[commitment.pk] == 2  # Swat (the cast's own) and Kohat, each once
    found = {c.service.pk: c.counts for c in candidates(cast.actor("coco"), commitment)}
    assert found[other.pk] is Counts.LOOK
    commitment.measure = Measure.SERVICES
    assert seen([commitment])[commitment.pk] == 3


def test_a_decision_of_the_coordinator_counts(cast, commitment):
    other = ServiceFactory(organisation=cast.other, area=cast.kohat)
    by = cast.actor("coco")
    actions.decide_service(by=by, commitment=commitment, service=other, counts=Counts.YES)
    assert seen([commitment])[commitment.pk] == 2
    actions.decide_service(by=by, commitment=commitment, service=cast.service, counts=Counts.NO)
    assert seen([commitment])[commitment.pk] == 1
    actions.decide_service(by=by, commitment=commitment, service=other, counts=Counts.LOOK)
    assert seen([commitment])[commitment.pk] == 0
    with pytest.raises(NotAllowed):
        actions.decide_service(
            by=cast.actor("parveen"), commitment=commitment, service=other, counts=Counts.YES
        )


def test_what_nothing_shows_is_not_nought(cast, commitment):
    commitment.measure = Measure.NONE
    assert commitment.pk not in seen([commitment])


def test_seen_costs_the_same_for_many(cast, pledge, django_assert_max_num_queries):
    for n in range(12):
        draft = CommitmentDraft(
            pledge, f"Q{n}", "x", [OrganisationFactory()], codes=["8"], measure="places"
        )
        actions.record_commitment(by=console_actor(), draft=draft)
    rows, _ = queries.page(queries.visible(console_actor()), "", size=50)
    with django_assert_max_num_queries(4):
        seen(rows)


def test_the_filter_and_the_rule_of_standing_agree(cast, pledge):
    for n, (stage, deadline, told) in enumerate(
        (s, d, t)
        for s in (Stage.NOT_TOLD, Stage.IN_PROGRESS, Stage.FULFILLED)
        for d in (None, -1, 0, 1)
        for t in (None, 0, 183, 184)
    ):
        Commitment.objects.create(
            pledge=pledge, code=f"S{n}", text="x", area_path="PK/", stage=stage,
            known_since=TODAY - timedelta(days=200 if n % 2 else 10),
            deadline_on=None if deadline is None else TODAY + timedelta(days=deadline),
            told_on=None if told is None else TODAY - timedelta(days=told),
        )  # fmt: skip
    by = cast.actor("coco")
    for standing in Standing:
        found = queries.filtered(by, queries.Filters(standing=standing), today=TODAY)
        by_rule = {
            c.pk for c in queries.visible(by) if queries.standing_of(c, today=TODAY) == standing
        }
        assert set(found.values_list("pk", flat=True)) == by_rule, standing


def test_evidence_is_typed_by_content_and_a_link_is_https(cast, tmp_path, settings):
    settings.UPLOADS = tmp_path / "uploads"
    told = {"by": cast.actor("parveen"), "permission": Permission.PLEDGE_UPDATE, "title": "x",
            "org_id": cast.misaal.pk, "area_path": "PK/"}  # fmt: skip
    page = tmp_path / "evil.pdf"
    page.write_text("<html><script>1</script>")
    with pytest.raises(FileKindRefused):
        file_actions.keep_document(path=page, file_name="evil.pdf", **told)
    good = tmp_path / "report.txt"
    good.write_bytes(b"%PDF-1.7 and so on")
    kept = file_actions.keep_document(path=good, file_name="../../report.txt", **told)
    assert (kept.content_type, kept.file_name) == ("application/pdf", "report.txt")
    for link in ("http://example.org", "javascript:alert(1)", "https://a b", ""):
        with pytest.raises(LinkRefused):
            file_actions.keep_document(link=link, **told)
    with pytest.raises(NotAllowed):
        file_actions.keep_document(link="https://a", **(told | {"org_id": cast.other.pk}))


def test_publishing_is_for_who_keeps_it(cast, pledge):
    from django.utils import timezone

    with pytest.raises(NotAllowed):
        actions.publish(by=cast.actor("mehr"), pledge=pledge, now=timezone.now())
    actions.publish(by=cast.actor("coco"), pledge=pledge, now=timezone.now())
    assert list(queries.published(cast.actor("nobody"))) == [pledge]

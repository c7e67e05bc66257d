"""Organisations, workers and teams: what each action keeps, refuses and leaves on record."""

import datetime

import pytest

from sukoon.audit.models import AuditEntry
from sukoon.core.problems import Problem
from sukoon.workforce import actions, queries
from sukoon.workforce.models import Organisation, Worker
from sukoon.workforce.problems import MergeIntoItself, NameMissing, NameTaken
from sukoon.workforce.words import Cadre, OrganisationType
from tests.factories import ServiceFactory

NGO = OrganisationType.NATIONAL_NGO
TODAY = datetime.date(2026, 11, 24)


def test_every_name_finds_the_organisation_however_it_is_spelled(cast):
    kept = actions.record_organisation(
        by=cast.actor("coco"), name="Rozan", type=NGO, aliases=["ROZAN Pakistan"]
    )
    names = queries.OrganisationNames()
    assert names.find("rozan  PAKISTAN") == names.find("Rozan") == kept.pk


@pytest.mark.parametrize("name", ["", "  ", "…"])
def test_an_organisation_without_a_name_is_refused(cast, name):
    with pytest.raises(NameMissing):
        actions.record_organisation(by=cast.actor("coco"), name=name, type=NGO)


def test_a_name_that_finds_another_is_refused_and_nothing_is_kept(cast):
    by = cast.actor("coco")
    actions.record_organisation(by=by, name="Rozan", type=NGO)
    before = Organisation.objects.count()
    with pytest.raises(NameTaken):
        actions.record_organisation(by=by, name="Other body", type=NGO, aliases=["rozan"])
    assert Organisation.objects.count() == before


def test_a_merge_keeps_what_was_done_under_its_own_name(cast):
    by = cast.actor("coco")
    old = actions.record_organisation(by=by, name="Old name", type=NGO)
    older = actions.record_organisation(by=by, name="Older name", type=NGO)
    line = ServiceFactory(organisation=old, area=cast.swat)
    actions.merge_organisations(by=by, source=older, into=old)
    actions.merge_organisations(by=by, source=old, into=cast.misaal)
    line.refresh_from_db()
    older.refresh_from_db()
    assert line.organisation == old
    assert older.merged_into == cast.misaal  # never a chain
    names = queries.OrganisationNames()
    assert names.find("old name") == names.find("older name") == cast.misaal.pk
    assert old not in queries.organisations(by)
    event = AuditEntry.objects.get(event="organisation.merged", subject_id=old.pk)
    assert event.actor_id == cast.coco.pk


def test_an_organisation_is_not_merged_into_itself_or_twice(cast):
    by = cast.actor("coco")
    with pytest.raises(MergeIntoItself):
        actions.merge_organisations(by=by, source=cast.other, into=cast.other)
    actions.merge_organisations(by=by, source=cast.other, into=cast.misaal)
    cast.other.refresh_from_db()
    with pytest.raises(MergeIntoItself):
        actions.merge_organisations(by=by, source=cast.other, into=cast.misaal)


@pytest.mark.parametrize("name", ["parveen", "vida", "adam", "nobody"])
def test_only_who_may_merges(cast, name):
    with pytest.raises(Problem):
        actions.merge_organisations(by=cast.actor(name), source=cast.other, into=cast.misaal)


def test_a_worker_is_moved_only_by_who_reaches_both_ends(cast):
    worker = actions.record_worker(
        by=cast.actor("coco"), name="Synthetic", organisation=cast.other,
        cadre=Cadre.PSYCHOLOGIST, area=cast.kohat,
    )  # fmt: skip
    with pytest.raises(Problem):  # Dilawar reaches Swat only
        actions.record_worker(
            by=cast.actor("dilawar"), name="Synthetic", organisation=cast.other,
            cadre=Cadre.PSYCHOLOGIST, area=cast.swat, worker=worker,
        )  # fmt: skip
    assert Worker.objects.get().area == cast.kohat
    assert not queries.workers(cast.actor("dilawar")).exists()
    assert not queries.workers(cast.actor("parveen")).exists()


def test_who_leaves_a_team_and_comes_back_is_twice_on_record(cast):
    by = cast.actor("coco")
    worker = actions.record_worker(
        by=by,
        name="Synthetic",
        organisation=cast.misaal,
        cadre=Cadre.PSYCHOLOGIST,
        area=cast.swat,
    )
    team = None
    for members in ([worker], [], [worker]):
        team = actions.record_team(
            by=by,
            name="Team",
            organisation=cast.misaal,
            area=cast.swat,
            members=members,
            team=team,
            today=TODAY,
        )
    assert [m.left_on for m in team.members.order_by("pk")] == [TODAY, None]

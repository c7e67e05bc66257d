"""The registry of assessments: who assesses what and where, what was found, who else is there."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sukoon.core.access import NotAllowed
from sukoon.core.file_problems import FileKindRefused, LinkRefused
from sukoon.core.problems import StepNotPossible
from sukoon.surge.actions import assessments as actions
from sukoon.surge.drafts import AssessmentDraft
from sukoon.surge.models import Assessment
from sukoon.surge.problems import AreaNeeded, DateInFuture, DatesOutOfOrder, SampleUnclear
from sukoon.surge.queries import emergencies as queries
from sukoon.surge.words import AssessmentState
from tests.surge.conftest import TODAY


def draft(cast, **more):
    told = {
        "title_en": "Rapid look", "organisation": cast.misaal, "tool": "Toolkit", "sector": "health",
        "method": "groups", "starts_on": TODAY, "areas": [cast.swat],
    }  # fmt: skip
    return AssessmentDraft(**{**told, **more})


@pytest.fixture
def assessment(cast):
    return actions.record_assessment(by=cast.actor("parveen"), draft=draft(cast))


@pytest.mark.parametrize("who", ["mehr", "vida", "nobody"])
def test_readers_do_not_write(cast, assessment, who):
    by = cast.actor(who)
    for act in (
        lambda: actions.record_assessment(by=by, draft=draft(cast)),
        lambda: actions.move_assessment(
            by=by, assessment=assessment, to=AssessmentState.DONE, today=TODAY),
        lambda: actions.add_finding(by=by, assessment=assessment, domain="needs", text_en="x"),
        lambda: actions.keep_paper(by=by, assessment=assessment, title="x", link="https://x.org/"),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()


def test_a_partner_registers_its_own_and_nobody_elses(cast, assessment):
    assert assessment.area_path == cast.swat.path
    with pytest.raises(NotAllowed):
        actions.record_assessment(
            by=cast.actor("parveen"), draft=draft(cast, organisation=cast.other)
        )


def test_what_cannot_be_is_refused_in_words(cast, assessment):
    by = cast.actor("coco")
    for more, problem in (
        ({"areas": []}, AreaNeeded),
        ({"ends_on": TODAY - timedelta(1)}, DatesOutOfOrder),
        ({"sample": 40}, SampleUnclear),
    ):
        with pytest.raises(problem):
            actions.record_assessment(by=by, draft=draft(cast, **more))
    with pytest.raises(SampleUnclear):
        actions.add_finding(by=by, assessment=assessment, domain="needs", text_en="x", figure="40")
    with pytest.raises(StepNotPossible):
        actions.move_assessment(
            by=by, assessment=assessment, to=AssessmentState.SHARED, today=TODAY
        )
    later = actions.record_assessment(by=by, draft=draft(cast, starts_on=TODAY + timedelta(2)))
    with pytest.raises(DateInFuture):
        actions.move_assessment(by=by, assessment=later, to=AssessmentState.UNDER_WAY, today=TODAY)


def test_one_of_several_districts_sits_in_what_contains_them(cast):
    found = actions.record_assessment(
        by=cast.actor("coco"),
        draft=draft(cast, areas=[cast.swat, cast.kohat], partners=[cast.other]),
    )
    assert found.area_path == "PK/PK5/"
    assert found.areas.count() == 2
    assert [p.organisation for p in found.partners.all()] == [cast.other]


def test_the_registry_says_who_else_is_there_then(cast, assessment):
    by = cast.actor("coco")
    told = {"organisation": cast.other, "title_en": "Another"}
    near = actions.record_assessment(by=by, draft=draft(cast, **told, areas=[cast.swat.parent]))
    actions.record_assessment(by=by, draft=draft(cast, **told, areas=[cast.kohat]))
    actions.record_assessment(
        by=by,
        draft=draft(cast, **told, starts_on=TODAY - timedelta(90), ends_on=TODAY - timedelta(60)),
    )
    mine = queries.details(by).get(pk=assessment.pk)
    assert queries.also_there(by, mine) == [near]
    found = queries.filtered(by, queries.AssessmentFilters(area_path=cast.kohat.path))
    assert {a.area_path for a in found} == {"PK/PK5/", cast.kohat.path}


def test_pages_files_and_the_export(cast, assessment, client_of):
    client = client_of("coco")
    page = reverse("surge:assessment", args=[assessment.pk])
    bad = SimpleUploadedFile("x.pdf", b"<html><script>")
    told = client.post(
        reverse("surge:paper_new", args=[assessment.pk]), {"title": "Report", "file": bad}
    )
    assert told.status_code == 422
    assert str(FileKindRefused.sentence) in told.content.decode()
    told = client.post(
        reverse("surge:paper_new", args=[assessment.pk]),
        {"title": "Report", "link": "javascript:x"},
    )
    assert str(LinkRefused.sentence) in told.content.decode()
    good = SimpleUploadedFile("report.pdf", b"%PDF-1.4 x")
    client.post(reverse("surge:paper_new", args=[assessment.pk]), {"title": "Report", "file": good})
    kept = assessment.papers.get()
    sent = client.get(reverse("surge:paper", args=[assessment.pk, kept.pk]))
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(sent.streaming_content).startswith(b"%PDF-")
    client.post(
        reverse("surge:finding_new", args=[assessment.pk]),
        {"domain": "services", "text_en": "No psychologist within reach", "figure": "3 of 9",
         "basis": "health units"},
    )  # fmt: skip
    text = client.get(page).content.decode()
    assert "No psychologist within reach" in text
    assert "3 of 9" in text
    assert "Rapid look" in client.get(reverse("surge:assessments")).content.decode()
    sheet = b"".join(client.get(reverse("surge:assessments_export")).streaming_content).decode()
    assert "Rapid look" in sheet
    assert "PK532" in sheet
    form = reverse("surge:assessment_new")
    assert client.get(form).status_code == 200
    wrong = client.post(form, {"title_en": "x", "starts_on": "31.2.2026"})
    assert wrong.status_code == 422
    assert Assessment.objects.count() == 1

"""Exercises by the clock; and that nothing of them ever enters what is real."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from sukoon.accounts.roles import console_actor
from sukoon.config.cli import main
from sukoon.coordination.actions import pledges
from sukoon.coordination.queries import pledges as pledge_queries
from sukoon.coordination.queries import stakeholders
from sukoon.coordination.queries.picture import picture
from sukoon.coordination.queries.progress import seen
from sukoon.core.access import NotAllowed
from sukoon.places import queries as places
from sukoon.surge.actions import assessments, deployments, emergencies
from sukoon.surge.actions import exercises as actions
from sukoon.surge.drafts import AssessmentDraft, InjectDraft, RequestDraft
from sukoon.surge.models import Deployment, Emergency
from sukoon.surge.problems import NoInjects, NotEnded, NotRunning, NotTaking
from sukoon.surge.queries import emergencies as queries
from sukoon.surge.queries import exercises as exercise_queries
from sukoon.surge.queries.figures import deployments_of, exercises_held, of_area
from sukoon.surge.words import DeploymentState, ExerciseState
from tests.surge.conftest import NOW, TODAY

MINUTE = timedelta(minutes=1)


def run(cast, exercise):
    """Run an exercise with an answer to the first inject, and end it."""
    by = cast.actor("coco")
    exercise = actions.start_exercise(by=by, exercise=exercise, now=NOW)
    first = exercise.injects.first()
    first = actions.give_inject(by=by, inject=first, now=NOW)
    actions.reply(
        by=cast.actor("parveen"), inject=first, organisation=cast.misaal, text="We call the group",
        now=NOW + 5 * MINUTE,
    )  # fmt: skip
    actions.judge_inject(by=by, inject=first, verdict="met")
    return actions.end_exercise(by=by, exercise=exercise, now=NOW + 60 * MINUTE)


@pytest.mark.parametrize("who", ["mehr", "vida", "nobody", "parveen"])
def test_only_control_runs_an_exercise(cast, exercise, who):
    by, inject = cast.actor(who), exercise.injects.first()
    for act in (
        lambda: actions.start_exercise(by=by, exercise=exercise, now=NOW),
        lambda: actions.write_inject(by=by, exercise=exercise, draft=InjectDraft(1, "x")),
        lambda: actions.give_inject(by=by, inject=inject, now=NOW),
        lambda: actions.judge_inject(by=by, inject=inject, verdict="met"),
        lambda: actions.end_exercise(by=by, exercise=exercise, now=NOW),
        lambda: actions.write_after_action(
            by=by, exercise=exercise, summary="x", on=TODAY, today=TODAY),
        lambda: actions.recommend(by=by, exercise=exercise, text_en="x", owner=cast.misaal),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()


def test_an_exercise_follows_its_clock(cast, exercise):
    by = cast.actor("coco")
    inject = exercise.injects.first()
    with pytest.raises(NotRunning):
        actions.give_inject(by=by, inject=inject, now=NOW)
    with pytest.raises(NotEnded):
        actions.write_after_action(by=by, exercise=exercise, summary="x", on=TODAY, today=TODAY)
    ended = run(cast, exercise)
    found = exercise_queries.outcome(by, ended)
    assert (found.injects, found.given, found.in_time, found.met, found.middle_minutes) == (
        2,
        1,
        1,
        1,
        5,
    )
    actions.write_after_action(
        by=by, exercise=ended, summary="Slow start", on=TODAY, today=TODAY, improve="Numbers"
    )
    ended.refresh_from_db()
    assert ended.state == ExerciseState.REVIEWED
    advice = actions.recommend(
        by=by, exercise=ended, text_en="A list of numbers", owner=cast.misaal
    )
    done = actions.settle_recommendation(
        by=cast.actor("parveen"), recommendation=advice, done_on=TODAY, today=TODAY
    )
    assert done.done_on == TODAY


def test_without_injects_it_does_not_start_and_only_players_answer(cast, exercise):
    by = cast.actor("coco")
    actions.start_exercise(by=by, exercise=exercise, now=NOW)
    inject = actions.give_inject(by=by, inject=exercise.injects.first(), now=NOW)
    exercise.players.all().delete()
    with pytest.raises(NotTaking):
        actions.reply(
            by=cast.actor("parveen"), inject=inject, organisation=cast.misaal, text="x", now=NOW
        )
    exercise.injects.all().delete()
    exercise.__class__.objects.update(state="planned", started_at=None)
    with pytest.raises(NoInjects):
        actions.start_exercise(by=by, exercise=exercise, now=NOW)


def test_players_see_an_inject_only_once_it_is_given(cast, exercise, client_of):
    by = cast.actor("coco")
    actions.start_exercise(by=by, exercise=exercise, now=NOW)
    address = reverse("surge:exercise", args=[exercise.pk])
    text = client_of("parveen").get(address).content.decode()
    assert "Something at 0" not in text
    assert "Call the group" not in text
    actions.give_inject(by=by, inject=exercise.injects.first(), now=NOW)
    text = client_of("parveen").get(address).content.decode()
    assert "Something at 0" in text
    assert "Something at 30" not in text
    assert "Call the group" not in text, "what is expected is for control"
    assert "Something at 30" in client_of("coco").get(address).content.decode()


def played(cast, exercise, expert):
    """Play everything that surge knows: disaster mode, a request, a deployment, an assessment."""
    by, made_up = cast.actor("coco"), exercise.emergency
    emergencies.set_disaster_mode(by=by, emergency=made_up, on=True, reason="play", now=NOW)
    request = deployments.ask_for_experts(
        by=by, emergency=made_up, draft=RequestDraft("Played", cast.misaal, cast.swat, TODAY, TODAY)
    )
    sent = deployments.offer(by=by, request=request, expert=expert, now=NOW)
    for to in (DeploymentState.ACCEPTED, DeploymentState.DEPLOYED):
        sent = deployments.move_deployment(by=by, deployment=sent, to=to, now=NOW, today=TODAY)
    assessments.record_assessment(
        by=by, draft=AssessmentDraft("Played look", cast.misaal, "x", "health", "desk", TODAY,
                                     [cast.swat], emergency=made_up))  # fmt: skip
    return sent


def figures(cast, commitment):
    """Return everything that coordination and surge count or show of what is real."""
    by = cast.actor("coco")
    area = places.areas().get(pk=cast.swat.pk)
    rows = list(pledge_queries.with_parts(pledge_queries.visible(by)))
    return {
        "seen": seen(rows), "area": of_area(by, cast.swat.path),
        "picture": picture(by, area, today=TODAY).surge,
        "profile": stakeholders.profile(by, cast.misaal, today=TODAY).surge,
        "disaster": queries.in_disaster_mode(cast.swat.path),
        "disasters": queries.disaster_areas(by),
        "emergencies": list(queries.emergencies(by)), "open": list(queries.open_ones(by)),
        "assessments": list(queries.assessments(by)),
        "with": deployments_of([cast.misaal.pk, cast.other.pk]),
    }  # fmt: skip


def test_what_is_played_enters_no_figure(cast, exercise, expert, capsys):
    by = console_actor()
    pledge = pledges.record_pledge(by=by, code="p", title_en="P", area=cast.country)
    draft = pledges.CommitmentDraft(
        pledge, "P09", "Experts", [cast.misaal], target_value=25, target_unit="emergencies",
        measure="emergencies",
    )  # fmt: skip
    commitment = pledges.record_commitment(by=by, draft=draft)
    before = figures(cast, commitment)
    sent = played(cast, exercise, expert)
    assert sent.is_exercise
    after = figures(cast, commitment)
    assert after == before
    assert after["seen"][commitment.pk] == 0
    main(["report", "surge", "--json"])
    assert json.loads(capsys.readouterr().out) == []
    assert Emergency.objects.filter(is_exercise=False).count() == 0
    # And the same for what is real counts, so that the test above can fail.
    Emergency.objects.update(is_exercise=False)
    Deployment.objects.update(is_exercise=False)
    assert figures(cast, commitment)["seen"][commitment.pk] == 1


def test_an_exercise_that_was_held_counts_for_who_led_it(cast, exercise):
    assert exercises_held([cast.other.pk]) == {}
    run(cast, exercise)
    assert exercises_held([cast.other.pk]) == {cast.other.pk: 1}
    assert exercises_held([cast.misaal.pk]) == {}


def test_who_plays_is_still_free_for_what_is_real(cast, exercise, expert, flood):
    played(cast, exercise, expert)
    request = deployments.ask_for_experts(
        by=cast.actor("coco"), emergency=flood,
        draft=RequestDraft("Real", cast.misaal, cast.swat, TODAY, TODAY))  # fmt: skip
    assert deployments.offer(by=cast.actor("coco"), request=request, expert=expert, now=NOW)


def test_no_list_of_real_things_shows_what_is_played(cast, exercise, expert, client_of):
    sent = played(cast, exercise, expert)
    client = client_of("coco")
    for name in ("surge:home", "surge:assessments", "coordination:home", "desk:home"):
        text = client.get(reverse(name)).content.decode()
        assert "Played" not in text, name
    assert "Played" not in client.get(reverse("surge:expert", args=[expert.pk])).content.decode()
    for address in (
        reverse("surge:emergency", args=[exercise.emergency_id]),
        reverse("surge:request", args=[sent.request_id]),
        reverse("surge:deployment", args=[sent.pk]),
        reverse("surge:exercise", args=[exercise.pk]), reverse("surge:exercises"),
    ):  # fmt: skip
        assert "EXERCISE: nothing here is real" in client.get(address).content.decode(), address


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_after_action_report_is_printed(cast, exercise, client_of, language):
    address = reverse("surge:after_action_file", args=[exercise.pk])
    client = client_of("coco")
    assert client.get(address).status_code == 404
    run(cast, exercise)
    client.post(
        reverse("surge:after_action", args=[exercise.pk]), {"on": "2026-11-24", "summary": "Slow"}
    )
    sent = client.get(address, {"language": language})
    assert sent.content.startswith(b"%PDF")


def test_the_pages_run_an_exercise(cast, client_of):
    client = client_of("coco")
    told = {
        "title_en": "Drill", "kind": "tabletop", "emergency_kind": "flood",
        "organisation": cast.other.pk, "area": cast.swat.pk, "planned_on": "2026-11-24",
        "players": [cast.misaal.pk],
    }  # fmt: skip
    page = client.post(reverse("surge:exercise_new"), told).url
    assert Emergency.objects.get().is_exercise
    client.post(page + "injects/new/", {"minute": 0, "answer_within": 5, "text_en": "Water rises"})
    client.post(page + "run/", {"step": "start"})
    inject = exercise_queries.exercises(cast.actor("coco")).get().injects.get()
    assert "due now" in client.get(page).content.decode()
    client.post(f"{page}injects/{inject.pk}/give/")
    answer = {"organisation": cast.misaal.pk, "text": "We open the hall"}
    assert client.post(f"{page}injects/{inject.pk}/answer/", answer).status_code == 302
    client.post(f"{page}injects/{inject.pk}/judge/", {"verdict": "met"})
    client.post(page + "run/", {"step": "end"})
    text = client.get(page).content.decode()
    assert "We open the hall" in text
    assert "answered in time" in text

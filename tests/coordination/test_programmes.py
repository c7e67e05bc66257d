"""People trained and programmes running: computed from records, beside what is said, never mixed."""

import json
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukoon.accounts.roles import console_actor, public_actor
from sukoon.config.cli import main
from sukoon.coordination import training
from sukoon.coordination.actions import knowledge, pledges
from sukoon.coordination.actions.pledges import CommitmentDraft
from sukoon.coordination.drafts import InterventionDraft
from sukoon.coordination.models import Intervention
from sukoon.coordination.queries import indicators, programmes, register
from sukoon.coordination.queries import knowledge as knowledge_queries
from sukoon.coordination.queries import pledges as queries
from sukoon.coordination.queries.picture import picture
from sukoon.coordination.queries.programmes import behind
from sukoon.coordination.queries.progress import seen, seen_by_all
from sukoon.coordination.rules import programmes as rules
from sukoon.coordination.rules.pledges import Line, Wanted
from sukoon.coordination.words import Counts, Stage
from sukoon.places import queries as places
from sukoon.services import actions as services
from sukoon.services.models import ServicePartner
from sukoon.services.words import CountBasis
from sukoon.supervision.actions.trainees import Enrolled, enrol, record_cohort
from sukoon.supervision.words import TraineeState
from tests.coordination.conftest import TODAY
from tests.factories import ActivityFactory, ServiceFactory

MARCH = date(2026, 3, 1)


def promised(pledge, organisation, measure, *, synthetic=False, **more):
    draft = CommitmentDraft(
        pledge, f"M-{measure}-{more.pop('code', 1)}", "Promise", [organisation], target_value=300,
        target_unit="people", measure=measure, **more,
    )  # fmt: skip
    return pledges.record_commitment(by=console_actor(), draft=draft, synthetic=synthetic)


def shown(commitment):
    row = queries.details(console_actor()).get(pk=commitment.pk)
    return seen([row])[row.pk]


def trained(cast, code, people, *, area=None, synthetic=False, org=None, on=MARCH, state=TraineeState.TRAINED):  # fmt: skip
    cohort = record_cohort(
        by=console_actor(), code=code, name_en=f"Training {code}", tier=2, area_path="PK/",
        began_on=on, synthetic=synthetic,
    )  # fmt: skip
    workers = [
        Enrolled(
            code=f"{code}-{n}", state=state, org_id=(org or cast.misaal).pk,
            area_path=(area or cast.swat).path, trained_on=on,
        )
        for n in range(people)
    ]  # fmt: skip
    enrol(by=console_actor(), cohort=cohort, workers=workers)


def test_people_trained_are_counted_by_employer_or_by_training(cast, pledge):
    trained(cast, "A", 7)
    trained(cast, "B", 5, org=cast.other)
    trained(cast, "C", 9, state=TraineeState.REGISTERED)
    by_employer = promised(pledge, cast.misaal, "trained")
    tied = promised(pledge, cast.misaal, "trained", code=2, programmes=["B"])
    assert (shown(by_employer), shown(tied)) == (7, 5), "registered is not trained"


def _by_rule(commitments):
    """Count as `trained` did it line by line: the rule over everything that is on record."""
    lines = training.people_trained_in("")
    asked = {c.pk: programmes.asked_of(c) for c in commitments}
    return {
        pk: sum(x.people for x in lines if rules.counts_as_trained(x, a))
        for pk, a in asked.items()
    }  # fmt: skip


def test_the_database_counts_exactly_what_the_rule_counts(cast, pledge):
    trained(cast, "A", 3)
    trained(cast, "B", 5, org=cast.other, area=cast.kohat, on=date(2026, 2, 28))
    trained(cast, "C", 2, synthetic=True)
    trained(cast, "D", 9, state=TraineeState.REGISTERED)
    local = pledges.record_pledge(
        by=console_actor(), code="local", title_en="Swat only", area=cast.swat
    )
    times = ({}, {"start_on": MARCH}, {"deadline_on": date(2026, 2, 28)}, {"start_on": MARCH, "deadline_on": MARCH})  # fmt: skip
    for where, synthetic in product((pledge, local), (False, True)):
        for n, (time, codes, org) in enumerate(product(times, ([], ["A", "B"], ["C"]), (cast.misaal, cast.other))):  # fmt: skip
            promised(where, org, "trained", code=f"{n}{synthetic}", synthetic=synthetic,
                     programmes=codes, **time)  # fmt: skip
    rows = list(queries.with_parts(queries.visible(console_actor())))
    counted = programmes.trained(rows)
    assert counted == _by_rule(rows)
    assert set(counted.values()) >= {0, 2, 3, 5, 8}, "the cases differ"


def test_people_trained_are_counted_in_the_area_and_time_of_the_promise(cast, pledge):
    trained(cast, "A", 7, on=date(2026, 3, 1))
    early = promised(pledge, cast.misaal, "trained", start_on=date(2026, 3, 2))
    late = promised(pledge, cast.misaal, "trained", code=2, deadline_on=date(2026, 2, 28))
    inside = promised(pledge, cast.misaal, "trained", code=3, start_on=MARCH, deadline_on=MARCH)
    assert (shown(early), shown(late), shown(inside)) == (0, 0, 7)
    local = pledges.record_pledge(
        by=console_actor(), code="local", title_en="Kohat only", area=cast.kohat
    )
    assert shown(promised(local, cast.misaal, "trained")) == 0, "Swat is not Kohat"


def test_what_was_invented_counts_only_towards_what_was_invented(cast, pledge):
    trained(cast, "A", 7, synthetic=True)
    real = promised(pledge, cast.misaal, "trained", programmes=["A"])
    play = promised(pledge, cast.misaal, "trained", code=2, programmes=["A"], synthetic=True)
    assert (shown(real), shown(play)) == (0, 7)


def test_said_and_seen_stay_apart(cast, pledge):
    trained(cast, "A", 7)
    row = promised(pledge, cast.misaal, "trained")
    pledges.add_update(
        by=cast.actor("parveen"), commitment=row, organisation=cast.misaal,
        stage=Stage.IN_PROGRESS, happened_on=TODAY, today=TODAY, value=50,
    )  # fmt: skip
    assert shown(row) == 7
    row.refresh_from_db()
    assert row.reported_value == 50


def test_everyone_is_not_told_of_fewer_than_five_people(cast, pledge):
    trained(cast, "A", 4)
    row = promised(pledge, cast.misaal, "trained")
    rows = list(queries.with_parts(queries.visible(console_actor()).filter(pk=row.pk)))
    assert seen(rows) == {row.pk: 4}
    assert seen_by_all(rows) == {}
    trained(cast, "B", 1)
    assert seen_by_all(rows) == {row.pk: 5}


def test_who_may_not_see_workers_is_not_told_small_counts_by_area(cast, pledge):
    trained(cast, "A", 2)
    trained(cast, "B", 9, area=cast.kohat)
    row = queries.details(console_actor()).get(pk=promised(pledge, cast.misaal, "trained").pk)
    all_of_it = {x.area: x.people for x in behind(console_actor(), row).trainings}
    assert all_of_it == {"Swat": 2, "Kohat": 9}
    for_focal = {x.area: x.people for x in behind(cast.actor("parveen"), row).trainings}
    assert for_focal == {"Swat": None, "Kohat": None}, "the other would give it away"
    assert behind(cast.actor("parveen"), row).as_of == MARCH


@pytest.fixture
def used(cast):
    """PM+, which Misaal is told to use in Swat and in Kohat."""
    by = console_actor()
    told = InterventionDraft(code="pm-plus", name_en="PM+", source="told")
    knowledge.load_interventions(by=by, rows=[told, InterventionDraft("hat", "HAT", source="x")])
    found = Intervention.objects.get(code="pm-plus")
    for area in (cast.swat, cast.kohat):
        knowledge.record_use(
            by=by, intervention=found, organisation=cast.misaal, area=area, told_on=MARCH
        )
    return found


def test_a_programme_runs_where_the_register_shows_it(cast, pledge, used):
    row = promised(pledge, cast.misaal, "programmes")
    assert shown(row) == 1, "the cast's service is in Swat; nothing is in Kohat"
    lines = behind(console_actor(), queries.details(console_actor()).get(pk=row.pk)).programmes
    assert {x.use.area.name: x.counts for x in lines} == {"Swat": Counts.YES, "Kohat": Counts.NO}
    ServiceFactory(organisation=cast.misaal, area=cast.kohat, activity=ActivityFactory(code="8.1"))
    assert shown(row) == 2
    assert shown(promised(pledge, cast.misaal, "programmes", code=2, programmes=["hat"])) == 0
    assert shown(promised(pledge, cast.misaal, "programmes", code=3, codes=["9"])) == 0
    assert shown(promised(pledge, cast.other, "programmes", code=4)) == 0


def test_what_runs_is_the_same_put_together_as_line_by_line(cast, used):
    partner = ServiceFactory(
        organisation=cast.other,
        activity=ActivityFactory(code="8.1"),
        area=cast.kohat,
        start_on=date(2020, 1, 1),
    )
    ServicePartner.objects.create(service=partner, organisation=cast.misaal, role="partner")
    ServiceFactory(
        organisation=cast.misaal, activity=partner.activity, area=cast.kohat, status="planned"
    )
    organisations = {cast.misaal.pk, cast.other.pk}
    lines, areas = register.lines(organisations), register.areas(organisations)
    uses = list(knowledge_queries.visible_uses(console_actor()))
    together = register.under_way(organisations)
    each = [(line, areas[pk]) for pk, line in lines.items()]
    for when, time in (("always", (None, None)), ("long over", (None, date(2001, 1, 1)))):
        asked = rules.Asked(Wanted(frozenset(), frozenset(), *time), frozenset(), "", False)
        for use in map(programmes.plain_use, uses):
            told = rules.running(use, together[use.organisation], asked)
            runs = rules.running(use, each, asked) is Counts.YES
            assert (told is Counts.YES) is runs, when
    assert indicators.running_in(console_actor(), "PK/").running == 2, "in Kohat as a partner"


def test_reach_adds_contacts_and_never_people(cast, pledge, used):
    by = console_actor()
    months = ((1, CountBasis.CONTACTS, 30), (2, CountBasis.CONTACTS, 12),
              (3, CountBasis.PEOPLE, 20), (4, CountBasis.PEOPLE, 25), (5, CountBasis.UNSURE, 9))  # fmt: skip
    for month, basis, total in months:
        report = services.submit(
            by=by, service=cast.service, period_start=date(2026, month, 1),
            period_end=date(2026, month, 28), basis=basis, total=total, today=TODAY,
        )  # fmt: skip
        if month != 2:
            services.accept(by=cast.actor("coco"), report=report)
    row = queries.details(by).get(pk=promised(pledge, cast.misaal, "programmes").pk)
    coco = cast.actor("coco")
    (line,) = [x for x in behind(coco, row).programmes if x.counts == Counts.YES]
    assert (line.reach.contacts, line.reach.people_at_least, line.reach.unsure) == (30, 25, 1)
    assert line.reach.latest == date(2026, 5, 28)
    in_time = promised(pledge, cast.misaal, "programmes", code=2, deadline_on=date(2025, 12, 31))
    row = queries.details(by).get(pk=in_time.pk)
    assert all(x.reach.contacts is None for x in behind(coco, row).programmes)


def test_the_page_says_from_what_as_of_when_and_on_which_basis(cast, pledge, used, client_of):
    trained(cast, "A", 7)
    row = promised(pledge, cast.misaal, "trained")
    told = client_of("coco").get(f"/coordination/pledges/{row.pk}/").content.decode()
    for said in ("records of trainings", "1 March 2026", "Trainings that count towards it",
                 "Training A", "People who finished"):  # fmt: skip
        assert said in told
    run = promised(pledge, cast.misaal, "programmes")
    told = client_of("coco").get(f"/coordination/pledges/{run.pk}/").content.decode()
    for said in ("Programmes that count towards it", "PM+", "Running", "Not in the register"):
        assert said in told


@pytest.mark.parametrize(
    ("measure", "codes", "says"),
    [
        ("trained", ["A"], ""),
        ("trained", ["pm-plus"], "is no training on record"),
        ("programmes", ["pm-plus"], ""),
        ("programmes", ["A"], "is no intervention"),
        ("places", ["A"], "Leave it empty"),
        ("places", [], ""),
    ],
)  # fmt: skip
def test_the_form_takes_only_what_the_measure_counts(
    cast, pledge, used, client_of, measure, codes, says
):
    trained(cast, "A", 1)
    typed = {
        "pledge": pledge.pk, "code": "F1", "organisations": [cast.misaal.pk], "text": "x",
        "measure": measure, "programmes": codes,
    }  # fmt: skip
    answer = client_of("coco").post("/coordination/pledges/new/", typed)
    if not says:
        assert answer.status_code == 302
        kept = queries.visible(console_actor()).get(code="F1")
        assert [p.code for p in kept.programmes.all()] == codes
    else:
        assert says in answer.content.decode()


def test_the_two_indicators_stand_on_their_own(cast, used, capsys):
    trained(cast, "A", 7)
    trained(cast, "B", 4, area=cast.kohat, synthetic=True)
    assert main(["report", "trained", "--json"]) == 0
    rows = {r["training"]: r for r in json.loads(capsys.readouterr().out)}
    assert (rows["A"]["people"], rows["A"]["pcode"], rows["A"]["synthetic"]) == (7, "PK532", False)
    assert rows["B"]["synthetic"] is True
    assert main(["report", "trained", "--area", "PK514", "--until", "2026-02-01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert main(["report", "programmes", "--json"]) == 0
    rows = {r["pcode"]: r for r in json.loads(capsys.readouterr().out)}
    assert (rows["PK532"]["running"], rows["PK514"]["running"]) == ("yes", "no")
    assert rows["PK532"]["contacts"] is None, "nothing told is not nought"
    assert main(["report", "trained", "--area", "NOPE", "--json"]) == 1
    assert "no_such_area" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["report", "trained", "--since", "2026-02-30"])
    assert "“2026-02-30” is not a day. Write it as 2026-01-31" in capsys.readouterr().err


def test_the_picture_of_an_area_tells_of_both_and_hides_few_people(cast, used):
    trained(cast, "A", 4)
    trained(cast, "B", 9, synthetic=True)
    area = places.areas().get(pk=cast.swat.pk)
    told = picture(console_actor(), area, today=TODAY)
    assert (told.trained, told.running.told, told.running.running) == (4, 1, 1)
    told = picture(public_actor(), area, today=TODAY, public=True)
    assert (told.trained, told.running) == (None, None)
    trained(cast, "C", 1)
    assert picture(public_actor(), area, today=TODAY, public=True).trained == 5


def test_all_measures_cost_the_same_for_many(cast, pledge, used, django_assert_max_num_queries):
    trained(cast, "A", 3)
    for n in range(12):
        for measure in (
            "trained",
            "programmes",
            "contacts",
            "emergencies",
            "exercises",
            "meetings",
        ):
            promised(pledge, cast.misaal, measure, code=n)
    rows, _ = queries.page(queries.visible(console_actor()), "", size=200)
    with django_assert_max_num_queries(11):
        seen(rows)


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(day=days, start=st.none() | days, end=st.none() | days)
def test_a_day_in_time_lies_between_start_and_end(day, start, end):
    asked = rules.Asked(Wanted(frozenset({"o"}), frozenset(), start, end), frozenset(), "PK/", False)  # fmt: skip
    line = rules.Trained("", "o", "PK/PK1/", day, 3, False)
    whole = (start is None or day >= start) and (end is None or day <= end)
    assert rules.counts_as_trained(line, asked) is whole


def test_a_wider_area_asks_somebody_to_look():
    asked = rules.Asked(Wanted(frozenset({"o"}), frozenset(), None, None), frozenset(), "PK/", False)  # fmt: skip
    line = Line(frozenset({"o"}), "8.1", "under_way", None, None)
    use = rules.Use("pm-plus", "o", "PK/PK5/PK532/")
    assert rules.running(use, [(line, {"PK/PK5/"})], asked) is Counts.LOOK
    assert rules.running(use, [(line, {"PK/PK5/PK532/"})], asked) is Counts.YES
    assert rules.running(use, [(line, {"PK/PK6/"})], asked) is Counts.NO
    for status in ("planned", "completed"):
        other = Line(frozenset({"o"}), "8.1", status, None, None)
        assert rules.running(use, [(other, {"PK/PK5/PK532/"})], asked) is Counts.NO
    school = rules.Use("hat", "o", "PK/PK5/PK532/", frozenset({"5"}))
    assert rules.running(school, [(line, {"PK/PK5/PK532/"})], asked) is Counts.NO, "8.1 is not 5"

"""The catalogue of interventions, the log of gaps and lessons, and stakeholders from all their data."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import Q
from django.urls import reverse

from sukoon.accounts.roles import console_actor
from sukoon.audit.models import AuditEntry
from sukoon.coordination import knowledge_packs
from sukoon.coordination.actions import groups as group_actions
from sukoon.coordination.actions import knowledge as actions
from sukoon.coordination.actions import meetings as meeting_actions
from sukoon.coordination.actions import plans as plan_actions
from sukoon.coordination.actions.meetings import Said
from sukoon.coordination.drafts import InterventionDraft, LogDraft
from sukoon.coordination.models import Intervention, LogEntry
from sukoon.coordination.problems import CodeTaken, DateInFuture, DatesOutOfOrder, SourceNeeded
from sukoon.coordination.queries import knowledge as queries
from sukoon.coordination.queries import stakeholders
from sukoon.coordination.rules.knowledge import LOG_FLOW, endorsement
from sukoon.coordination.rules.stakeholders import Money, donor_money, unknown
from sukoon.coordination.words import Alignment, LogState, PolicyState, Unknown
from sukoon.core.access import NotAllowed
from sukoon.core.content import content_path
from sukoon.core.packs import read_pack
from sukoon.core.problems import StepNotPossible
from tests.coordination.conftest import TODAY

DRAFT = InterventionDraft("pm-plus", "PM+", "a trial", tiers=(1, 2), languages=("ps",))


@pytest.fixture
def pm_plus(cast):
    return actions.record_intervention(by=console_actor(), country=cast.country, draft=DRAFT)


@pytest.fixture
def gap(cast):
    draft = LogDraft("policy_gap", cast.kohat, "Hiring is limited", TODAY, indicators=("W2", "A6"))
    return actions.record_log_entry(by=cast.actor("coco"), draft=draft, today=TODAY)


@pytest.mark.parametrize("who", ["parveen", "mehr", "dilawar", "vida", "nobody"])
def test_only_who_keeps_plans_writes_the_catalogue_and_the_log(cast, pm_plus, gap, who):
    by = cast.actor(who)
    draft = LogDraft("lesson", cast.kohat, "x", TODAY)
    for act in (
        lambda: actions.record_intervention(by=by, country=cast.country, draft=DRAFT),
        lambda: actions.judge_alignment(
            by=by, country=cast.country, intervention=pm_plus, alignment="aligned",
            body=cast.misaal, on=TODAY, today=TODAY),
        lambda: actions.record_log_entry(by=by, draft=draft, today=TODAY),
        lambda: actions.move_log_entry(by=by, entry=gap, to=LogState.SETTLED),
        lambda: actions.load_interventions(by=by, rows=[DRAFT]),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()


def test_a_province_does_not_change_the_catalogue_of_the_nation(cast, pm_plus):
    by = cast.actor("dilawar")
    with pytest.raises(NotAllowed):
        actions.record_intervention(by=by, country=cast.country, draft=DRAFT, intervention=pm_plus)
    assert list(queries.interventions(by)) == [pm_plus], "but it reads it"


def test_an_intervention_needs_a_source_and_a_code_of_its_own(cast, pm_plus):
    by = console_actor()
    with pytest.raises(SourceNeeded):
        actions.record_intervention(
            by=by, country=cast.country, draft=InterventionDraft("x", "X", " ")
        )
    with pytest.raises(CodeTaken):
        actions.record_intervention(by=by, country=cast.country, draft=DRAFT)


def test_what_was_judged_here_survives_the_next_pack(cast, pm_plus):
    by = console_actor()
    actions.judge_alignment(
        by=by, country=cast.country, intervention=pm_plus, alignment=Alignment.ALIGNED,
        body=cast.misaal, on=TODAY, today=TODAY, note="read",
    )  # fmt: skip
    with pytest.raises(DateInFuture):
        actions.judge_alignment(
            by=by, country=cast.country, intervention=pm_plus, alignment="partly",
            body=cast.misaal, on=TODAY + timedelta(days=1), today=TODAY,
        )  # fmt: skip
    newer = InterventionDraft("pm-plus", "PM+ again", "a trial", tiers=(2,), alignment="not")
    actions.load_interventions(by=by, rows=[newer])
    kept = Intervention.objects.get(code="pm-plus")
    assert (kept.name_en, kept.alignment, kept.aligned_by) == ("PM+ again", "aligned", cast.misaal)
    assert [t.tier for t in kept.tiers.all()] == [2]


def test_the_endorsement_is_the_one_of_the_register(cast, pm_plus):
    by = console_actor()
    assert queries.endorsed(queries.interventions(by).get()) is None
    plan_actions.record_policy(
        by=by, area=cast.country, kind="intervention", title_en="PM+", state="pending",
        intervention=pm_plus,
    )  # fmt: skip
    assert queries.endorsed(queries.interventions(by).get()) is PolicyState.PENDING
    assert endorsement(["refused", "endorsed", "pending"]) is PolicyState.ENDORSED
    assert endorsement([]) is None


def test_a_partner_tells_what_it_uses_and_not_what_others_use(cast, pm_plus):
    by = cast.actor("parveen")
    actions.record_use(by=by, intervention=pm_plus, organisation=cast.misaal, area=cast.swat)
    with pytest.raises(NotAllowed):
        actions.record_use(by=by, intervention=pm_plus, organisation=cast.other, area=cast.swat)


def test_the_log_follows_its_flow_and_keeps_each_step(cast, gap):
    by = cast.actor("coco")
    actions.move_log_entry(by=by, entry=gap, to=LogState.TAKEN_UP, note="with the department")
    actions.move_log_entry(by=by, entry=gap, to=LogState.SETTLED)
    with pytest.raises(StepNotPossible):
        actions.move_log_entry(by=by, entry=gap, to=LogState.TAKEN_UP)
    assert [s.state for s in gap.steps.all()] == ["open", "taken_up", "settled"]
    assert set(LOG_FLOW.steps) == set(LogState)
    told = " ".join(
        AuditEntry.objects.filter(event__startswith="log_entry").values_list("told", flat=True)
    )
    assert "state" in told
    assert "department" not in told


def test_impossible_days_and_a_sentence_twice_are_refused(cast, gap):
    by = cast.actor("coco")
    for draft, problem in (
        (LogDraft("lesson", cast.swat, "x", TODAY + timedelta(days=1)), DateInFuture),
        (LogDraft("lesson", cast.swat, "x", TODAY, due_on=TODAY - timedelta(1)), DatesOutOfOrder),
        (LogDraft("lesson", cast.kohat, "Hiring is limited", TODAY), CodeTaken),
    ):
        with pytest.raises(problem):
            actions.record_log_entry(by=by, draft=draft, today=TODAY)


def test_open_gaps_are_counted_by_indicator(cast, gap):
    by = cast.actor("coco")
    assert {(x.indicator.code, x.gaps, x.lessons) for x in queries.by_indicator(by)} == {
        ("W2", 1, 0), ("A6", 1, 0)
    }  # fmt: skip
    actions.move_log_entry(by=by, entry=gap, to=LogState.SETTLED)
    assert queries.by_indicator(by) == []


def test_pages_of_the_log_end_and_leave_nothing_out(cast, gap):
    by = cast.actor("coco")
    for n in range(4):
        draft = LogDraft("lesson", cast.swat, f"Lesson {n}", TODAY - timedelta(days=n // 2))
        actions.record_log_entry(by=by, draft=draft, today=TODAY)
    seen, cursor = [], ""
    while True:
        rows, cursor = queries.page_of_log(queries.log(by), cursor, size=2)
        seen += rows
        if not cursor:
            break
    assert len(seen) == len({e.pk for e in seen}) == 5
    assert queries.page_of_log(queries.log(by), "garbage", size=2)[0]


def test_the_pack_is_loaded_and_begins_the_log_once(cast):
    by = console_actor()
    pack = read_pack(content_path() / "interventions" / "national")
    knowledge_packs.load(by, pack)
    found = {i.code: i for i in queries.interventions(by)}
    assert {"mhgap-hig-pk", "pm-plus", "sh-plus", "hat", "bloom", "thinking-healthy", "equip-fhs",
            "colors-of-kindness", "pfa", "arts-based"} <= set(found)  # fmt: skip
    assert all(i.source and i.name_ur for i in found.values())
    assert all(set(r.get("indicators").split("|")) - {""} <= set(queries.indicators())
               for r in pack.files["log.csv"])  # fmt: skip
    knowledge_packs.begin(by, today=TODAY)
    before = LogEntry.objects.count()
    assert before > 0
    knowledge_packs.begin(by, today=TODAY)
    assert LogEntry.objects.count() == before


def test_nothing_unknown_is_asked_for_that_the_reader_may_not_see():
    assert unknown(services=0, workers=None, roles=None, said=None, asked=0) == (Unknown.SERVICES,)
    assert unknown(services=1, workers=0, roles=0, said=0, asked=1) == (
        Unknown.WORKERS, Unknown.ROLE, Unknown.STATEMENT, Unknown.ANSWER
    )  # fmt: skip


def test_money_of_a_donor_is_added_within_a_currency_only():
    rows = [Money(c, Decimal(2), Decimal(1), Decimal(0)) for c in ("PKR", "USD", "PKR")]
    assert donor_money(rows) == [
        Money("PKR", Decimal(4), Decimal(2), Decimal(0)), Money("USD", Decimal(2), Decimal(1), Decimal(0))
    ]  # fmt: skip


@pytest.fixture
def known(cast, commitment):
    """Misaal with a plan, a role, a statement, an open question and money given."""
    by = console_actor()
    group = group_actions.record_group(
        by=by, code="wg", kind="working", name_en="Group", area=cast.swat
    )
    group_actions.record_member(by=by, group=group, organisation=cast.misaal, role="chair")
    meeting = meeting_actions.record_meeting(
        by=by, group=group, title_en="First", held_on=date(2026, 10, 1)
    )
    meeting_actions.record_statements(
        by=by,
        meeting=meeting,
        statements=[Said(cast.misaal, "We work in Swat"), Said(cast.other, "")],
    )
    group_actions.ask_for_input(
        by=by, group=group, subject_en="Your figures", organisations=[cast.misaal], asked_on=TODAY
    )
    plan = plan_actions.record_plan(
        by=by,
        title_en="Plan",
        area=cast.swat,
        organisation=cast.other,
        starts_on=TODAY,
        ends_on=TODAY,
    )
    plan_actions.record_budget(
        by=by, plan=plan, head="digital", year=2026, currency="PKR", donor=cast.misaal,
        planned=Decimal(9), secured=Decimal(3), spent=Decimal(1),
    )  # fmt: skip
    return cast.misaal


def test_a_profile_is_made_from_everything_that_is_kept(cast, known):
    p = stakeholders.profile(cast.actor("coco"), known, today=TODAY)
    assert [c.code for c in p.commitments] == ["P25"]
    assert [str(m.role) for m in p.memberships] == ["chair"]
    assert [str(s) for s in p.statements] == ["We work in Swat"]
    assert [str(a.request) for a in p.asked] == ["Your figures"]
    assert p.money == [Money("PKR", Decimal(9), Decimal(3), Decimal(1))]
    assert Unknown.ANSWER in p.unknown
    assert p.last_word is not None


def test_a_profile_tells_no_more_than_the_reader_may_see(cast, known):
    p = stakeholders.profile(cast.actor("mehr"), known, today=TODAY)
    if not p.memberships:
        assert p.statements == []
        assert p.asked == []
    by = cast.actor("nobody")
    nothing = stakeholders.profile(by, known, today=TODAY)
    assert nothing.workers is None
    assert (nothing.statements, nothing.asked, nothing.plans, nothing.money) == ([], [], [], [])


def test_the_list_counts_and_pages_and_costs_a_fixed_number_of_queries(
    cast, known, client_of, django_assert_max_num_queries
):
    client = client_of("coco")
    with django_assert_max_num_queries(30):
        page = client.get(reverse("coordination:stakeholders"))
    assert known.name in page.content.decode()
    with django_assert_max_num_queries(60):
        page = client.get(reverse("coordination:stakeholder", args=[known.pk]))
    text = page.content.decode()
    assert "We work in Swat" in text
    assert "Your figures" in text


def test_the_pages_of_the_catalogue_and_the_log(cast, pm_plus, gap, client_of):
    client = client_of("coco")
    assert "PM+" in client.get(reverse("coordination:interventions")).content.decode()
    page = client.get(reverse("coordination:intervention", args=[pm_plus.pk])).content.decode()
    assert "Nobody was asked to endorse it" in page
    page = client.get(reverse("coordination:log"), {"indicator": "W2"}).content.decode()
    assert "Hiring is limited" in page
    assert (
        "Hiring is limited"
        not in client.get(reverse("coordination:log"), {"indicator": "S3"})
        .content.decode()
        .split('id="list"')[1]
    )
    told = {
        "kind": "lesson",
        "area": cast.swat.pk,
        "title_en": "Short lessons",
        "noted_on": "2026-13-40",
    }
    page = client.post(reverse("coordination:log_new"), told)
    assert page.status_code == 422
    assert "This is not a date" in page.content.decode()
    told["noted_on"], told["indicators"] = "2026-11-20", ["L2"]
    assert client.post(reverse("coordination:log_new"), told).status_code == 302
    kept = LogEntry.objects.get(Q(title_en="Short lessons"))
    assert [i.code for i in kept.indicators.all()] == ["L2"]
    assert client_of("dilawar").get(reverse("coordination:intervention_new")).status_code == 404

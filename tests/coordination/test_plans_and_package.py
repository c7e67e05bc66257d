"""Plans, the minimum package, costings, readiness, jurisdictions, the picture and the brief."""

import csv
import io
import json
import zlib
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from sukoon.accounts.roles import console_actor, public_actor
from sukoon.config.cli import main
from sukoon.coordination.actions import package as package_actions
from sukoon.coordination.actions import plans as actions
from sukoon.coordination.actions.package import ActionRow, ActivityRow
from sukoon.coordination.brief import brief_pdf
from sukoon.coordination.models import Costing, MspReview, Objective, Plan, Policy
from sukoon.coordination.problems import CodeTaken, DateInFuture, DatesOutOfOrder, NotReady
from sukoon.coordination.queries import package as package_queries
from sukoon.coordination.queries import plans as queries
from sukoon.coordination.queries.picture import picture
from sukoon.coordination.words import PackageFinding, PolicyState, Readiness
from sukoon.core.access import NotAllowed
from sukoon.core.problems import StepNotPossible
from sukoon.places import queries as places
from sukoon.places.models import Area
from sukoon.services.models import Service
from sukoon.workforce.models import Worker
from tests.coordination.conftest import TODAY
from tests.factories import AreaFactory, UserFactory


@pytest.fixture
def loaded(cast):
    """Three activities of the package; 3.12 is what the cast's own service does."""
    package_actions.load_package(
        by=console_actor(), version="1",
        activities=[
            ActivityRow("1.1", "Coordination", "Coordinate", codes="11.1"),
            ActivityRow("3.12", "Activities", "Psychological interventions", codes="8.1|8.2"),
            ActivityRow("3.13", "Activities", "Case management", codes="7.2"),
        ],
        actions=[ActionRow("3.12", "core", 1, "Train"), ActionRow("3.12", "core", 2, "Supervise")],
    )  # fmt: skip
    return {a.code: a for a in package_queries.activities()}


@pytest.fixture
def plan(cast):
    return actions.record_plan(
        by=cast.actor("coco"), title_en="KP plan", area=cast.swat.parent, organisation=cast.misaal,
        starts_on=date(2025, 1, 1), ends_on=date(2030, 12, 31), objectives=queries.template(),
    )  # fmt: skip


def test_a_plan_begins_with_the_objectives_of_four_phases(plan):
    stand = {s.phase: s.objectives for s in queries.phases(plan, today=TODAY)}
    assert set(stand) == {"exploration", "preparation", "implementation", "sustainment"}
    assert stand["exploration"] == 5
    assert plan.objectives.first().unit_role == "Compile and analyse the findings"


def test_the_phases_of_many_plans_are_the_phases_of_each(cast, plan):
    late, done = plan.objectives.all()[:2]
    Objective.objects.filter(pk=late.pk).update(due_on=TODAY - timedelta(days=1))
    Objective.objects.filter(pk=done.pk).update(state="done", due_on=TODAY - timedelta(days=1))
    found = queries.plans(cast.actor("coco")).get()
    stands = queries.phases_of([found], today=TODAY)
    assert stands == {found.pk: queries.phases(found, today=TODAY)}
    assert sum(s.late for s in stands[found.pk]) == 1


@pytest.mark.parametrize("who", ["parveen", "mehr", "dilawar", "vida", "nobody"])
def test_only_who_keeps_plans_of_the_area_writes_them(cast, plan, loaded, who):
    by, kp = cast.actor(who), cast.swat.parent
    objective = plan.objectives.first()
    for act in (
        lambda: actions.record_plan(by=by, title_en="x", area=kp, organisation=cast.misaal,
                                    starts_on=TODAY, ends_on=TODAY),
        lambda: actions.record_objective(by=by, plan=plan, draft=actions.ObjectiveDraft("exploration", "x")),
        lambda: actions.record_milestone(by=by, objective=objective, title_en="x", due_on=TODAY),
        lambda: actions.record_budget(by=by, plan=plan, head="digital", year=2026, currency="PKR",
                                      planned=Decimal(1), secured=Decimal(0), spent=Decimal(0)),
        lambda: actions.check_readiness(by=by, area=kp, on=TODAY, today=TODAY, answers={}, needed=[]),
        lambda: actions.record_policy(by=by, area=kp, kind="act", title_en="x", state="drafted"),
        lambda: package_actions.review_package(by=by, area=kp, as_of=TODAY, today=TODAY, statuses={}),
        lambda: package_actions.record_costing(by=by, title="x", area=kp, currency="PKR", scenarios=["a"]),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()


def test_impossible_days_of_a_plan_are_refused(cast, plan):
    by, objective = cast.actor("coco"), plan.objectives.first()
    with pytest.raises(DatesOutOfOrder):
        actions.record_plan(by=by, title_en="x", area=cast.swat, organisation=cast.misaal,
                            starts_on=TODAY, ends_on=TODAY - timedelta(days=1))  # fmt: skip
    draft = actions.ObjectiveDraft("exploration", "x", starts_on=TODAY,
                                   due_on=TODAY - timedelta(days=1))  # fmt: skip
    with pytest.raises(DatesOutOfOrder):
        actions.record_objective(by=by, plan=plan, draft=draft)
    with pytest.raises(DateInFuture):
        actions.record_milestone(by=by, objective=objective, title_en="x", due_on=TODAY,
                                 done_on=TODAY + timedelta(days=1), today=TODAY)  # fmt: skip


def test_currencies_are_never_added(cast, plan):
    by = cast.actor("coco")
    for currency, donor in (("PKR", None), ("PKR", cast.other), ("USD", cast.other)):
        actions.record_budget(
            by=by, plan=plan, head="digital", year=2026, currency=currency, donor=donor,
            planned=Decimal(100), secured=Decimal(40), spent=Decimal(10),
        )  # fmt: skip
    found = queries.money(list(plan.budget.all()))
    assert found["PKR"]["digital"].planned == 200
    assert found["USD"]["digital"].planned == 100
    actions.record_budget(
        by=by, plan=plan, head="digital", year=2026, currency="PKR", planned=Decimal(120),
        secured=Decimal(0), spent=Decimal(0),
    )  # fmt: skip
    assert plan.budget.count() == 3, "the same head, year, donor and currency is one line"


def test_nothing_goes_live_while_a_needed_item_is_open(cast):
    by = cast.actor("coco")
    told = {"by": by, "area": cast.swat, "on": TODAY, "today": TODAY, "needed": ["focal_point"]}
    with pytest.raises(NotReady):
        actions.check_readiness(answers={"focal_point": Readiness.NOT_KNOWN}, live_on=TODAY, **told)
    kept = actions.check_readiness(answers={"focal_point": Readiness.YES}, live_on=TODAY, **told)
    assert kept.live_on == TODAY
    with pytest.raises(DateInFuture):
        actions.check_readiness(answers={}, **(told | {"on": TODAY + timedelta(days=1)}))


def test_endorsement_follows_its_way(cast):
    by = cast.actor("coco")
    policy = actions.record_policy(
        by=by, area=cast.country, kind="intervention", title_en="HAT", state="pending"
    )
    with pytest.raises(CodeTaken):
        actions.record_policy(by=by, area=cast.country, kind="act", title_en="HAT", state="drafted")
    with pytest.raises(StepNotPossible):
        actions.move_policy(by=by, policy=policy, to=PolicyState.ENDED)
    actions.move_policy(by=by, policy=policy, to=PolicyState.ENDORSED, note="by letter")
    assert [s.state for s in policy.steps.all()] == ["pending", "endorsed"]


def test_actors_come_from_the_register_and_a_review_says_the_rest(cast, loaded):
    by = cast.actor("coco")
    before = {s.activity.code: s for s in package_queries.in_area(by, cast.swat).lines}
    assert before["3.12"].actors == ["Misaal"]
    assert before["3.12"].finding == PackageFinding.TELL
    assert before["3.13"].finding == PackageFinding.GAP
    core = [a for a in loaded["3.12"].actions.all() if a.kind == "core"]
    statuses = {core[0]: "fully", core[1]: "not_done"}
    package_actions.review_package(
        by=by, area=cast.swat, as_of=TODAY, today=TODAY, statuses=statuses,
        priorities={loaded["3.13"]: "low"},
    )  # fmt: skip
    after = {s.activity.code: s for s in package_queries.in_area(by, cast.swat).lines}
    assert (after["3.12"].core, after["3.12"].finding) == ("partly", PackageFinding.BEGUN)
    assert (after["3.13"].priority, after["3.13"].decided) == ("low", True)
    elsewhere = package_queries.in_area(by, cast.kohat)
    assert len(elsewhere.gaps) == 3
    early = package_queries.in_area(by, cast.swat, on=TODAY - timedelta(days=1))
    assert early.review is None
    with pytest.raises(DateInFuture):
        package_actions.review_package(by=by, area=cast.swat, as_of=TODAY + timedelta(days=1),
                                       today=TODAY, statuses={})  # fmt: skip


def test_a_planner_costs_three_activities_and_exports(client_of, cast, loaded):
    coco = client_of("coco")
    made = coco.post(reverse("coordination:costing_new"), {
        "title": "KP package", "area": cast.swat.pk, "currency": "PKR", "scenarios": "Least | Whole",
    })  # fmt: skip
    costing = Costing.objects.get()
    assert made.url == reverse("coordination:costing", args=[costing.pk])
    least = costing.scenarios.get(name="Least")
    for code in ("1.1", "3.12", "3.13"):
        line = {"activity": loaded[code].pk, "ingredient": "staff", "quantity": "2", "rate": "1000.50",
                "periods": "3", "coverage": "100"}  # fmt: skip
        args = [costing.pk, least.pk]
        assert coco.post(reverse("coordination:cost_line_new", args=args), line).status_code == 302
        target = {"activity": loaded[code].pk, "quantity": "10", "unit": "groups"}
        assert coco.post(reverse("coordination:cost_target", args=args), target).status_code == 302
    bad = {"activity": loaded["1.1"].pk, "ingredient": "staff", "quantity": "-1", "rate": "1",
           "periods": "1", "coverage": "101"}  # fmt: skip
    assert coco.post(reverse("coordination:cost_line_new", args=args), bad).status_code == 422
    copied = coco.post(reverse("coordination:scenario_copy", args=args), {"name": "Likely"})
    assert copied.status_code == 302
    assert costing.scenarios.get(name="Likely").lines.count() == 3
    page = coco.get(reverse("coordination:costing", args=[costing.pk])).content.decode()
    assert "18,009.00" in page
    answer = coco.get(reverse("coordination:costing_export", args=[costing.pk]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = [r for r in csv.DictReader(io.StringIO(text)) if r["scenario"] == "Least"]
    assert [(r["activity"], r["quantity"], r["unit_cost"], r["total"]) for r in rows] == [
        ("1.1", "10.0", "600.3", "6003.0"), ("3.12", "10.0", "600.3", "6003.0"),
        ("3.13", "10.0", "600.3", "6003.0"),
    ]  # fmt: skip
    first = least.lines.first()
    url = reverse("coordination:cost_line_remove", args=[costing.pk, first.pk])
    assert client_of("mehr").post(url).status_code == 404
    assert client_of("coco").post(url).status_code == 302
    assert least.lines.count() == 2


def test_the_pages_of_plans_and_package_are_for_whom_they_are_for(client_of, cast, plan, loaded):
    pages = [
        reverse("coordination:plans"), reverse("coordination:plan", args=[plan.pk]),
        reverse("coordination:package"), reverse("coordination:costings"),
        reverse("coordination:readiness"), reverse("coordination:policies"),
    ]  # fmt: skip
    for who in ("coco", "parveen", "mehr", "adam", "vida", "nobody"):
        wanted = 200 if who in {"coco", "parveen", "mehr"} else 404
        client = client_of(who)
        for page in pages:
            assert client.get(page).status_code == wanted, (who, page)


def test_a_plan_is_kept_by_its_forms(client_of, cast):
    coco = client_of("coco")
    told = {"title_en": "Swat plan", "area": cast.swat.pk, "organisation": cast.misaal.pk,
            "starts_on": "2026-01-01", "ends_on": "2025-01-01", "status": "active"}  # fmt: skip
    assert coco.post(reverse("coordination:plan_new"), told).status_code == 422
    assert (
        coco.post(reverse("coordination:plan_new"), told | {"ends_on": "2027-01-01"}).status_code
        == 302
    )
    plan = Plan.objects.get()
    objective = plan.objectives.first()
    args = [plan.pk, objective.pk]
    change = {"phase": "exploration", "text_en": "Situation analysis", "state": "under_way",
              "starts_on": "2026-02-01", "due_on": "2026-05-01"}  # fmt: skip
    assert coco.post(reverse("coordination:objective_change", args=args), change).status_code == 302
    mark = {"title_en": "Report sent", "due_on": "2026-04-01"}
    assert coco.post(reverse("coordination:milestone", args=args), mark).status_code == 302
    money = {"head": "coordination", "year": 2026, "currency": "PKR", "planned": "10", "secured": "4",
             "spent": "1"}  # fmt: skip
    assert coco.post(reverse("coordination:budget", args=[plan.pk]), money).status_code == 302
    page = coco.get(reverse("coordination:plan", args=[plan.pk])).content.decode()
    for said in ("Report sent", "gantt", "Coordination mechanism", "Under way"):
        assert said in page, said
    assert Objective.objects.get(pk=objective.pk).state == "under_way"


def test_a_review_and_a_check_are_kept_by_their_forms(client_of, cast, loaded):
    coco = client_of("coco")
    url = reverse("coordination:package_review", args=[cast.swat.pcode])
    fields = coco.get(url).context["form"].fields
    told = {name: "partly" for name in fields if name.startswith("a_")} | {"as_of": "2026-11-24"}
    assert coco.post(url, told).status_code == 302
    assert MspReview.objects.get().statuses.count() == 7
    assert coco.post(url, told | {"as_of": "2099-01-01"}).status_code == 422
    check = reverse("coordination:readiness_check", args=[cast.swat.pcode])
    answers = {f"i_{i.code}": "no" for i in queries.readiness_items()}
    late = coco.post(check, answers | {"on": "2026-11-24", "live_on": "2026-12-01"})
    assert b"A needed item is not answered with yes" in late.content
    assert coco.post(check, answers | {"on": "2026-11-24"}).status_code == 302
    assert client_of("dilawar").get(
        reverse("coordination:package_review", args=[cast.kohat.pcode])
    ).status_code == 404  # fmt: skip


def test_a_policy_is_added_and_moved_by_its_forms(client_of, cast):
    coco = client_of("coco")
    told = {"area": cast.country.pk, "kind": "act", "title_en": "Mental Health Act", "year": 2019,
            "state": "drafted"}  # fmt: skip
    assert coco.post(reverse("coordination:policy_new"), told).status_code == 302
    url = reverse("coordination:policy_move", args=[Policy.objects.get().pk])
    assert coco.post(url, {"state": "ended"}).status_code == 422
    assert coco.post(url, {"state": "in_force"}).status_code == 302


def pages_of(data):
    """Count the pages of a PDF, also of those inside compressed streams."""
    text = data
    for part in data.split(b"stream\n")[1:]:
        try:
            text += zlib.decompressobj().decompress(part)
        except zlib.error:
            continue
    import re

    return max(int(n) for n in re.findall(rb"/Type\s*/Pages.*?/Count\s+(\d+)", text, re.DOTALL))


@pytest.mark.parametrize(("language", "name"), [("en", "Kohat"), ("ur", "کوہاٹ")])
def test_a_brief_names_everything_in_its_own_language_whoever_asks(
    cast, client_of, monkeypatch, language, name
):
    """The page is read in English; the paper may be in Urdu."""
    Area.objects.filter(name_en="Kohat").update(name_ur="کوہاٹ")
    printed = []
    monkeypatch.setattr(
        "sukoon.coordination.views.picture.brief_pdf",
        lambda found, **_more: printed.append(found) or b"%PDF-",
    )
    told = client_of("coco").get(f"/coordination/picture/PK/brief.pdf?language={language}")
    assert told.status_code == 200
    assert name in [gap.name for gap in printed[0].gaps]


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("public", [False, True])
def test_the_brief_is_one_page_in_both_languages(mapped, language, public):
    area = places.area("PK")
    by = public_actor() if public else console_actor()
    with translation.override(language):
        found = picture(by, area, today=TODAY, public=public)
    data = brief_pdf(found, language=language, now=timezone.now(), public=public)
    assert data.startswith(b"%PDF")
    assert pages_of(data) == 1
    under_way = Service.objects.filter(status="under_way")
    seen = under_way.filter(is_sensitive=False) if public else under_way
    assert found.services == seen.count()
    assert found.organisations == seen.values("organisation").distinct().count()
    assert len(found.package) == 22


def test_small_counts_are_hidden_from_everyone_and_from_who_may_not_see_workers(cast, loaded):
    for n in range(3):
        Worker.objects.create(name=f"W{n}", organisation=cast.misaal, area=cast.swat, cadre="lhw", tier=1)  # fmt: skip
    area = places.area(cast.swat.pcode)
    assert picture(cast.actor("coco"), area, today=TODAY).workers["1"] == 3
    assert picture(cast.actor("mehr"), area, today=TODAY).workers["1"] is None
    public = picture(public_actor(), area, today=TODAY, public=True)
    assert (public.workers["1"], public.workers_total) == (None, None)
    assert public.plans == []


def test_workers_of_invented_accounts_are_not_counted_beside_real_services(cast, loaded):
    here = {"organisation": cast.misaal, "area": cast.swat, "cadre": "lhw", "tier": 1}
    for n, account in enumerate([None, UserFactory(), UserFactory(is_synthetic=True)]):
        Worker.objects.create(name=f"W{n}", account=account, **here)
    assert picture(cast.actor("coco"), places.area("PK"), today=TODAY).workers["1"] == 2


def test_the_open_picture_is_for_everyone_and_the_inner_one_is_not(
    client, client_of, cast, loaded, plan
):
    area = cast.swat.parent.pcode
    open_page = client.get(reverse("coordination:open_picture", args=[area]))
    assert open_page.status_code == 200
    assert "KP plan" not in open_page.content.decode()
    assert client.get(reverse("coordination:picture", args=[area])).status_code != 200
    assert "KP plan" in client_of("mehr").get(
        reverse("coordination:picture", args=[area])
    ).content.decode()  # fmt: skip
    assert "what looks like a gap may be served" in open_page.content.decode()
    assert client.get(reverse("coordination:open_picture", args=["nowhere"])).status_code == 404
    AreaFactory(pcode="PK5-NEW", name_en="New", path="PK/PK5/PK5-NEW/", parent=cast.swat.parent)
    dashed = reverse("coordination:open_picture", args=["PK5-NEW"])
    assert client.get(dashed).status_code == 200, "codes of our own hold a dash"


def test_the_commands_say_what_the_issue_asks(cast, loaded, plan, tmp_path, capsys):
    assert main(["report", "msp", "--area", cast.swat.pcode, "--json"]) == 0
    rows = {r["activity"]: r for r in json.loads(capsys.readouterr().out)}
    assert (rows["3.12"]["actors"], rows["3.13"]["gap"]) == (["Misaal"], True)
    assert main(["report", "msp", "--area", "XX", "--json"]) == 1
    capsys.readouterr()
    assert main(["report", "plans", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)[0]
    assert (told["plan"], told["objectives"], told["done"]) == ("KP plan", 12, 0)
    out = tmp_path / "brief.pdf"
    assert main(["brief", "PK", "--language", "ur", "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert main(["brief", "PK", "--out", str(tmp_path / "no" / "x.pdf")]) == 2
    assert main(["brief", "XX", "--out", str(out)]) == 1
    assert main(["brief", "PK", "--public", "--out", str(out)]) == 0

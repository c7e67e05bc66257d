"""The pages of pathways: what they show, refuse, and never say."""

import pytest
from django.test import Client
from django.urls import reverse

from sukoon.cases import queries as cases
from sukoon.cases.words import EntryKind
from sukoon.pathways import actions, queries
from sukoon.pathways.definitions import definition, shelf
from sukoon.pathways.models import Walk
from sukoon.risk import queries as risks
from tests.pathways.test_actions import DEPRESSED, answer_all, begin

pytestmark = pytest.mark.django_db
LIST = "pathways:index"


@pytest.fixture
def at(team):
    """Return a client signed in as somebody of the team."""

    def sign_in(name: str, language: str = "en") -> Client:
        user = team.users[name]
        user.is_synthetic = True
        user.save(update_fields=["is_synthetic"])
        client = Client()
        client.cookies["django_language"] = language
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


def text(answer):
    return answer.content.decode()


def test_the_list_finds_a_pathway_in_roman_urdu_and_says_draft(at):
    page = text(at("worker").get(reverse(LIST), {"q": "mirgi ke daure"}))
    assert "Epilepsy and seizures" in page
    assert "Draft" in page
    assert page.index("Epilepsy") < page.index("</main>")
    assert "No pathway fits" in text(at("worker").get(reverse(LIST), {"q": "zzzzqqq"}))


@pytest.mark.parametrize("pathway", sorted(shelf().definitions))
def test_every_pathway_can_be_read_without_a_case_in_both_languages(at, pathway):
    for language in ("en", "ur"):
        page = text(at("worker", language).get(reverse("pathways:pathway", args=[pathway])))
        assert definition(pathway).title[language] in page
        for node in shelf().library.pathways[pathway].nodes.values():
            if node.ask:
                assert str(shelf().questions[node.ask].text[language])[:20] in page


def test_the_diagram_shows_every_node_and_only_reviewers_may_speak(at, team):
    url = reverse("pathways:diagram", args=["dep"])
    page = text(at("worker").get(url))
    assert "<svg" in page
    read = reverse("pathways:pathway", args=["dep"])
    assert f'href="{read}#dep_medicine"' in page
    assert 'id="dep_medicine"' in text(at("worker").get(read))  # the link leads somewhere
    assert "Sign this version" not in page
    assert at("worker").post(reverse("pathways:sign", args=["dep"])).status_code in {403, 404}
    client = at("specialist")
    assert "Sign this version" in text(client.get(url))
    assert (
        client.post(reverse("pathways:remark", args=["dep"]), {"text": "", "node": ""}).status_code
        == 422
    )
    client.post(
        reverse("pathways:remark", args=["dep"]), {"text": "Ask <b>first</b>", "node": "dep_core"}
    )
    page = text(client.get(url))
    assert "Ask &lt;b&gt;first&lt;/b&gt;" in page
    assert (
        client.post(reverse("pathways:sign", args=["dep"]), {"checksum": "old"}).status_code == 422
    )
    client.post(reverse("pathways:sign", args=["dep"]), {"checksum": definition("dep").checksum})
    assert "Signed by" in text(client.get(reverse("pathways:pathway", args=["dep"])))


def test_a_whole_depression_run_with_a_plan_to_die(at, team, case):
    client = at("worker")
    answer = client.post(
        reverse("pathways:choose", args=[case.pk]), {"pathway": "dep", "text": "low mood"}
    )
    url = answer.headers["Location"]
    told = {**DEPRESSED, "sui_now": "yes"}
    for _ in range(30):
        page = client.get(url, follow=False)
        if page.status_code == 302:
            break
        assert "Draft: needs clinical sign-off" in text(page)
        assert case.code in text(page)
        walk = Walk.objects.get()
        question = page.context["question"].id
        assert (
            client.post(
                url, {"version": walk.version, "question": question, "answer": told[question]}
            ).status_code
            == 302
        )
    page = client.get(page.headers["Location"])
    assert "Emergency: act now" in text(page)
    assert "Do not leave the person alone" in text(page)
    assert risks.open_for_case(case.pk).level == "imminent"
    walk = Walk.objects.get()
    sent = {"version": walk.version, "ask": "on", "question": "Is this right?"}
    answer = client.post(reverse("pathways:finish", args=[walk.pk]), sent)
    walk.refresh_from_db()
    assert (walk.question, walk.asked_by_id) == ("Is this right?", team.users["worker"].pk)
    assert answer.headers["Location"] == reverse("cases:case", args=[case.pk])
    page = text(client.get(answer.headers["Location"]))
    assert "Imminent risk of suicide" in page
    assert cases.entries(team.actor("worker"), case).filter(kind=EntryKind.WALK).count() == 1


def test_an_answer_that_is_missing_is_said_beside_its_field(at, team, case):
    walk = begin(team, case)
    answer = at("worker").post(
        reverse("pathways:walk", args=[walk.pk]), {"version": 1, "question": "visit"}
    )
    assert answer.status_code == 422
    assert 'role="alert"' in text(answer)


def test_somebody_who_was_faster_is_noticed(at, team, case):
    walk = begin(team, case)
    client = at("worker")
    sent = {"version": 1, "question": "visit", "answer": "first"}
    assert client.post(reverse("pathways:walk", args=[walk.pk]), sent).status_code == 302
    assert client.post(reverse("pathways:walk", args=[walk.pk]), sent).status_code == 422
    odd = {"version": "x", "question": "visit", "answer": "first"}
    assert client.post(reverse("pathways:walk", args=[walk.pk]), odd).status_code == 422


def test_back_change_and_leave(at, team, case):
    walk = begin(team, case)
    answer_all(team, walk, {"visit": "first", "dep_core": "yes"})
    client = at("worker")
    client.post(reverse("pathways:back", args=[walk.pk]), {"version": 3, "to": "visit"})
    page = client.get(reverse("pathways:walk", args=[walk.pk]))
    assert page.context["question"].id == "visit"
    client.post(reverse("pathways:leave", args=[walk.pk]), {"version": 4})
    walk.refresh_from_db()
    assert walk.status == "left"
    assert client.get(reverse("pathways:walk", args=[walk.pk])).status_code == 302


def test_another_way_asks_for_a_reason(at, team, case):
    walk = begin(team, case)
    actions.answer(by=team.actor("worker"), walk=walk, question="visit", value="first", version=1)
    url = reverse("pathways:walk", args=[walk.pk])
    client = at("worker")
    sent = {
        "version": 2,
        "question": "dep_core",
        "answer": "no",
        "other": "1",
        "other-to": "dep_signs",
        "other-reason": "",
    }
    assert client.post(url, sent).status_code == 422
    assert client.post(url, {**sent, "other-reason": "masked"}).status_code == 302
    walk.refresh_from_db()
    assert "masked" in walk.body


def test_the_summary_refuses_a_blocked_medicine_and_keeps_what_was_typed(at, team, case):
    walk = begin(team, case)
    answer_all(team, walk, DEPRESSED)
    walk.refresh_from_db()
    url = reverse("pathways:finish", args=[walk.pk])
    client = at("worker")
    page = text(client.get(url))
    assert "to 40 mg once daily, not before 3 weeks" in page
    assert 'name="med-fluoxetine"' in page
    assert 'name="med-amitriptyline"' not in page
    sent = {
        "version": walk.version,
        "med-amitriptyline": "on",
        "not-activity": "on",
        "why-activity": "Kept words",
    }
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert "must not be given" in text(answer)
    assert "Kept words" in text(answer)


def test_side_effects_that_were_ticked_stand_in_the_case(at, team, case):
    walk = begin(team, case)
    answer_all(team, walk, DEPRESSED)
    walk.refresh_from_db()
    url = reverse("pathways:finish", args=[walk.pk])
    assert 'name="effect-fluoxetine-bleeding"' in text(at("worker").get(url))
    sent = {
        "version": walk.version,
        "effect-fluoxetine-bleeding": "on",
        "effect-fluoxetine-odd": "on",
    }
    assert at("worker").post(url, sent).status_code == 302
    entry = cases.entries(team.actor("worker"), case).get(kind=EntryKind.WALK)
    assert "Fluoxetine, side effects: Bleeding (!)" in cases.opened(entry)["medicines"]


def test_somebody_elses_walk_is_not_there(at, team, case):
    walk = begin(team, case)
    for who in ("stranger", "coordinator"):
        client = at(who)
        for name in ("walk", "finish"):
            assert client.get(reverse(f"pathways:{name}", args=[walk.pk])).status_code == 404
        assert client.get(reverse("pathways:choose", args=[case.pk])).status_code == 404


def test_the_case_shows_what_waits_without_its_answers(at, team, case):
    begin(team, case, text="private words of hers")
    page = text(at("lead").get(reverse("cases:case", args=[case.pk])))
    assert "Go on: Depression" in page
    assert "private words of hers" not in page


def test_medicines_are_shown_with_the_doses_of_the_table_and_stock_is_kept(at, team):
    client = at("worker")
    page = text(client.get(reverse("pathways:medicines")))
    assert "Not in the table: ask a specialist" in page  # lithium
    assert "to 40 mg once daily, not before 3 weeks" in page
    assert "MSF Essential drugs: fluoxetine oral (November 2021) [S]" in page
    assert "No valproate where pregnancy is possible" in page
    client.post(reverse("pathways:stock"), {"stock-fluoxetine": "never", "stock-diazepam": "odd"})
    assert queries.stock(
        team.actor("worker"), today=__import__("tests.risk.making", fromlist=["NOW"]).NOW.date()
    ) == {"fluoxetine": "never"}


def test_a_question_costs_a_fixed_number_of_queries(at, team, case, django_assert_max_num_queries):
    walk = begin(team, case)
    client = at("worker")
    client.get(reverse("pathways:walk", args=[walk.pk]))
    with django_assert_max_num_queries(30):
        client.get(reverse("pathways:walk", args=[walk.pk]))


def test_a_pack_that_was_loaded_shows_what_it_says_otherwise(at, team, tmp_path, monkeypatch):
    from sukoon.core.content import content_path
    from sukoon.pathways import definitions

    shipped = content_path() / "pathways"
    mine = tmp_path / "mhgap"
    mine.mkdir()
    stamp = (shipped / "pack.toml").read_text(encoding="utf-8")
    (mine / "pack.toml").write_text(stamp.replace('id = "pathways"', 'id = "mhgap-pk"'))
    words = (shipped / "sui.toml").read_text(encoding="utf-8")
    changed = words.replace(
        'go = { no = "sui_risk", else = "sui_imminent" }',
        'go = { yes = "sui_imminent", else = "sui_risk" }',
    )
    assert changed != words
    (mine / "sui.toml").write_text(changed, encoding="utf-8")
    monkeypatch.setenv("SUKOON_PACKS", str(tmp_path))
    definitions.shelf.cache_clear()
    try:
        page = text(at("specialist").get(reverse("pathways:diagram", args=["sui"])))
        assert "question sui_agitated, go" in page
        assert "A year ago" in page or "emergency" in page
        assert "otherwise than" not in text(
            at("specialist").get(reverse("pathways:diagram", args=["dep"]))
        )
    finally:
        monkeypatch.delenv("SUKOON_PACKS")
        definitions.shelf.cache_clear()

"""FHIR: every pathway there and back; what cannot be said is refused. Versions: what changed."""

import json
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sukoon.config.cli import main
from sukoon.core.content import content_path
from sukoon.pathways import fhir
from sukoon.pathways.definitions import compiled, shelf

PATHWAYS = sorted(shelf().definitions)


@pytest.fixture(scope="module")
def whole():
    return json.loads(json.dumps(compiled()))


@pytest.mark.parametrize("pathway", PATHWAYS)
def test_a_pathway_comes_back_from_fhir_as_it_went(pathway, whole):
    bundle = json.loads(json.dumps(fhir.export(shelf(), pathway), ensure_ascii=False))
    back = fhir.read(bundle)
    went = whole["pathways"][pathway]
    assert back["pathway"]["nodes"] == went["nodes"]
    assert back["pathway"]["entry"] == went["entry"]
    assert back["pathway"]["title"] == went["title"]
    asked = {n["ask"] for n in went["nodes"].values() if n["kind"] == "question"}
    assert back["questions"] == {key: whole["questions"][key] for key in asked}


def test_the_resources_are_shaped_as_r4_and_say_that_they_are_drafts():
    plan, asked = (e["resource"] for e in fhir.export(shelf(), "dep")["entry"])
    assert (plan["resourceType"], asked["resourceType"]) == ("PlanDefinition", "Questionnaire")
    assert plan["status"] == asked["status"] == "draft"
    assert plan["experimental"] is True
    ids = {a["id"] for a in plan["action"]}
    assert all(r["actionId"] in ids for a in plan["action"] for r in a.get("relatedAction", []))
    first = next(i for i in asked["item"] if i["linkId"] == "dep_core")
    assert [o["valueCoding"]["code"] for o in first["answerOption"]] == ["yes", "no"]
    assert first["_text"]["extension"][0]["extension"][0] == {"url": "lang", "valueCode": "ur"}


def foreign(**plan):
    action = [
        {"id": "q", "relatedAction": [{"actionId": "end", "relationship": "before-start"}]},
        {"id": "end", "title": "See again"},
    ]
    item = [{"linkId": "q", "text": "Any?", "type": "boolean"}]
    return {"resourceType": "Bundle", "entry": [
        {"resource": {"resourceType": "PlanDefinition", "id": "x", "status": "active", "action": action, **plan}},
        {"resource": {"resourceType": "Questionnaire", "item": item}},
    ]}  # fmt: skip


def test_what_somebody_else_wrote_is_read_and_is_a_draft_here():
    told = fhir.read(foreign())
    assert told["pathway"]["status"] == "draft"
    assert told["pathway"]["nodes"]["q"] == {"kind": "question", "ask": "q", "go": [{"to": "end"}]}
    assert told["questions"]["q"]["kind"] == "yes_no"


@pytest.mark.parametrize(
    "plan",
    [
        {"action": []},
        {"action": [{"title": "no id"}]},
        {"action": [{"id": "a", "relatedAction": [{"actionId": "nowhere"}]}]},
        {"action": [{"id": "a", "condition": [{"expression": {"language": "text/cql"}}]}]},
        {"action": [{"id": "a", "relatedAction": [{"actionId": "a"}, {"actionId": "a"}]}]},
        {"action": [{"id": "a", "extension": [{"url": fhir.DATA, "valueString": "{"}]}]},
    ],
)
def test_what_a_pathway_cannot_say_is_refused_in_words(plan):
    with pytest.raises(fhir.NotExpressible, match=r"\w"):
        fhir.read(foreign(**plan))


@settings(max_examples=100, deadline=None)
@given(st.recursive(st.none() | st.text(max_size=5) | st.integers(), lambda x: st.lists(x) | st.dictionaries(
    st.sampled_from(["resourceType", "entry", "resource", "action", "id"]), x), max_leaves=8))  # fmt: skip
def test_garbage_is_refused_and_breaks_nothing(told):
    with pytest.raises(fhir.NotExpressible):
        fhir.read(told)


def test_export_and_import_on_the_command_line(tmp_path, capsys):
    assert main(["pathways", "export", "sui"]) == 0
    file = tmp_path / "sui.json"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["pathways", "import", str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["pathway"]["id"] == "sui"
    file.write_text("{}", encoding="utf-8")
    assert main(["pathways", "import", str(file)]) == 1
    assert main(["pathways", "export", "nope"]) == 2


def test_a_changed_pack_shows_what_changed_and_which_examples(tmp_path, capsys):
    for name in ("pathways", "medicines"):
        shutil.copytree(content_path() / name, tmp_path / name)
    old, new = content_path() / "pathways" / "sui.toml", tmp_path / "pathways" / "sui.toml"
    assert main(["packs", "diff", str(old), str(new)]) == 0
    text = new.read_text(encoding="utf-8")
    text = text.replace(
        'go = { no = "sui_risk", else = "sui_imminent" }',
        'go = { yes = "sui_imminent", else = "sui_risk" }',
    )
    new.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert main(["packs", "diff", str(old), str(new), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [c["where"] for c in told["changes"]] == ["question sui_agitated, go"]
    assert [e["example"] for e in told["examples"]] == ["year_and_silent"]
    assert "emergency" in told["examples"][0]["what"]
    assert main(["packs", "diff", str(old), str(new)]) == 1
    assert "year_and_silent" in capsys.readouterr().out
    assert main(["packs", "diff", str(old), str(tmp_path / "none.toml")]) == 2

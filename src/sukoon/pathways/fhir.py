"""A pathway as FHIR R4: a Questionnaire of its questions, a PlanDefinition of its graph; and back.

What FHIR cannot say plainly (our conditions, follow-ups, levels of risk) travels in one extension
of our own, `DATA`, as JSON; a reader that does not know it still sees questions, plans and ways.
Import takes what this subset can express: our own export whole, and of others' resources questions
with yes/no, choices or numbers and actions that follow each other by `relatedAction`.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sukoon.pathways.definitions import Shelf, compile_shelf

BASE = "https://sukoon.example/fhir"
DATA = f"{BASE}/StructureDefinition/pathway-data"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
TYPES = {"yes_no": "choice", "choice": "choice", "multi": "choice", "number": "integer",
         "instrument": "group"}  # fmt: skip
MOST_NODES = 500


class NotExpressible(Exception):
    """A resource says what a pathway cannot; the sentence says what."""


def export(found: Shelf, pathway_id: str) -> dict[str, Any]:
    """Return a Bundle with the PlanDefinition and the Questionnaire of one pathway."""
    whole = compile_shelf(found)
    pathway = whole["pathways"][pathway_id]
    asked = [n["ask"] for n in pathway["nodes"].values() if n["kind"] == "question"]
    resources = [_plan_definition(whole, pathway), _questionnaire(whole, pathway, asked)]
    return {
        "resourceType": "Bundle", "type": "collection",
        "entry": [{"fullUrl": r["url"], "resource": r} for r in resources],
    }  # fmt: skip


def _stamp(pathway: Mapping[str, Any], kind: str) -> dict[str, Any]:
    signed = pathway["status"] == "signed"
    return {
        "resourceType": kind, "id": f"pathway-{pathway['id']}",
        "url": f"{BASE}/{kind}/pathway-{pathway['id']}", "version": pathway["version"],
        "name": f"Pathway_{pathway['id']}", "title": pathway["title"]["en"],
        "_title": _translated(pathway["title"]), "status": "active" if signed else "draft",
        "experimental": not signed, "description": pathway["about"].get("en", ""),
    }  # fmt: skip


def _translated(texts: Mapping[str, str]) -> dict[str, Any]:
    """Return the translations of a text, beside it, as FHIR keeps them."""
    return {
        "extension": [
            {"url": TRANSLATION, "extension": [
                {"url": "lang", "valueCode": language}, {"url": "content", "valueString": text},
            ]}
            for language, text in texts.items() if language != "en"
        ]
    }  # fmt: skip


def _data(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return [{"url": DATA, "valueString": text}]


def _questionnaire(
    whole: Mapping[str, Any], pathway: Mapping[str, Any], asked: list[str]
) -> dict[str, Any]:
    items = [_item(whole["questions"][key]) for key in asked]
    return {**_stamp(pathway, "Questionnaire"), "item": items}


def _item(question: Mapping[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = {
        "linkId": question["id"], "text": question["text"]["en"],
        "_text": _translated(question["text"]), "type": TYPES[question["kind"]],
        "extension": _data(question),
    }  # fmt: skip
    if question["kind"] == "multi":
        item["repeats"] = True
    if item["type"] == "choice":
        item["answerOption"] = [
            {"valueCoding": {"code": code, "display": question["options"].get(code, {}).get("en", code)}}
            for code in question["answers"]
        ]  # fmt: skip
    return item


def _plan_definition(whole: Mapping[str, Any], pathway: Mapping[str, Any]) -> dict[str, Any]:
    actions = [_action(whole, pathway, key) for key in pathway["nodes"]]
    return {**_stamp(pathway, "PlanDefinition"), "extension": _data({"entry": pathway["entry"]}),
            "action": actions}  # fmt: skip


def _action(whole: Mapping[str, Any], pathway: Mapping[str, Any], key: str) -> dict[str, Any]:
    node = pathway["nodes"][key]
    action: dict[str, Any] = {
        "id": key, "title": _title(whole, node, key), "extension": _data(node),
        "relatedAction": [{"actionId": b["to"], "relationship": "before-start"} for b in node["go"]],
    }  # fmt: skip
    if node["kind"] == "question":
        action["definitionCanonical"] = f"{BASE}/Questionnaire/pathway-{pathway['id']}"
    elif node["kind"] == "call":
        action["definitionCanonical"] = f"{BASE}/PlanDefinition/pathway-{node['pathway']}"
    elif node["kind"] == "plan":
        action["priority"] = "stat" if node["emergency"] else "routine"
        action["action"] = [
            {"id": f"{key}-{n}", "title": whole["steps"][s["step"]]["text"]["en"]}
            for n, s in enumerate(node["steps"])
        ]
    if not action["relatedAction"]:
        del action["relatedAction"]
    return action


def _title(whole: Mapping[str, Any], node: Mapping[str, Any], key: str) -> str:
    if node["kind"] == "question":
        return str(whole["questions"][node["ask"]]["text"]["en"])
    if node["kind"] == "call":
        return str(whole["pathways"][node["pathway"]]["title"]["en"])
    return str(node["title"]["en"]) if node["kind"] == "plan" else key


def read(bundle: object) -> dict[str, Any]:
    """Return what a Bundle says in the compiled form: `{pathway, questions}`.

    It is a draft whatever it says of itself: nobody here has signed it. Raises NotExpressible.
    """
    resources = _resources(bundle)
    plan, asked = resources["PlanDefinition"], resources.get("Questionnaire", {})
    questions = {q["id"]: q for q in _questions(asked)}
    actions = plan.get("action")
    if not isinstance(actions, list) or not 0 < len(actions) <= MOST_NODES:
        raise NotExpressible("a PlanDefinition without actions, or with too many")
    nodes = {_id(a): _node(a, questions) for a in actions}
    for key, node in nodes.items():
        for branch in node["go"]:
            if branch["to"] not in nodes:
                raise NotExpressible(f"action {key} leads to {branch['to']}, which is not there")
    entry = _told(plan).get("entry") or next(iter(nodes))
    if entry not in nodes:
        raise NotExpressible("the first action is not there")
    pathway = {
        "id": str(plan.get("id", "")).removeprefix("pathway-"), "version": str(plan.get("version", "")),
        "title": {"en": str(plan.get("title", "")), **_languages(plan.get("_title"))},
        "entry": entry, "status": "draft", "nodes": nodes,
    }  # fmt: skip
    return {"pathway": pathway, "questions": questions}


def _resources(bundle: object) -> dict[str, Mapping[str, Any]]:
    if not isinstance(bundle, Mapping) or bundle.get("resourceType") != "Bundle":
        raise NotExpressible("a Bundle is expected")
    entries = bundle.get("entry")
    found: dict[str, Mapping[str, Any]] = {}
    for one in entries if isinstance(entries, list) else ():
        resource = one.get("resource") if isinstance(one, Mapping) else None
        if isinstance(resource, Mapping):
            kind = str(resource.get("resourceType"))
            if kind in found:
                raise NotExpressible(f"two resources of the kind {kind}")
            found[kind] = resource
    if "PlanDefinition" not in found:
        raise NotExpressible("a Bundle without a PlanDefinition")
    return found


def _told(resource: Mapping[str, Any]) -> dict[str, Any]:
    """Return our own data of an element, if it carries any."""
    extensions = resource.get("extension")
    for one in extensions if isinstance(extensions, list) else ():
        if isinstance(one, Mapping) and one.get("url") == DATA:
            try:
                told = json.loads(str(one.get("valueString", "")))
            except (json.JSONDecodeError, RecursionError):
                raise NotExpressible("the data of a pathway cannot be read") from None
            if isinstance(told, dict):
                return told
    return {}


def _id(element: Mapping[str, Any], name: str = "id") -> str:
    value = element.get(name) if isinstance(element, Mapping) else None
    if not isinstance(value, str) or not value:
        raise NotExpressible(f"an element without {name}")
    return value


def _questions(questionnaire: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    items = questionnaire.get("item")
    for item in items if isinstance(items, list) else ():
        key = _id(item, "linkId")
        told = _told(item)
        if told:
            yield told
            continue
        if item.get("enableWhen") or item.get("item"):
            raise NotExpressible(f"question {key} is nested or shown on a condition")
        yield {
            "id": key, "kind": _kind(item, key), "answers": _codes(item), "must": False, "raises": [],
            "text": {"en": str(item.get("text", "")), **_languages(item.get("_text"))},
        }  # fmt: skip


def _kind(item: Mapping[str, Any], key: str) -> str:
    kinds = {"boolean": "yes_no", "integer": "number", "decimal": "number"}
    if item.get("type") == "choice":
        return "multi" if item.get("repeats") else "choice"
    if item.get("type") not in kinds:
        raise NotExpressible(f"question {key} has the type {item.get('type')}")
    return kinds[str(item["type"])]


def _codes(item: Mapping[str, Any]) -> list[str]:
    if item.get("type") == "boolean":
        return ["yes", "no"]
    options = item.get("answerOption")
    found = (
        [o.get("valueCoding", {}).get("code") for o in options] if isinstance(options, list) else []
    )
    if item.get("type") == "choice" and (not found or not all(isinstance(c, str) for c in found)):
        raise NotExpressible(f"question {item.get('linkId')} has answers without codes")
    return [str(c) for c in found]


def _languages(element: object) -> dict[str, str]:
    found: dict[str, str] = {}
    extensions = element.get("extension") if isinstance(element, Mapping) else None
    for one in extensions if isinstance(extensions, list) else ():
        parts = {p.get("url"): p for p in one.get("extension", ()) if isinstance(p, Mapping)}
        if "lang" in parts and "content" in parts:
            found[str(parts["lang"].get("valueCode"))] = str(parts["content"].get("valueString"))
    return found


def _node(action: Mapping[str, Any], questions: Mapping[str, Any]) -> dict[str, Any]:
    told = _told(action)
    if told:
        return told
    key = _id(action)
    if action.get("condition"):
        raise NotExpressible(f"action {key} has a condition in an expression language")
    related = action.get("relatedAction", [])
    go = [{"to": _id(r, "actionId")} for r in related] if isinstance(related, list) else []
    if len(go) > 1:
        raise NotExpressible(f"action {key} leads to several without saying when")
    if key in questions:
        return {"kind": "question", "ask": key, "go": go}
    title = {"en": str(action.get("title", ""))}
    return {"kind": "plan", "title": title, "go": go, "steps": [], "medicines": [], "conclude": []}

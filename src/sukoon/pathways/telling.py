"""A walk as plain values: how it is kept, sent, printed, and read from a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from sukoon.pathways.rules.engine import (
    Advice,
    Fired,
    Inputs,
    Outcome,
    Referral,
    Status,
    Suggestion,
    Visit,
)
from sukoon.pathways.rules.graph import FollowUp

DOSES = ("start_dose", "step_dose", "max_dose")
NO_DOSE = "dose not in the table: ask a specialist"


class InputsWrong(Exception):
    """What was told is no walk; the sentence says why."""


def read_inputs(raw: object) -> Inputs:
    """Read the inputs of a walk: `facts`, `answers`, `routes`, `texts`; or only the answers."""
    if not isinstance(raw, Mapping):
        raise InputsWrong("an object with answers is expected")
    whole = raw if isinstance(raw.get("answers"), Mapping) or "facts" in raw else {"answers": raw}
    facts, answers, routes = (_object(whole, name) for name in ("facts", "answers", "routes"))
    text = whole.get("texts", [whole["text"]] if whole.get("text") else [])
    if not isinstance(text, Sequence) or isinstance(text, str):
        raise InputsWrong("“texts” is a list of texts")
    told = {}
    for question, route in routes.items():
        if not isinstance(route, Mapping):
            raise InputsWrong("a route has “to” and “reason”")
        told[question] = (str(route.get("to", "")), str(route.get("reason", "")))
    return Inputs(facts, answers, told, [str(t) for t in text])


def _object(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = raw.get(name, {})
    if not isinstance(found, Mapping):
        raise InputsWrong(f"“{name}” is an object")
    return found


def inputs_as_dict(inputs: Inputs) -> dict[str, Any]:
    """Return inputs as they are kept and sent."""
    return {
        "facts": {k: _plain(v) for k, v in inputs.facts.items()},
        "answers": {k: _plain(v) for k, v in inputs.answers.items()},
        "routes": {k: {"to": to, "reason": why} for k, (to, why) in inputs.routes.items()},
        "texts": list(inputs.texts),
    }


def outcome_as_dict(outcome: Outcome) -> dict[str, Any]:
    """Return where a walk stands, as every engine must tell it."""
    follow = outcome.follow_up
    return {
        "status": str(outcome.status), "pathway": outcome.pathway, "asking": outcome.asking,
        "path": [
            {"pathway": v.pathway, "node": v.node, "kind": v.kind, "how": v.how} for v in outcome.path
        ],
        "conclusions": list(outcome.conclusions),
        "advice": [{"plan": f"{a.pathway}.{a.plan}", "step": a.step} for a in outcome.advice],
        "medicines": [
            {"plan": f"{m.pathway}.{m.plan}", "medicine": m.medicine, "status": m.status,
             "cautions": [{"caution": c.caution, "level": str(c.level), "known": c.known}
                          for c in m.cautions]}
            for m in outcome.medicines
        ],
        "follow_up": {"days": follow.days, "for_days": follow.for_days} if follow else None,
        "referrals": [
            {"to": r.to, "urgency": r.urgency, "within_days": r.within_days, "consult": r.consult}
            for r in outcome.referrals
        ],
        "emergency": outcome.emergency, "risk": list(outcome.risk),
        "risk_level": outcome.risk_level, "wrong": outcome.status is Status.REFUSED,
    }  # fmt: skip


def read_outcome(raw: Mapping[str, Any]) -> Outcome:
    """Read what another engine told (`outcome_as_dict`). Raises InputsWrong."""
    try:
        return _outcome(raw)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise InputsWrong("this is not how a walk is told") from None


def _outcome(raw: Mapping[str, Any]) -> Outcome:
    follow = raw["follow_up"]
    return Outcome(
        status=Status(raw["status"]), pathway=str(raw["pathway"]), asking=str(raw["asking"]), wrong="",
        path=tuple(
            Visit(*(str(v[part]) for part in ("pathway", "node", "kind", "how"))) for v in raw["path"]
        ),
        names={}, conclusions=tuple(map(str, raw["conclusions"])),
        advice=tuple(Advice(*_named(a["plan"]), str(a["step"])) for a in raw["advice"]),
        medicines=tuple(
            Suggestion(*_named(m["plan"]), str(m["medicine"]), str(m["status"]), tuple(
                Fired(str(c["caution"]), str(c["level"]), bool(c["known"])) for c in m["cautions"]
            ))
            for m in raw["medicines"]
        ),
        follow_up=FollowUp(int(follow["days"]), int(follow["for_days"])) if follow else None,
        referrals=tuple(
            Referral(str(r["to"]), str(r["urgency"]), int(r["within_days"]), bool(r["consult"]))
            for r in raw["referrals"]
        ),
        emergency=bool(raw["emergency"]), risk=tuple(map(str, raw["risk"])),
        risk_level=str(raw["risk_level"]),
    )  # fmt: skip


def _named(plan: object) -> tuple[str, str]:
    pathway, _, node = str(plan).partition(".")
    return pathway, node


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def dose_of(row: Mapping[str, str]) -> str:
    """Say the doses of the table, or that it holds none. Nothing is ever computed."""
    if not all(row.get(name) for name in DOSES):
        return NO_DOSE
    return f"{row['start_dose']}; {row['step_dose']}; {row['max_dose']}"

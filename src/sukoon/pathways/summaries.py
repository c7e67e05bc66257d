"""What a finished walk says in the case: readable lines, and the codes that may be counted."""

from collections.abc import Mapping, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sukoon.pathways.definitions import Said, Shelf, effects_of
from sukoon.pathways.rules.decisions import Decision
from sukoon.pathways.rules.engine import Inputs, Outcome, Visit
from sukoon.pathways.telling import dose_of
from sukoon.pathways.words import TARGET_LABELS, URGENCY_LABELS

MOST = 20_000


def entry_values(
    found: Shelf, version: str, inputs: Inputs, outcome: Outcome, decisions: Sequence[Decision]
) -> dict[str, object]:
    """Return the values of the entry that a walk leaves in its case."""
    language = get_language() or "en"
    title = _title(found, outcome.pathway, language)
    values: dict[str, object] = {
        "pathway": f"{title} ({outcome.pathway} {version})",
        "concluded": [c for c in outcome.conclusions if c in found.conclusions],
        "advice": "\n".join(_advice(found, outcome, decisions, language)),
        "medicines": "\n".join(_medicines(found, outcome, decisions, language)),
        "given": [
            m for m in found.medicines if any(d.taken and d.medicine == m for d in decisions)
        ],
        "differed": "\n".join(_differed(found, inputs, decisions, language)),
        "next": "\n".join(next_steps(outcome)),
        "path": "\n".join(path_line(found, inputs, v, language) for v in outcome.path)[:MOST],
        "emergency": outcome.emergency,
    }
    return {k: v for k, v in values.items() if v not in ("", [])}


def path_line(found: Shelf, inputs: Inputs, visit: Visit, language: str) -> str:
    """Say one step of the path: the question and its answer, or the plan."""
    if visit.kind == "question":
        said = _words(found.questions, visit.node, language)
        told = told_of(inputs, visit.node)
        how = {"known": _("known before"), "overridden": _("another way was taken")}.get(visit.how)
        answer = answer_words(found, visit.node, told, language)
        return f"{said} {answer}" + (f" ({how})" if how else "")
    if visit.kind == "plan":
        return f"→ {_words(found.plans, f'{visit.pathway}.{visit.node}', language)}"
    return f"… {_title(found, visit.pathway, language)}"


def told_of(inputs: Inputs, question: str) -> object:
    """Return what a walk was told of a question: its answer, else what was known before; of a score its total."""
    known = inputs.facts.get(question, inputs.facts.get(f"{question}.total"))
    return inputs.answers.get(question, known)


def answer_words(found: Shelf, question: str, told: object, language: str) -> str:
    """Say an answer in the words of its question."""
    if told is None:
        return "–"
    options = found.questions[question].options if question in found.questions else {}
    plain = {"yes": _("Yes"), "no": _("No"), "unsure": _("Not sure")}
    parts = told if isinstance(told, list | tuple) else [told]
    comma = "، " if language == "ur" else ", "
    return comma.join(
        _in(options[str(p)], language) if str(p) in options else str(plain.get(str(p), p))
        for p in parts
    )


def next_steps(outcome: Outcome) -> list[str]:
    """Say referrals and follow-up, the most urgent first."""
    lines = [
        "{what}: {to}, {when}".format(
            what=_("Ask") if r.consult else _("Refer"),
            to=TARGET_LABELS.get(r.to, r.to), when=URGENCY_LABELS.get(r.urgency, r.urgency),
        )
        for r in sorted(outcome.referrals, key=lambda r: r.within_days)
    ]  # fmt: skip
    follow = outcome.follow_up
    if follow:
        lines.append(_("See again within %(days)s days") % {"days": follow.days})
    if follow and follow.for_days:
        lines.append(_("as often for %(days)s days") % {"days": follow.for_days})
    return lines


def _advice(
    found: Shelf, outcome: Outcome, decisions: Sequence[Decision], language: str
) -> list[str]:
    left = {d.step for d in decisions if d.step and not d.taken}
    return [
        f"{'✗' if a.step in left else '✓'} {_words(found.steps, a.step, language)}"
        for a in outcome.advice
    ]


def _medicines(
    found: Shelf, outcome: Outcome, decisions: Sequence[Decision], language: str
) -> list[str]:
    lines = []
    for decision in decisions:
        if decision.medicine and decision.taken:
            row = found.medicines.get(decision.medicine, {})
            lines.append(f"{_name(found, decision.medicine, language)}: {dose_of(row)}")
    for decision in decisions:
        had = _effects(found, decision, language)
        if had:
            name = _name(found, decision.medicine, language)
            lines.append(_("%(name)s, side effects: %(what)s") % {"name": name, "what": had})
    for one in outcome.medicines:
        if one.status == "blocked":
            why = "; ".join(
                _words(found.cautions, c.caution, language)
                for c in one.cautions
                if c.level == "block"
            )
            lines.append(f"✗ {_name(found, one.medicine, language)}: {why}")
    return lines


def _effects(found: Shelf, decision: Decision, language: str) -> str:
    """Say the side effects that the person has; what is to be seen at once is marked."""
    comma = "، " if language == "ur" else ", "
    return comma.join(
        (row.get(f"label_{language}") or row["label_en"]) + (" (!)" if row["urgent"] == "1" else "")
        for row in effects_of(found, decision.medicine)
        if row["code"] in decision.effects
    )


def _differed(
    found: Shelf, inputs: Inputs, decisions: Sequence[Decision], language: str
) -> list[str]:
    """Say where judgement differed from the guide, and why: what a supervisor looks for."""
    lines = [
        f"{_words(found.questions, q, language)} → {to}: {why}"
        for q, (to, why) in inputs.routes.items()
    ]
    for d in decisions:
        if d.reason and d.step and not d.taken:
            lines.append(f"✗ {_words(found.steps, d.step, language)}: {d.reason}")
        elif d.reason and d.medicine and d.taken:
            lines.append(f"{_name(found, d.medicine, language)}: {d.reason}")
    return lines


def _words(told: Mapping[str, Said], code: str, language: str) -> str:
    """Say a thing in its words; one that another version of the packs had, by its code."""
    return _in(told[code].text, language) if code in told else code


def _title(found: Shelf, pathway: str, language: str) -> str:
    told = found.definitions.get(pathway)
    return _in(told.title, language) if told else pathway


def _name(found: Shelf, medicine: str, language: str) -> str:
    row = found.medicines.get(medicine, {})
    return row.get(f"name_{language}") or row.get("name_en") or medicine


def _in(texts: object, language: str) -> str:
    if not isinstance(texts, dict):
        return ""
    return str(texts.get(language) or texts.get("en", ""))

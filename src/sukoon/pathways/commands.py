"""`sukoon pathways find|run|list` and `sukoon packs paths`."""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sukoon.pathways import checking, fhir, versions
from sukoon.pathways.definitions import Shelf, UnknownPathway, definition, shelf
from sukoon.pathways.reading import read_source
from sukoon.pathways.rules.engine import Inputs, Outcome, Status, run
from sukoon.pathways.rules.paths import Found, walk_every_path
from sukoon.pathways.telling import InputsWrong, dose_of, outcome_as_dict, read_inputs

WRONG_USE = 2
MOST_BYTES = 1 << 24


def register(verbs: Mapping[str, Any]) -> None:
    """Add the commands of pathways to the command line."""
    parser = verbs["pathways"].add_parser("find", help="the pathways for a complaint, best first")
    parser.add_argument("text")
    parser.add_argument("--language", default="en", choices=("en", "ur"), help="of the titles")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=find)
    parser = verbs["pathways"].add_parser("run", help="walk a pathway with answers from a file")
    parser.add_argument("pathway", help="id, as `pathways find` tells it")
    parser.add_argument("file", type=Path, help="JSON with facts and answers; - for standard input")
    parser.add_argument("--language", default="en", choices=("en", "ur"))
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=walk)
    parser = verbs["pathways"].add_parser("export", help="a pathway as FHIR R4, to standard output")
    parser.add_argument("pathway")
    parser.set_defaults(run=export)
    parser = verbs["pathways"].add_parser("import", help="read FHIR R4; print it in our form")
    parser.add_argument("file", type=Path, help="a Bundle with PlanDefinition and Questionnaire")
    parser.set_defaults(run=bring)
    parser = verbs["packs"].add_parser(
        "diff", help="what changed between two versions of a pathway"
    )
    parser.add_argument("old", type=Path, help="TOML file of the pathway as it was")
    parser.add_argument("new", type=Path, help="TOML file of the pathway as it is now")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=diff)
    parser = verbs["packs"].add_parser("paths", help="walk every path of a pathway, check its laws")
    parser.add_argument("pathway", help="id of a pathway, or “all”")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=paths)


def find(options: argparse.Namespace) -> int:
    """Print the pathways that fit; exit 1 when none does."""
    found = shelf()
    hits = found.index.find(options.text)
    rows = [
        {"id": h.pathway, "score": h.score, "phrase": h.phrase,
         "title": _in(found.definitions[h.pathway].title, options.language)}
        for h in hits
    ]  # fmt: skip
    if options.json:
        _print(rows)
    else:
        sys.stdout.writelines(f"{r['id']:5} {r['title']}\n" for r in rows)
    return 0 if rows else 1


def walk(options: argparse.Namespace) -> int:
    """Print where the answers lead; exit 1 when an answer is refused, 2 when nothing can be read."""
    try:
        told = definition(options.pathway)
        inputs = _read(options.file)
    except UnknownPathway:
        return _wrong(f"there is no pathway {options.pathway}")
    except InputsWrong as error:
        return _wrong(str(error))
    outcome = run(shelf().library, options.pathway, inputs)
    if options.json:
        _print({
            **outcome_as_dict(outcome), "why_refused": outcome.wrong, "version": told.version,
            "draft": told.status != "signed", "cautions": _cautions(outcome, options.language),
            "words": _words(outcome, options.language),
        })  # fmt: skip
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(outcome, options.language))
    return 1 if outcome.status is Status.REFUSED else 0


def _read(path: Path) -> Inputs:
    return read_inputs(_json(path))


def _json(path: Path) -> object:
    try:
        if str(path) == "-":
            text = sys.stdin.read()
        elif not path.is_file():
            raise InputsWrong(f"there is no file {path}")
        elif path.stat().st_size > MOST_BYTES:
            raise InputsWrong("the file is too large")
        else:
            text = path.read_text(encoding="utf-8-sig")
        told: object = json.loads(text)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise InputsWrong(f"the file is no JSON: {error}"[:200]) from None
    return told


def _cautions(outcome: Outcome, language: str) -> list[dict[str, object]]:
    found = shelf()
    return [
        {"medicine": m.medicine, "caution": c.caution, "level": str(c.level), "known": c.known,
         "text": _in(found.cautions[c.caution].text, language)}
        for m in outcome.medicines
        for c in m.cautions
    ]  # fmt: skip


def _words(outcome: Outcome, language: str) -> dict[str, object]:
    found = shelf()
    return {
        "asking": _in(found.questions[outcome.asking].text, language) if outcome.asking else "",
        "conclusions": [_in(found.conclusions[c].text, language) for c in outcome.conclusions],
        "advice": [
            {"step": a.step, "kind": found.library.steps[a.step],
             "text": _in(found.steps[a.step].text, language),
             "why": _in(found.steps[a.step].why, language),
             "source": found.steps[a.step].source, "source_tag": found.steps[a.step].source_tag}
            for a in outcome.advice
        ],
        "medicines": [
            {"medicine": m.medicine, "status": m.status, "dose": dose_of(found.medicines[m.medicine])}
            for m in outcome.medicines
        ],
    }  # fmt: skip


def _lines(outcome: Outcome, language: str) -> list[str]:
    words: Any = _words(outcome, language)
    lines = [f"{outcome.status} {outcome.wrong}".strip()]
    lines += [f"? {outcome.asking}: {words['asking']}"] if outcome.asking else []
    lines += [f"= {text}" for text in words["conclusions"]]
    lines += [f"- {a['text']}" for a in words["advice"]]
    lines += [f"+ {m['medicine']}: {m['status']}; {m['dose']}" for m in words["medicines"]]
    lines += [f"! {c['medicine']}: {c['text']}" for c in _cautions(outcome, language)]
    lines += [f"> {r.to}, {r.urgency}" for r in outcome.referrals]
    lines += [f"again within {outcome.follow_up.days} days"] if outcome.follow_up else []
    return lines


def paths(options: argparse.Namespace) -> int:
    """Print how many paths there are and which laws they break; exit 1 when any does."""
    found: Shelf = shelf()
    wanted = list(found.library.pathways) if options.pathway == "all" else [options.pathway]
    if wanted[0] not in found.library.pathways:
        return _wrong(f"there is no pathway {options.pathway}")
    walked = [walk_every_path(found.library, key) for key in wanted]
    rows = [_paths(found, one) for one in walked]
    if options.json:
        _print(rows if options.pathway == "all" else rows[0])
    else:
        for row in rows:
            sys.stdout.write(
                f"{row['id']:5} {row['paths']} paths, {row['rules_checked']} rules, "
                f"{row['violation_count']} violations\n"
            )
    return 1 if any(one.broken or not one.complete for one in walked) else 0


def export(options: argparse.Namespace) -> int:
    """Print a pathway as a FHIR Bundle."""
    if options.pathway not in shelf().definitions:
        return _wrong(f"there is no pathway {options.pathway}")
    _print(fhir.export(shelf(), options.pathway))
    return 0


def bring(options: argparse.Namespace) -> int:
    """Print what a FHIR Bundle says in our form; exit 1 when it says what a pathway cannot."""
    try:
        _print(fhir.read(_json(options.file)))
    except InputsWrong as error:
        return _wrong(str(error))
    except fhir.NotExpressible as error:
        sys.stderr.write(f"sukoon: {error}\n")
        return 1
    return 0


def diff(options: argparse.Namespace) -> int:
    """Print what changed and which examples come out otherwise; exit 1 when anything did."""
    try:
        old, new = (read_source(path) for path in (options.old, options.new))
        was, now = (checking.shelf_of(path.parent) for path in (options.old, options.new))
    except (OSError, ValueError, KeyError, TypeError) as error:
        return _wrong(f"this is no pathway that can be read: {error}"[:200])
    key = str(new.content.get("id"))
    if key not in was.definitions or key not in now.definitions:
        return _wrong(f"{key} is not the same pathway in both")
    found = list(versions.changes(old, new))
    examples = versions.changed_examples(was, now, key, now.definitions[key].examples)
    if options.json:
        _print({"changes": [asdict(c) for c in found], "examples": [asdict(e) for e in examples]})
    else:
        sys.stdout.writelines(f"{c}\n" for c in found)
        sys.stdout.writelines(f"example {e.example}: {', '.join(e.what)}\n" for e in examples)
    return 1 if found or examples else 0


def _paths(found: Shelf, one: Found) -> dict[str, Any]:
    nodes = found.library.pathways[one.pathway].nodes
    reached = {node for pathway, node in one.reached if pathway == one.pathway}
    return {
        "id": one.pathway, "version": found.definitions[one.pathway].version,
        "paths": one.paths, "complete": one.complete, "rules": list(one.laws),
        "rules_checked": len(one.laws), "violation_count": one.broken,
        "violations": [
            {"rule": v.law, "said": v.said, "answers": dict(v.answers)} for v in one.violations
        ],
        "nodes": len(nodes), "never_reached": sorted(set(nodes) - reached),
    }  # fmt: skip


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en", "")


def _print(told: object) -> None:
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


def _wrong(said: str) -> int:
    sys.stderr.write(f"sukoon: {said}\n")
    return WRONG_USE

"""The reference that is written from the code: permissions, problems, events, settings, commands,
and the JSON API's description.

`python -m tools.reference write` writes it; `check` fails when what is committed is not what the
code says. A thing without words of its own fails too.
"""

import argparse
import ast
import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "sukoon"
FOLDER = ROOT / "docs" / "reference"
WRITTEN = "<!-- Written by `python -m tools.reference write`; do not edit. -->\n"
VARIABLE = re.compile(r"environ(?:\.get)?[\[(]\s*\"((?:SUKOON|DATABASE)_[A-Z_]+)\"")


class Undocumented(Exception):
    """Something has no words of its own."""


def files() -> dict[str, str]:
    """Return each file of the reference, as the code says it now."""
    return {
        "permissions.md": permissions(),
        "problems.md": problems(),
        "events.md": events(),
        "settings.md": settings(),
        "commands.md": commands(),
        "openapi.json": openapi(),
    }


def permissions() -> str:
    """Return every permission, what it lets one do, and how far each role's reaches."""
    from sukoon.accounts.roles import roles  # noqa: PLC0415 - needs Django
    from sukoon.core.permissions import WHAT, Permission  # noqa: PLC0415

    refuse("permissions", [p.name for p in Permission if not WHAT.get(p)])
    known = roles()
    rows = [
        [f"`{p.name}`", str(WHAT[p]),
         ", ".join(f"{r.label_en}: {r.permissions[p]}" for r in known.values() if p in r.permissions)]
        for p in Permission
    ]  # fmt: skip
    text = table(["Permission", "What it lets one do", "Who holds it, reaching how far"], rows)
    return page("Permissions", "Reaches: own, team, area (and all below), everywhere.", text)


def problems() -> str:
    """Return every problem a person or a client can meet."""
    found = sorted({p.code: p for p in subclasses()}.values(), key=lambda p: p.code)
    rows = [[f"`{p.code}`", str(p.status), str(p.sentence)] for p in found]
    said = "The `type` of an `application/problem+json` answer ends with the code."
    return page("Problems", said, table(["Code", "Status", "Sentence"], rows))


def subclasses() -> Iterator[type]:
    from sukoon.core.problems import Problem  # noqa: PLC0415

    waiting: list[type] = [Problem]
    while waiting:
        found = waiting.pop().__subclasses__()
        waiting += found
        yield from (p for p in found if p.__module__.startswith("sukoon."))


def events() -> str:
    """Return every event, and what the action that says it does."""
    rows, silent = {}, []
    for path in sorted(SRC.rglob("*.py")):
        area = path.relative_to(SRC).parts[0]
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, ast.FunctionDef):
                continue
            for name, details in emitted(node):
                said = (ast.get_docstring(node) or "").split("\n")[0]
                if not said:
                    silent.append(f"{name} in {area}.{node.name}")
                kept = rows.setdefault(name, [f"`{name}`", area, said, details])
                if details not in kept[3]:
                    kept[3] = ", ".join(filter(None, [kept[3], details]))
    refuse("events", silent)
    said = "What the audit keeps of each change, and what the outbox reacts to: codes and counts."
    text = table(["Event", "Area", "When", "Details"], [rows[k] for k in sorted(rows)])
    return page("Events", said, text)


def emitted(action: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """Yield the events that a function says, with the names of their details."""
    for node in ast.walk(action):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "emit" and node.args:
            names = [k.arg for k in node.keywords if k.arg not in {"subject", "by", None}]
            details = ", ".join(f"`{n}`" for n in names if n)
            first = node.args[0]
            options = (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,)
            for option in options:
                if isinstance(option, ast.Constant):
                    yield str(option.value), details


def settings() -> str:
    """Return every environment variable the product reads."""
    from sukoon.config.environment import VARIABLES  # noqa: PLC0415

    used = {
        name for path in SRC.rglob("*.py") for name in VARIABLE.findall(path.read_text())
    }  # fmt: skip
    refuse("settings", sorted(used - VARIABLES.keys()))
    refuse("settings that nothing reads", sorted(VARIABLES.keys() - used))
    rows = [[f"`{name}`", VARIABLES[name]] for name in sorted(VARIABLES)]
    return page(
        "Settings", "From the environment, read once at start.", table(["Name", "What"], rows)
    )


def commands() -> str:
    """Return every command with its arguments."""
    from sukoon.config.commands import register_all  # noqa: PLC0415

    parser = argparse.ArgumentParser(prog="sukoon")
    register_all(parser.add_subparsers())
    rows = sorted(walked(parser, "sukoon", ""))
    refuse("commands", [name for name, what, _ in rows if not what])
    said = "Exit 0: good. 1: problems were found. 2: wrong use. `./sukoon` passes these through."
    text = table(["Command", "What", "Options"], [[f"`{n}`", w, o] for n, w, o in rows])
    return page("Commands", said, text)


def walked(parser: argparse.ArgumentParser, name: str, what: str) -> Iterator[tuple[str, str, str]]:
    options, below = [], False
    for action in parser._actions:  # noqa: SLF001 - argparse offers no other way in
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            below = True
            helps = {c.dest: c.help or "" for c in action._choices_actions}  # noqa: SLF001
            for verb, sub in action.choices.items():
                yield from walked(sub, f"{name} {verb}", helps.get(verb, ""))
        elif action.option_strings and action.dest != "help":
            options.append(
                f"`{action.option_strings[-1]}`" + (f" {action.help}" if action.help else "")
            )
        elif not action.option_strings:
            options.append(f"{action.dest.upper()}" + (f": {action.help}" if action.help else ""))
    if not below:
        yield name, what, "; ".join(options)


def openapi() -> str:
    """Return the description of the JSON API."""
    from sukoon.config.api import api  # noqa: PLC0415

    schema = api.get_openapi_schema(path_prefix="/api/1/")
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True, default=str) + "\n"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(c.replace("|", "\\|") for c in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def page(title: str, said: str, text: str) -> str:
    return f"{WRITTEN}# {title}\n\n{said}\n\n{text}"


def refuse(what: str, names: Sequence[str]) -> None:
    if names:
        raise Undocumented(f"{what} without words: {', '.join(names)}")


def stale(folder: Path, now: dict[str, str]) -> list[str]:
    """Return the names of files that are not what the code says."""
    return [
        name for name, text in now.items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sukoon.config.settings")
    for name in ("SUKOON_HOST", "SUKOON_PORT"):
        os.environ.pop(name, None)
    import django  # noqa: PLC0415

    django.setup()
    try:
        now = files()
    except Undocumented as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if list(arguments) == ["write"]:
        for name, text in now.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
        return 0
    late = stale(FOLDER, now)
    if late:
        sys.stderr.write(
            f"not what the code says: {', '.join(late)}; run python -m tools.reference write\n"
        )
    return 1 if late else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

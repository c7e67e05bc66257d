"""Commands of coordination: `import pledges|meeting`, `report pledges|msp|plans`, `brief`."""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import translation

from sukoon.accounts.roles import console_actor, public_actor
from sukoon.coordination import meeting_files, pledge_files, reports
from sukoon.coordination.brief import brief_pdf
from sukoon.coordination.problems import NoSuchArea
from sukoon.coordination.queries import indicators
from sukoon.coordination.queries import package as packages
from sukoon.coordination.queries import plans as plan_queries
from sukoon.coordination.queries import pledges as queries
from sukoon.coordination.queries.knowledge import visible_uses
from sukoon.coordination.queries.picture import picture
from sukoon.core import clock
from sukoon.places import queries as places
from sukoon.places.models import Area
from sukoon.places.words import Level

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001


def register(verbs: Mapping[str, Any]) -> None:
    """Add the commands of coordination to the command line."""
    parser = verbs["import"].add_parser("pledges", help="pledges from XLSX, ODS or CSV")
    parser.add_argument("file", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="check only; write nothing")
    parser.add_argument("--keep-good", action="store_true", help="write good rows, leave bad ones")
    parser.add_argument("--area", default="", help="p-code where they are followed (the country)")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=import_pledges)
    parser = verbs["import"].add_parser("meeting", help="a meeting from TOML, whole or not at all")
    parser.add_argument("file", type=Path)
    parser.add_argument("--area", default="", help="p-code of its groups (the country)")
    parser.set_defaults(run=import_meeting)
    parser = verbs["report"].add_parser("pledges", help="what was promised, said and seen")
    parser.add_argument("--pledge", default="", help="code of one pledge")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=report_pledges)
    parser = verbs["report"].add_parser("msp", help="the minimum package in an area")
    parser.add_argument("--area", required=True, help="p-code")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=report_msp)
    for name, run, told in (
        ("trained", report_trained, "people trained, by training, area and period"),
        (
            "programmes",
            report_programmes,
            "programmes in use, whether they run, how far they reach",
        ),
    ):
        parser = verbs["report"].add_parser(name, help=told)
        parser.add_argument("--area", default="PK", help="p-code (the country)")
        parser.add_argument("--since", type=_day, help="day, as 2026-01-31")
        parser.add_argument("--until", type=_day, help="day, as 2026-12-31")
        parser.add_argument("--json", action="store_true")
        parser.set_defaults(run=run)
    parser = verbs["report"].add_parser("plans", help="plans by phase, with their money")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=report_plans)


def _day(text: str) -> date:
    """Read a day as it is typed on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"“{text}” is not a day. Write it as 2026-01-31"
        ) from error


def register_brief(nouns: "Subparsers") -> None:
    """Add `brief` to the command line."""
    parser = nouns.add_parser("brief", help="one printed page about an area")
    parser.add_argument("pcode", help="p-code; PK is the country")
    parser.add_argument("--language", choices=("en", "ur"), default="en")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--public", action="store_true", help="hide small counts, for everyone")
    parser.set_defaults(run=brief)


def import_pledges(options: argparse.Namespace) -> int:
    """Import a file; exit 1 when a row needs an answer (then nothing is written)."""
    path: Path = options.file
    if not path.is_file():
        sys.stderr.write(f"sukoon: there is no file {path}\n")
        return 2
    by, today = console_actor(), clock.today()
    area = places.area(options.area) if options.area else places.areas(Level.COUNTRY).first()
    found = pledge_files.review(path)
    writes = not options.dry_run and (options.keep_good or not found.errors)
    if writes:
        outcome = pledge_files.accept(
            found, by=by, area=area, today=today, only_good=options.keep_good
        )
    else:
        outcome = pledge_files.counted(found, by=by, area=area, today=today)
        if not options.dry_run:
            outcome.created = outcome.changed = 0
    told = {**asdict(outcome), "errors": [asdict(e) for e in found.errors]}
    if options.json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        for e in found.errors:
            hint = f" Perhaps: {e.suggestion}" if e.suggestion else ""
            sys.stdout.write(f"row {e.row}, {e.column}: {e.message}{hint}\n")
        figures = ", ".join(f"{k} {v}" for k, v in asdict(outcome).items())
        sys.stdout.write(f"{'written' if writes else 'nothing was written'}: {figures}\n")
    return 1 if found.errors else 0


def import_meeting(options: argparse.Namespace) -> int:
    """Bring a meeting; one that is there already stays as it is."""
    area = places.area(options.area) if options.area else places.areas(Level.COUNTRY).first()
    if area is None or not options.file.is_file():
        sys.stderr.write("sukoon: there is no such file, or no such area\n")
        return 2
    meeting = meeting_files.bring(options.file, by=console_actor(), area=area, today=clock.today())
    sys.stdout.write(f"{meeting.pk}\n")
    return 0


def report_pledges(options: argparse.Namespace) -> int:
    """Say of each commitment what was promised, said and seen."""
    today = clock.today()
    filters = queries.Filters(pledge=options.pledge)
    found = queries.filtered(console_actor(), filters, today=today)
    return say(list(reports.pledge_rows(found, today=today)), as_json=options.json)


def _area(pcode: str) -> Area:
    found = places.area(pcode)
    if found is None:
        raise NoSuchArea(pcode=pcode[:20])
    return found


def report_msp(options: argparse.Namespace) -> int:
    """Say of each activity of the package how it stands in an area, and who does it."""
    found = packages.in_area(console_actor(), _area(options.area))
    return say(reports.package_rows(found), as_json=options.json)


def report_trained(options: argparse.Namespace) -> int:
    """Say how many people were trained in an area and a period. Invented ones are marked."""
    period = indicators.Period(options.since, options.until)
    found = indicators.trained(_area(options.area).path, period)
    return say(reports.trained_rows(found), as_json=options.json)


def report_programmes(options: argparse.Namespace) -> int:
    """Say which programmes are in use in an area, and which of them the register shows."""
    by, area = console_actor(), _area(options.area)
    uses = list(visible_uses(by).filter(area_path__startswith=area.path))
    period = indicators.Period(options.since, options.until)
    return say(
        reports.programme_rows(indicators.programme_lines(by, uses, period)), as_json=options.json
    )


def report_plans(options: argparse.Namespace) -> int:
    """Say of each plan how its phases, milestones and money stand."""
    found = plan_queries.plans(console_actor())
    return say(reports.plan_rows(found, today=clock.today()), as_json=options.json)


def brief(options: argparse.Namespace) -> int:
    """Write the brief of an area as PDF."""
    area = _area(options.pcode)
    by = public_actor() if options.public else console_actor()
    with translation.override(options.language):
        found = picture(by, area, today=clock.today(), public=options.public)
    data = brief_pdf(found, language=options.language, now=clock.now(), public=options.public)
    try:
        options.out.write_bytes(data)
    except OSError as error:
        sys.stderr.write(f"sukoon: {options.out} cannot be written: {error.strerror}\n")
        return 2
    return 0


def say(rows: list[dict[str, object]], *, as_json: bool) -> int:
    """Print rows as JSON, or as lines under what each column is."""
    if as_json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
    else:
        for row in rows[:1]:
            sys.stdout.write("  ".join(row) + "\n")
        for row in rows:
            sys.stdout.write("  ".join(_plain(v) for v in row.values()) + "\n")
        sys.stdout.write(f"{len(rows)} in all\n")
    return 0


def _plain(value: object) -> str:
    """Return a value as a line shows it: "–" where nothing is known."""
    if value is None or value == "":
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

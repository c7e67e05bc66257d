"""`sukoon instruments list` and `sukoon instruments score`."""

import argparse
import csv
import io
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sukoon.instruments.definitions import UnknownInstrument, definition, definitions
from sukoon.instruments.rules import DIGITS, Instrument, Score, Scorer

ABOUT = ("language", "population", "sex", "age")
MOST_BYTES = 1 << 30


class FileWrong(Exception):
    """The file cannot be scored; the sentence says why."""


def register(verbs: Mapping[str, Any]) -> None:
    """Add the commands of this area."""
    parser = verbs["instruments"].add_parser(
        "list", help="every instrument with its items and licence"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=show)
    parser = verbs["instruments"].add_parser(
        "score", help="score a CSV file, a row an administration"
    )
    parser.add_argument("instrument", help="id, as `instruments list` tells it")
    parser.add_argument("file", type=Path, help="CSV with a column an item; - for standard input")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=score)


def show(options: argparse.Namespace) -> int:
    """Print the instruments."""
    found = [d.as_dict() for d in definitions().values()]
    if options.json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(
            f"{f['id']:12} {f['title']} · {f['construct']} · {f['licence']}\n" for f in found
        )
    return 0


def score(options: argparse.Namespace) -> int:
    """Score every row; exit 1 when any has no score, 2 when the file cannot be read."""
    try:
        instrument = definition(options.instrument).instrument
        rows = list(_scored(instrument, _text(options.file)))
    except UnknownInstrument:
        sys.stderr.write(f"sukoon: there is no instrument {options.instrument}\n")
        return 2
    except FileWrong as error:
        sys.stderr.write(f"sukoon: {error}\n")
        return 2
    if options.json:
        sys.stdout.write(json.dumps([_row(s) for s in rows], ensure_ascii=False) + "\n")
    else:
        for s in rows:
            told = (
                s.refused
                or f"{s.total if s.total is not None else dict(s.subscales)} {s.band or ''}"
            )
            sys.stdout.write(f"{told} {' '.join(s.flags)}\n")
    return 1 if any(s.refused for s in rows) else 0


def _row(s: Score) -> dict[str, object]:
    return {
        "total": s.total, "subscales": dict(s.subscales), "band": s.band,
        "band_source": s.band_source, "flags": list(s.flags), "refused": s.refused,
        "subscale_bands": dict(s.bands),
    }  # fmt: skip


def _text(path: Path) -> str:
    if str(path) == "-":
        return sys.stdin.read()
    if not path.is_file():
        raise FileWrong(f"there is no file {path}")
    if path.stat().st_size > MOST_BYTES:
        raise FileWrong("the file is larger than 1 GB")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise FileWrong("the file is not UTF-8 text") from None


def _scored(instrument: Instrument, text: str) -> Iterator[Score]:
    scorer = Scorer(instrument)
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        header = [h.strip().casefold() for h in next(reader, [])]
        places = _places(instrument, header)
        about = {name: header.index(name) for name in ABOUT if name in header}
        for cells in reader:
            if not any(c.strip() for c in cells):
                continue
            full = cells + [""] * (len(header) - len(cells))
            told = {name: full[place].strip() for name, place in about.items()}
            answers = [full[p].strip() if p is not None else "" for p in places]
            age, wrong = _age(told.pop("age", ""))
            if len(cells) > len(header):
                wrong = f"{len(cells)} cells where the header has {len(header)}"
            given = {k: v.casefold() for k, v in told.items()}
            found = scorer.score(answers, age=age, **given)
            yield found if not wrong else Score(None, {}, None, None, found.flags, wrong, {})
    except csv.Error as error:
        raise FileWrong(f"line {reader.line_num}: {error}") from None


def _places(instrument: Instrument, header: list[str]) -> list[int | None]:
    """Return where each item stands. An optional item may have no column."""
    repeated = sorted({h for h in header if h and header.count(h) > 1})
    if repeated:
        raise FileWrong(f"columns stand twice: {', '.join(repeated)}")
    missing = [i.code for i in instrument.items if i.code not in header and not i.optional]
    if missing:
        raise FileWrong(f"columns are missing: {', '.join(missing)}")
    return [header.index(i.code) if i.code in header else None for i in instrument.items]


def _age(text: str) -> tuple[int | None, str]:
    told = text.translate(DIGITS).strip()
    if not told:
        return None, ""
    if told.isdigit() and int(told) <= 130:  # noqa: PLR2004 - older is a slip of the finger
        return int(told), ""
    return None, f"age: “{text[:20]}” is no age in years"

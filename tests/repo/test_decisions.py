"""Decisions are numbered once, and the list of them is whole."""

import re
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "adr"


def test_each_decision_has_a_number_of_its_own_and_stands_in_the_list():
    files = sorted(p.name for p in FOLDER.glob("[0-9]*.md"))
    numbers = [int(name[:4]) for name in files]
    assert numbers == list(range(1, len(files) + 1))
    listed = re.findall(
        r"^- \[(\d+)\. .*\]\((.+)\)$", (FOLDER / "README.md").read_text(), re.MULTILINE
    )
    assert [(int(number), name) for number, name in listed] == list(
        zip(numbers, files, strict=True)
    )
    for name in files:
        assert (FOLDER / name).read_text().startswith(f"# {int(name[:4])}. "), name

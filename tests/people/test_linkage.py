"""The batch that compares all records: tokens only, pairs for review, nothing on a disk."""

import json
import re
from uuid import UUID

import pytest

from sukoon.config.cli import main
from sukoon.people import actions, linkage, queries
from sukoon.people.models import DuplicatePair
from sukoon.people.problems import LinkageMissing
from sukoon.people.rules import Birth, Details
from tests.people.conftest import TEAM

pytestmark = pytest.mark.django_db
NAMES = ["Gul Marjan", "Bakht Zamin", "Sher Afzal", "Nusrat Jahan", "Abdul Wahab", "Rukhsana Bibi",
         "Ghulam Rasool", "Farzana Kausar", "Wali Dad", "Shaista Noor"]  # fmt: skip


def person(by, *names, born="", **told):
    details = Details(birth=Birth(born))
    return actions.record_person(by=by, names=names, org_id=TEAM, details=details, **told)


@pytest.fixture
def pair(by):
    for n, name in enumerate(NAMES):
        person(by, name, born=str(1960 + n), phones=[f"030012340{n:02d}"])
    one = person(by, "محمد اسلم خان", born="1990", phones=["03459876543"])
    other = person(by, "Mohd Aslam Khaan", born="1990-05", phones=["0345 9876543"])
    return {one.pk, other.pk}


def test_one_person_in_two_scripts_is_found_and_nobody_else(pair):
    [(one, other, score)] = linkage.found()
    assert {one, other} == pair
    assert score >= 90


def test_what_is_compared_is_tokens_only(pair):
    """Nothing but keyed tokens: not a shorter or a readable text in any column."""
    rows = list(linkage._rows())
    assert len(rows) == len(NAMES) + len(pair)
    for row in rows:
        UUID(row.pop("unique_id"))
        told = [t for held in row.values() for t in (held if isinstance(held, list) else [held])]
        assert told
        assert all(t is None or re.fullmatch(r"[0-9a-f]{32}", t) for t in told), row


def test_the_command_puts_pairs_before_the_lead_and_prints_numbers_only(pair, lead, capsys):
    assert main(["people", "duplicates", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"found": 1, "new": 1}
    [waiting] = queries.pairs(lead)
    assert {waiting.first_id, waiting.second_id} == pair
    assert main(["people", "duplicates"]) == 0
    assert capsys.readouterr().out == "1 pairs found, 0 of them new\n"


def test_what_was_decided_is_not_put_before_anybody_again(pair, lead):
    main(["people", "duplicates"])
    waiting = DuplicatePair.objects.get()
    actions.keep_apart(by=lead, first=waiting.first, second=waiting.second)
    main(["people", "duplicates"])
    assert not queries.pairs(lead).exists()


def test_records_that_were_merged_are_no_pair(pair, lead):
    main(["people", "duplicates"])
    waiting = DuplicatePair.objects.get()
    actions.merge_people(by=lead, merged=waiting.first, kept=waiting.second)
    assert linkage.found() == []


def test_without_anybody_nothing_is_found(db):
    assert linkage.found() == []


def test_without_its_library_it_says_what_to_install(monkeypatch, db):
    import sys

    monkeypatch.setitem(sys.modules, "splink", None)
    with pytest.raises(LinkageMissing, match="linkage"):
        linkage.found()

"""The page that strangers write clients from is true: every request is sent, every answer compared."""

import json
import re
from pathlib import Path

from sukoon.accounts import actions as accounts
from sukoon.accounts.roles import actor_for
from sukoon.cases.rules import FieldKind
from sukoon.cases.words import ClosureReason, GoalOwner, GoalStatus, TaskKind
from sukoon.core.ids import new_id
from sukoon.people.fields import FIELDS
from sukoon.people.words import GivenBy, Manner, Purpose, Sex
from sukoon.sync.kinds import KINDS
from tests.sync.conftest import NOW, new_contact

PAGE = (Path(__file__).parents[2] / "docs" / "field-sync.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"```http\n(.*?)```\n```json\n(.*?)```", re.DOTALL)
HOLE = re.compile(r"<([a-z0-9 ]+)>")


def filled(text, known):
    return HOLE.sub(lambda m: known.get(m.group(1), m.group(0)), text)


def ask(client, request):
    head, _, body = request.strip().partition("\n\n")
    first, *lines = head.splitlines()
    method, path = first.split()
    headers = dict(line.split(": ", 1) for line in lines)
    if method == "GET":
        return client.get(path, headers=headers)
    content_type = headers.pop("Content-Type")
    return client.post(path, body, content_type=content_type, headers=headers)


def compare(said, got, known, where=""):
    """A hole takes any value, and is remembered by its name; everything else is equal."""
    if isinstance(said, str) and (hole := HOLE.fullmatch(said)):
        name = hole.group(1)
        assert got is not None, where
        if name in {"device", "token", "conflict"}:
            assert known.setdefault(name, got) == got, where
    elif isinstance(said, dict):
        holes = [k for k in said if HOLE.fullmatch(k)]
        named = said.keys() - holes
        assert named <= got.keys() if holes else named == got.keys(), (
            f"{where}: {sorted(named ^ got.keys())}"
        )
        for key in named:
            compare(said[key], got[key], known, f"{where}.{key}")
    elif isinstance(said, list):
        if said and said[-1] == "<more items>":
            said, got = said[:-1], got[: len(said) - 1]
        assert len(said) == len(got), where
        for n, (one, other) in enumerate(zip(said, got, strict=True)):
            compare(one, other, known, f"{where}[{n}]")
    else:
        assert said == got, where


def test_every_example_of_the_page_is_what_happens(client, worker, at_nine):
    known = {
        "code": accounts.make_device_code(by=actor_for(worker, now=NOW), user=worker),
        "now": NOW.isoformat(),
    }
    examples = EXAMPLE.findall(PAGE)
    assert len(examples) >= 13
    for request, answer in examples:
        got = ask(client, filled(request, known)).json()
        compare(json.loads(answer), got, known, request.splitlines()[0])


def test_every_code_that_a_client_must_choose_from_stands_on_the_page():
    table = PAGE.split("### Actions and their payloads")[1].split("### Editing")[0]
    words = set(re.findall(r"[a-z_]+", table))
    for codes in (ClosureReason, GoalOwner, GoalStatus, Purpose, Sex, GivenBy, Manner, FieldKind):
        assert {str(code.value) for code in codes} <= words, codes
    assert set(FIELDS) <= words
    made_by_the_server = {"risk_question", "read_answer", "chase_referral", "same_person", "erased"}
    assert set(TaskKind.values) - made_by_the_server <= words


def test_every_action_a_phone_may_send_stands_on_the_page():
    table = PAGE.split("### Actions and their payloads")[1].split("###")[0]
    assert set(
        re.findall(
            r"`((?:people|cases|risk|referrals|supervision|pathways|staffcare)\.[a-z_]+)`", table
        )
    ) == set(KINDS)


def test_every_field_a_phone_is_given_stands_on_the_page(phone, cast):
    phone.push(*new_contact(str(new_id()), str(new_id())))
    held = phone.pull_all()
    assert {"case", "number", "figures"} <= {kind for kind, _pk in held}
    for (kind, _pk), item in held.items():
        for name in item:
            assert f'"{name}"' in PAGE or f"`{name}`" in PAGE, f"{kind}.{name}"

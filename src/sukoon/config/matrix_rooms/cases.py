"""What the access matrix asks of cases."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

from django.conf import settings

from sukoon.cases import actions
from sukoon.cases.actions.planning import GoalChange
from sukoon.cases.models import Case
from sukoon.cases.words import ClosureReason, EntryKind, LinkKind, TaskKind
from sukoon.config.matrix_world import CLOSED, OTHER, OWN, TEAM, Making, anybody
from sukoon.people import actions as people

THINGS: Mapping[str, str] = {
    "cases:case": "case", "cases:case_move": "case", "cases:case_close": "case",
    "cases:case_reopen": "case", "cases:case_assign": "case", "cases:case_link": "case",
    "cases:plan": "case", "cases:task_new": "case", "cases:instruments": "case",
    "cases:scores": "case", "cases:scores_print": "case print", "cases:case_new": "case person", "cases:entry_new": "case kind",
    "cases:answer": "case instrument", "cases:link_end": "case link",
    "cases:conflict": "case conflict", "cases:task_end": "case task",
    "cases:attachment": "case file", "cases:entry_amend": "entry",
}  # fmt: skip
SEARCHED: Mapping[str, str] = {"cases:worklist": "group=nothing_planned&team={organisation}"}
BODIES: Mapping[str, Mapping[str, object]] = {}
PNG = b"\x89PNG\r\n\x1a\n" + b"matrix"


def build(making: Making) -> None:
    """Make a case in each state: each asker's own, the team's, another's, a closed one."""
    settings.UPLOADS.mkdir(parents=True, exist_ok=True)
    for state in (TEAM, OTHER):
        case = _case(making, state, uuid4())
        making.world.mark("case", state, case.pk, case.code)
        _around(making, case, {}, state)
    for role, user in making.askers.items():
        for state in (OWN, CLOSED):
            case = _case(making, state, user.pk)
            made = making.world.own
            made["case", role, state] = (case.pk,)
            making.world.own_marks.setdefault(("case", role), {})[state] = case.code
            _around(making, case, made, state, role)


def _case(making: Making, state: str, owner: UUID) -> Case:
    by = anybody(owner)
    place = OTHER if state == OTHER else OWN
    org, area = making.orgs[place], making.areas[state]
    person = people.record_person(
        by=by, names=[], org_id=org.pk, area_path=area.path, synthetic=True
    )
    return actions.open_case(
        by=by, person=person, tier=2, opened_at=making.now - timedelta(days=1), org_id=org.pk,
        without_consent="made for the access matrix",
    )  # fmt: skip


def _around(making: Making, case: Case, own: dict[tuple[str, str, str], tuple[object, ...]],
            state: str, role: str = "") -> None:  # fmt: skip
    """Make what hangs on a case, and say how each address reaches it."""
    by, at = anybody(case.owner_id), making.now
    entry = actions.record_entry(by=by, case=case, kind=EntryKind.NOTE, values={"text": "matrix"},
                                 happened_at=at)  # fmt: skip
    task = actions.add_task(by=by, case=case, kind=TaskKind.OTHER, due_at=at + timedelta(days=9))
    link = actions.link(by=by, case=case, account_id=making.askers["administrator"].pk,
                        kind=LinkKind.COVER)  # fmt: skip
    actions.end_link(by=by, link=link)
    goal = uuid4()
    actions.change_plan(
        by=by, case=case, changes=[GoalChange(goal, {"text": "one"})], happened_at=at
    )
    conflict = actions.keep_conflict(by=by, case=case, about="goal", about_id=goal, field="text",
                                     stands="one", proposed="two", happened_at=at)  # fmt: skip
    file = actions.attach(by=by, entry=entry, name="matrix.png", data=PNG)
    if state == CLOSED:
        actions.close_case(by=by, case=case, reason=ClosureReason.MOVED, happened_at=at,
                           values={"outcome": "improved"})  # fmt: skip
    ids: dict[str, tuple[object, ...]] = {
        "case person": (case.person_id,), "case kind": (case.pk, "note"),
        "case print": (case.pk, "en"),
        "case instrument": (case.pk, "phq9"), "case link": (case.pk, link.pk),
        "case conflict": (case.pk, conflict.pk), "case task": (case.pk, task.pk),
        "case file": (case.pk, file.pk), "entry": (entry.pk,),
    }  # fmt: skip
    for thing, found in ids.items():
        if role:
            own[thing, role, state] = found
        else:
            making.world.ids[thing, state] = found

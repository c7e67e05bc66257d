"""A meeting as a file (TOML): groups, members, agenda, numbers of participants, statements, what
was decided and what follows. Brought by the actions; what is there already stays."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from sukoon.coordination.actions import groups, meetings
from sukoon.coordination.actions.meetings import Said, Seat
from sukoon.coordination.models import Group, Meeting
from sukoon.coordination.problems import MeetingFileWrong
from sukoon.coordination.words import MeetingStatus, Presence
from sukoon.core.access import Actor
from sukoon.places.models import Area
from sukoon.workforce.models import Organisation
from sukoon.workforce.queries import OrganisationNames


@transaction.atomic
def bring(path: Path, *, by: Actor, area: Area, today: date) -> Meeting:
    """Bring a meeting whole, or nothing of it. Raises MeetingFileWrong, saying what to correct."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        return _bring(told, by, area, today)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MeetingFileWrong(what=str(error)[:200]) from None
    except KeyError as error:
        raise MeetingFileWrong(what=f"{error.args[0]}: missing, or not known") from None
    except ValueError as error:
        raise MeetingFileWrong(what=str(error)[:200]) from None


def _bring(told: Mapping[str, Any], by: Actor, area: Area, today: date) -> Meeting:
    who = _Names()
    kept = {g["code"]: None for g in told.get("groups", [])}
    found: dict[str, Group] = {g.code: g for g in Group.objects.filter(code__in=kept)}
    for row in told.get("groups", []):
        if row["code"] not in found:
            parent = found[row["parent"]] if "parent" in row else None
            found[row["code"]] = groups.record_group(
                by=by, area=area, parent=parent, started_on=_day(row.get("started_on")),
                **{k: v for k, v in row.items() if k not in {"parent", "started_on"}},
            )  # fmt: skip
    for row in told.get("members", []):
        group = found[row["group"]]
        organisation = who[row["organisation"]]
        if not group.memberships.filter(organisation=organisation).exists():
            groups.record_member(by=by, group=group, organisation=organisation, role=row["role"])
    m = told["meeting"]
    group, held_on = found[m["group"]], date.fromisoformat(m["held_on"])
    known = Meeting.objects.filter(group=group, held_on=held_on, title_en=m["title_en"]).first()
    return known or _meeting(told, by, group, held_on, who, today)


def _meeting(
    told: Mapping[str, Any], by: Actor, group: Group, held_on: date, who: "_Names", today: date
) -> Meeting:
    m = told["meeting"]
    meeting = meetings.record_meeting(
        by=by, group=group, title_en=m["title_en"], title_ur=m.get("title_ur", ""),
        held_on=held_on, place=m.get("place", ""), source=m.get("source", ""),
        agenda=[(en, ur) for en, ur in m.get("agenda", [])],
    )  # fmt: skip
    meetings.record_attendance(by=by, meeting=meeting, seats=_seats(m, who))
    said = [
        Said(who[s["who"]], s.get("en", ""), s.get("ur", "")) for s in told.get("statements", [])
    ]
    meetings.record_statements(by=by, meeting=meeting, statements=said)
    for row in told.get("decisions", []):
        meetings.decide(by=by, meeting=meeting, text_en=row["en"], text_ur=row.get("ur", ""))
    for row in told.get("actions", []):
        meetings.add_action_point(
            by=by, meeting=meeting, text_en=row["en"], text_ur=row.get("ur", ""),
            owner=who[row["owner"]], due_on=_day(row.get("due")),
        )  # fmt: skip
    if held_on <= today:
        meetings.move_meeting(by=by, meeting=meeting, to=MeetingStatus.HELD, today=today)
    if asked := told.get("request"):
        groups.ask_for_input(
            by=by, group=group, subject_en=asked["subject_en"], meeting=meeting,
            subject_ur=asked.get("subject_ur", ""), asked_on=date.fromisoformat(asked["asked_on"]),
            organisations=[who[name] for name in asked["who"]],
        )  # fmt: skip
    return meeting


def _seats(m: Mapping[str, Any], who: "_Names") -> list[Seat]:
    """Return every number of the list; whose organisation is not told stays without one."""
    absent = {int(n): who[name] for n, name in m.get("absent", {}).items()}
    there = {int(n): who[name] for n, name in m.get("present", {}).items()}
    notes = {int(n): text for n, text in m.get("note", {}).items()}
    seats = []
    for number in range(1, m.get("participants", 0) + 1):
        presence = Presence.PRESENT
        if number in m.get("left_out", []):
            presence = Presence.NOT_LISTED
        elif number in absent:
            presence = Presence.ABSENT
        organisation = absent.get(number) or there.get(number)
        seats.append(Seat(number, presence, organisation, notes.get(number, "")))
    return seats


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class _Names:
    """Organisations by any of their names."""

    def __init__(self) -> None:
        self._ids = OrganisationNames()

    def __getitem__(self, name: str) -> Organisation:
        found = self._ids.find(name)
        if found is None:
            raise KeyError(name)
        return Organisation.objects.get(pk=found)

"""The demonstration's coordination: the real pledge of 37 commitments, and what came of it."""

from datetime import date, timedelta

from sukoon.accounts.roles import console_actor
from sukoon.coordination import knowledge_packs, meeting_files, pledge_files
from sukoon.coordination.actions import meetings as meeting_actions
from sukoon.coordination.actions import plans as plan_actions
from sukoon.coordination.actions import pledges as pledge_actions
from sukoon.coordination.queries import groups as group_queries
from sukoon.coordination.queries import knowledge as knowledge_queries
from sukoon.coordination.queries import plans as plan_queries
from sukoon.coordination.queries import pledges as pledge_queries
from sukoon.core import clock
from sukoon.core.content import content_path
from sukoon.demo import planning
from sukoon.places import queries as places
from sukoon.places.words import Level
from sukoon.workforce import queries as workforce

MEETING = ("meetings", "pakistan-2025", "meeting.toml")
PLEDGES = ("pledges", "joint-mhpss", "pledges.csv")


def build(*, today: date) -> None:
    """Make what coordination shows, by its own actions; what is there already stays."""
    _pledges(today)
    _meeting(today)
    planning.build(today=today)
    _jurisdictions()
    knowledge_packs.begin(console_actor(), today=today)


def _meeting(today: date) -> None:
    """Bring the first national meeting, and plan the next one."""
    by, country = console_actor(), places.areas(Level.COUNTRY).first()
    if country is None:
        return
    first = meeting_files.bring(content_path().joinpath(*MEETING), by=by, area=country, today=today)
    if not group_queries.meetings(by).filter(group=first.group).exclude(pk=first.pk).exists():
        meeting_actions.record_meeting(
            by=by, group=first.group, title_en="Quarterly coordination meeting (synthetic)",
            title_ur="سہ ماہی رابطہ اجلاس (فرضی)", held_on=today + timedelta(days=14),
            agenda=[("Pledges without a word", "خاموش عہد"), ("Action points", "عملی نکات")],
        )  # fmt: skip


def _pledges(today: date) -> None:
    by, country = console_actor(), places.areas(Level.COUNTRY).first()
    if country is None:
        return
    if not pledge_queries.pledges(by).filter(code="joint-mhpss").exists():
        pledge = pledge_actions.record_pledge(
            by=by, code="joint-mhpss", title_en="Joint global MHPSS pledge",
            title_ur="ذہنی صحت کا مشترکہ عالمی عہد", area=country, source_code="001",
            source="Published text of the joint global pledge",
        )  # fmt: skip
        pledge_actions.publish(by=by, pledge=pledge, now=clock.now())
    found = pledge_files.review(content_path().joinpath(*PLEDGES))
    pledge_files.accept(found, by=by, area=country, today=today)


def _jurisdictions() -> None:
    """Begin the register of jurisdictions."""
    by = console_actor()
    if plan_queries.policies(by).exists():
        return
    catalogue = {i.code: i for i in knowledge_queries.interventions(by)}
    for row in plan_queries.jurisdictions():
        area = places.area(row["pcode"])
        if area:
            plan_actions.record_policy(
                by=by, area=area, kind=row["kind"], title_en=row["title_en"],
                title_ur=row["title_ur"], year=int(row["year"]) if row["year"] else None,
                body=workforce.search_organisations(by, row["body"]).first() if row["body"] else None,
                state=row["state"], note=row["note"],
                intervention=catalogue.get(row.get("intervention", "")),
            )  # fmt: skip

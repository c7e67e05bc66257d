"""What stands around the timeline of a case: facts, scores, what comes next, who sees it."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from sukoon.accounts import queries as accounts
from sukoon.cases import queries
from sukoon.cases.models import Case
from sukoon.cases.rows import due_in_words
from sukoon.cases.scoring import band_words, tidy, verdict_words
from sukoon.cases.words import TaskStatus
from sukoon.core.access import Actor
from sukoon.people import queries as people
from sukoon.places import queries as places
from sukoon.ui.pictures import spark


def facts(by: Actor, case: Case, now: datetime) -> list[str]:
    """Return what stands under the title: sex and age where one may see the person, area, lead."""
    told = []
    person = case.person
    if people.visible(by).filter(pk=person.pk).exists():
        age = people.age_on(person, timezone.localdate(now))
        told.append(str(person.get_sex_display()) if person.sex != "not_told" else "")
        told.append(_("%(age)d years") % {"age": age} if age is not None else "")
    area = places.area_at(case.area_path)
    told.append(area.name if area else "")
    told.append(_("Tier %(tier)d") % {"tier": case.tier})
    lead = accounts.names({case.owner_id}).get(case.owner_id, "")
    told.append(_("Lead: %(name)s") % {"name": lead} if lead else "")
    return [t for t in told if t]


def score_chips(by: Actor, case: Case) -> list[dict[str, object]]:
    """Return one chip an instrument: the last score, its band, and the way there."""
    chips: list[dict[str, object]] = []
    for chart in queries.charts(by, case):
        last, scored = chart.last, chart.scored
        band = (
            band_words(last.band)
            if last.band
            else (
                _("No band for this wording or group") if last.total is not None else _("No score")
            )
        )
        trend = (
            spark([float(r.total or 0) for r in scored], title=chart.title)
            if len(scored) > 1
            else None
        )
        said = ""
        if len(scored) > 1:
            said = f"{tidy(scored[0].total)} → {tidy(scored[-1].total)}. {verdict_words(chart.verdict)}"
        chips.append({
            "instrument": chart.title, "value": tidy(last.total), "of": chart.highest,
            "band": f"{band} · {timezone.localtime(last.happened_at):%Y-%m-%d}",
            "trend": trend, "trend_said": said, "id": chart.instrument,
        })  # fmt: skip
    return chips


def next_things(case: Case, now: datetime) -> list[dict[str, object]]:
    """Return the open tasks of a case, the next first."""
    open_tasks = list(
        case.tasks.filter(status=TaskStatus.OPEN)
        .prefetch_related("reminders")
        .order_by("due_at", "id")
    )
    names = accounts.names({t.owner_id for t in open_tasks})
    found = []
    for task in open_tasks:
        when, exact = due_in_words(task.due_at, now)
        found.append({
            "task": task, "when": when, "exact": exact, "late": task.due_at < now,
            "reminders": list(task.reminders.all()),
            "owner": names.get(task.owner_id, "") if task.owner_id != case.owner_id else "",
        })  # fmt: skip
    return found


def who_sees(by: Actor, case: Case) -> list[dict[str, object]]:
    """Return who has a care relationship to the case, the lead first."""
    links = list(case.links.all())
    known = {case.owner_id, *(link.account_id for link in links)}
    at_risk = accounts.answering_for(case.person_id) - known
    names = accounts.names(known | at_risk)
    told: list[dict[str, object]] = [
        {"name": names.get(case.owner_id, ""), "as": _("Lead"), "link": None}
    ]
    told += [
        {"name": names.get(link.account_id, ""), "as": link.get_kind_display(), "link": link}
        for link in links
    ]
    told += [
        {"name": names.get(pk, ""), "as": _("Answers for the risk"), "link": None}
        for pk in sorted(at_risk, key=str)
    ]
    return told

"""Reading what a pack tells of interventions, who uses them, gaps and lessons."""

from datetime import date

from sukoon.coordination.actions import knowledge as actions
from sukoon.coordination.drafts import InterventionDraft, LogDraft
from sukoon.coordination.queries import knowledge as queries
from sukoon.coordination.queries import plans as plan_queries
from sukoon.core.access import Actor
from sukoon.core.content import content_path
from sukoon.core.packs import Pack, read_pack
from sukoon.places import queries as places
from sukoon.workforce.models import Organisation
from sukoon.workforce.queries import OrganisationNames

FOLDER = ("interventions", "national")
NUMBERS = ("tiers", "languages")


def load(by: Actor, pack: Pack) -> None:
    """Load the catalogue. Who uses what, gaps and lessons are a deployment's own: see `begin`."""
    rows = []
    for r in pack.files["interventions.csv"]:
        told = {n: r.get(n) for n in InterventionDraft.__dataclass_fields__ if n not in NUMBERS}
        tiers = [int(t) for t in r.get("tiers").split("|") if t]
        rows.append(InterventionDraft(**told, tiers=tiers, languages=_many(r.get("languages"))))
    actions.load_interventions(by=by, rows=rows)


def begin(by: Actor, *, today: date) -> None:
    """Note who uses what, and the gaps and lessons of the pack, in a deployment that has none yet."""
    pack = read_pack(content_path().joinpath(*FOLDER))
    names = _Names()
    known = {i.code: i for i in queries.interventions(by)}
    for r in pack.files["uses.csv"]:
        area, organisation = places.area(r["pcode"]), names.find(r["organisation"])
        if area and organisation and r["intervention"] in known:
            actions.record_use(
                by=by, intervention=known[r["intervention"]], organisation=organisation, area=area,
                note=r.get("note"), told_on=_day(r.get("told_on")),
            )  # fmt: skip
    policies = {p.title_en: p for p in plan_queries.policies(by)}
    for r in pack.files["log.csv"]:
        area = places.area(r["pcode"])
        if area is None or queries.log(by).filter(area=area, title_en=r["title_en"]).exists():
            continue
        draft = LogDraft(
            kind=r["kind"], area=area, title_en=r["title_en"], title_ur=r.get("title_ur"),
            said=r.get("said"), proposed=r.get("proposed"), source=r["source"],
            noted_on=date.fromisoformat(r["noted_on"]),
            organisation=names.find(r.get("organisation")),
            policy=policies.get(r.get("policy")), intervention=known.get(r.get("intervention")),
            indicators=_many(r.get("indicators")),
        )  # fmt: skip
        actions.record_log_entry(by=by, draft=draft, today=today)


def _many(text: str) -> list[str]:
    return [part for part in text.split("|") if part]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


class _Names:
    """Organisations by any of their names."""

    def __init__(self) -> None:
        self._ids = OrganisationNames()

    def find(self, name: str) -> Organisation | None:
        pk = self._ids.find(name) if name else None
        return Organisation.objects.get(pk=pk) if pk else None

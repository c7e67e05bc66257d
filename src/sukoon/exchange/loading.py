"""Loading packs into the database, through the areas' actions."""

from collections.abc import Callable

from django.db import transaction

from sukoon.coordination import knowledge_packs
from sukoon.coordination.actions.package import ActionRow, load_package
from sukoon.coordination.actions.package import ActivityRow as ActivityRowOfPackage
from sukoon.core import clock
from sukoon.core.access import Actor
from sukoon.core.content import content_path
from sukoon.core.packs import Pack, pack_folders, read_pack
from sukoon.core.stamps import is_loaded, mark_loaded
from sukoon.exchange.area_files import read_areas
from sukoon.places import actions as places
from sukoon.places.actions import AliasRow, GroupRow
from sukoon.services import actions as services
from sukoon.services.actions.lines import ActivityRow, TargetRow
from sukoon.workforce import actions as workforce
from sukoon.workforce.actions import OrganisationRow
from sukoon.workforce.words import OrganisationType

Progress = Callable[[str], None]
# Areas before what stands in them; codes before lines that use them.
# Kinds that are not named here are read from their pack each time, in any order.
ORDER = ("areas", "activities", "codes", "mapping", "pledges", "meetings", "interventions")


def load_everything(*, by: Actor, progress: Progress) -> int:
    """Load every pack that is new or other than what is loaded; return how many were.

    Raises PackBroken, with file, line and field, before anything of that pack is written.
    """
    packs = [read_pack(folder) for folder in pack_folders(content_path())]
    packs.sort(key=lambda p: (*_place(p.stamp.kind), p.stamp.id))
    loaded = 0
    for pack in packs:
        if is_loaded(pack):
            continue
        progress(f"  loading {pack.stamp.title} ({pack.stamp.version}, {pack.stamp.status})")
        with transaction.atomic():
            LOADERS.get(pack.stamp.kind, _nothing)(by, pack)
            mark_loaded(pack, now=clock.now())
        loaded += 1
    return loaded


def _place(kind: str) -> tuple[int, str]:
    return (ORDER.index(kind) if kind in ORDER else len(ORDER), kind)


def anything_new() -> bool:
    """Say whether a pack is new or other than what is loaded."""
    return any(not is_loaded(read_pack(folder)) for folder in pack_folders(content_path()))


def _areas(by: Actor, pack: Pack) -> None:
    places.load_areas(by=by, rows=read_areas(pack.folder / "areas.csv"))
    groups: dict[str, GroupRow] = {}
    for row in pack.files["groups.csv"]:
        before = groups.get(row["code"])
        members = (*(before.members if before else ()), row["pcode"])
        groups[row["code"]] = GroupRow(row["code"], row["name_en"], row["name_ur"], members)
    aliases = [
        AliasRow(r["name"], r["kind"], r["pcode"], r["group"]) for r in pack.files["aliases.csv"]
    ]
    places.load_names(by=by, groups=list(groups.values()), aliases=aliases)


def _activities(by: Actor, pack: Pack) -> None:
    rows = [
        ActivityRow(
            list_version=pack.stamp.version,
            code=r["code"],
            label_en=r["label_en"],
            label_ur=r["label_ur"],
            layer=int(r["layer"]) if r["layer"] else None,
            counts_people=r["counts_people"] == "1",
            hint_en=r.get("hint_en"),
            hint_ur=r.get("hint_ur"),
            crosswalk=r.get("crosswalk"),
        )
        for r in pack.files["activities.csv"]
    ]
    services.load_codes(by=by, activities=rows, targets=[])


def _codes(by: Actor, pack: Pack) -> None:
    """Target groups are rows that services point to; other lists are read from their packs."""
    if pack.stamp.id != "target_group":
        return
    rows = [
        TargetRow(r["code"], r["label_en"], r["label_ur"], r["sensitive"] == "1")
        for r in pack.files["target_group.csv"]
    ]
    services.load_codes(by=by, activities=[], targets=rows)


def _package(by: Actor, pack: Pack) -> None:
    """Load the minimum service package; the words of actions where a deployer's pack has them."""
    rows = [
        ActivityRowOfPackage(
            code=r["code"], section_en=r["section_en"], label_en=r["label_en"],
            section_ur=r.get("section_ur"), label_ur=r.get("label_ur"), sectors=r.get("sectors"),
            codes=r["codes"],
        )
        for r in pack.files["activities.csv"]
    ]  # fmt: skip
    words = [
        ActionRow(r["activity"], r["kind"], int(r["number"]), r["text_en"], r.get("text_ur"))
        for r in pack.files["actions.csv"]
    ]
    load_package(by=by, version=pack.stamp.version, activities=rows, actions=words)


def _organisations(by: Actor, pack: Pack) -> None:
    rows = [
        OrganisationRow(
            name=r["name"],
            type=OrganisationType(r["type"]),
            acronym=r["acronym"],
            name_ur=r.get("name_ur"),
            aliases=tuple(filter(None, r["aliases"].split("|"))),
        )
        for r in pack.files["organisations.csv"]
    ]
    workforce.load_organisations(by=by, rows=rows)


def _nothing(by: Actor, pack: Pack) -> None:
    """What is read from its pack each time; only its stamp is kept."""


LOADERS: dict[str, Callable[[Actor, Pack], None]] = {
    "areas": _areas,
    "activities": _activities,
    "codes": _codes,
    "mapping": _organisations,
    "pledges": _organisations,
    "meetings": _organisations,
    "msp": _package,
    "interventions": knowledge_packs.load,
}

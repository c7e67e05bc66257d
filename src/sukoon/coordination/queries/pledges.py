"""Pledges and commitments: what one may see, narrowed and counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import (
    Count,
    DateField,
    Prefetch,
    Q,
    QuerySet,
    Sum,
)
from django.db.models.functions import Coalesce

from sukoon.coordination.clocks import clocks
from sukoon.coordination.models import (
    Commitment,
    CommitmentEntity,
    CommitmentTheme,
    CommitmentUpdate,
    Match,
    MatchedCommitment,
    Pledge,
)
from sukoon.coordination.rules import pledges as rules
from sukoon.coordination.words import Stage, Standing
from sukoon.core.access import Actor, within_reach
from sukoon.core.permissions import Permission
from sukoon.core.text import name_key
from sukoon.workforce.models import Organisation

MOST_WORDS = 5
MOST_CURSOR = 120


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of commitments is narrowed to. Empty means everything."""

    pledge: str = ""
    organisation: UUID | None = None
    kind: str = ""
    stage: str = ""
    standing: str = ""
    theme: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class UnitTotal:
    """The targets told in one unit. The sum is of what was told: two may mean the same ones."""

    unit: str
    commitments: int
    total: int


@dataclass(frozen=True, slots=True)
class Summary:
    """How many commitments there are, and how they stand.

    `made_up` lie among the lines and in no figure: what was invented for a demonstration is never
    added to what was promised. Where nothing else is there, the figures are of those.
    """

    commitments: int
    fulfilled: int
    late: int
    silent: int
    organisations: int
    totals: Sequence[UnitTotal]
    made_up: int = 0


def pledges(by: Actor) -> QuerySet[Pledge]:
    """Pledges within reach of PLEDGE_VIEW."""
    seen = within_reach(by, Permission.PLEDGE_VIEW, owner=None, org=None, area="area_path")
    return Pledge.objects.filter(seen).select_related("area").order_by("code")


def writable_pledges(by: Actor) -> QuerySet[Pledge]:
    """Pledges that the actor keeps."""
    mine = within_reach(by, Permission.PLEDGE_WRITE, owner=None, org=None, area="area_path")
    return pledges(by).filter(mine)


def visible(by: Actor) -> QuerySet[Commitment]:
    """Commitments within reach of PLEDGE_VIEW, or signed by the actor's own organisation."""
    seen = within_reach(by, Permission.PLEDGE_VIEW, owner=None, org=None, area="area_path")
    signed = CommitmentEntity.objects.filter(
        within_reach(by, Permission.PLEDGE_VIEW, owner=None, org="organisation", area=None)
    )
    return Commitment.objects.filter(seen | Q(pk__in=signed.values("commitment")))


def writable(by: Actor) -> QuerySet[Commitment]:
    """Commitments that the actor keeps."""
    mine = within_reach(by, Permission.PLEDGE_WRITE, owner=None, org=None, area="area_path")
    return visible(by).filter(mine)


def reportable(by: Actor) -> QuerySet[CommitmentEntity]:
    """Signatures for which the actor reports: the own organisation's, or all of an area."""
    mine = within_reach(
        by, Permission.PLEDGE_UPDATE, owner=None, org="organisation",
        area="commitment__area_path",
    )  # fmt: skip
    return CommitmentEntity.objects.filter(mine).select_related("organisation", "commitment")


def details(by: Actor) -> QuerySet[Commitment]:
    """Visible commitments with everything their page shows."""
    updates = CommitmentUpdate.objects.select_related("organisation", "evidence", "amends")
    return with_parts(visible(by)).prefetch_related(Prefetch("updates", updates), "matches__match")


def with_parts(found: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Fetch what a list shows of each: six queries in all."""
    entities = CommitmentEntity.objects.select_related("organisation")
    return found.select_related("pledge__area").prefetch_related(
        Prefetch("entities", entities), "kinds", "themes", "codes", "programmes"
    )


def filtered(by: Actor, filters: Filters, *, today: date) -> QuerySet[Commitment]:
    """Return the visible commitments that the filters leave."""
    found = visible(by)
    if filters.pledge:
        found = found.filter(pledge__code=filters.pledge)
    if filters.organisation:
        signed = CommitmentEntity.objects.filter(organisation=filters.organisation)
        found = found.filter(pk__in=signed.values("commitment"))
    if filters.kind:
        found = found.filter(kinds__kind=filters.kind)
    if filters.stage:
        found = found.filter(stage=filters.stage)
    if filters.theme:
        found = found.filter(themes__theme=filters.theme)
    if filters.standing:
        found = found.filter(_stands(filters.standing, today))
    for word in name_key(filters.text).split()[:MOST_WORDS]:
        named = CommitmentEntity.objects.filter(organisation__aliases__key__contains=word)
        found = found.filter(
            Q(text__icontains=word) | Q(text_ur__contains=word) | Q(code__iexact=word)
            | Q(geography__icontains=word) | Q(pk__in=named.values("commitment"))
        )  # fmt: skip
    return found


def _late(today: date) -> Q:
    return Q(deadline_on__lt=today) & ~Q(stage=Stage.FULFILLED)


def _silent(today: date) -> Q:
    before = today - timedelta(days=clocks().silent_days)
    heard = Q(told_on__lt=before) | Q(told_on=None, known_since__lt=before)
    return heard & ~Q(stage=Stage.FULFILLED)


def _stands(standing: str, today: date) -> Q:
    """Return the same as `rules.standing`, as a filter. A test proves that the two agree."""
    match standing:
        case Standing.KEPT:
            return Q(stage=Stage.FULFILLED)
        case Standing.LATE:
            return _late(today)
        case Standing.SILENT:
            return _silent(today) & ~_late(today)
        case Standing.ON_COURSE:
            return ~Q(stage=Stage.FULFILLED) & ~_late(today) & ~_silent(today)
    return Q(pk__in=[])


def page(found: QuerySet[Commitment], cursor: str, *, size: int) -> tuple[list[Commitment], str]:
    """Return a page in the order of codes, and the cursor of the next. Garbage begins anew."""
    pk, _, code = cursor[:MOST_CURSOR].partition("~")
    try:
        last = UUID(pk)
    except ValueError:
        pass
    else:
        found = found.filter(Q(code__gt=code) | Q(code=code, pk__gt=last))
    rows = list(with_parts(found).order_by("code", "pk")[: size + 1])
    shown = rows[:size]
    return shown, f"{shown[-1].pk}~{shown[-1].code}" if len(rows) > size else ""


def summary(found: QuerySet[Commitment], *, today: date) -> Summary:
    """Count how the commitments stand, and add up targets unit by unit. Two queries."""
    chosen = found.order_by()  # no filter joins a row twice: kinds and themes are unique
    lines = list(
        chosen.values("target_unit", "is_synthetic").annotate(
            n=Count("pk"),
            kept=Count("pk", filter=Q(stage=Stage.FULFILLED)),
            late=Count("pk", filter=_late(today)),
            silent=Count("pk", filter=_silent(today)),
            told=Count("target_value"),
            total=Sum("target_value"),
        )
    )
    units = [u for u in lines if not u["is_synthetic"]] or lines
    if len(units) < len(lines):
        chosen = chosen.filter(is_synthetic=False)
    signed = CommitmentEntity.objects.filter(commitment__in=chosen.values("pk")).order_by()
    totals = [UnitTotal(u["target_unit"], u["told"], u["total"]) for u in units if u["told"]]
    return Summary(
        commitments=sum(u["n"] for u in units), fulfilled=sum(u["kept"] for u in units),
        late=sum(u["late"] for u in units), silent=sum(u["silent"] for u in units),
        organisations=signed.values("organisation").distinct().count(),
        totals=sorted(totals, key=lambda t: (-t.total, t.unit)),
        made_up=sum(u["n"] for u in lines) - sum(u["n"] for u in units),
    )  # fmt: skip


def told_of(commitment: Commitment) -> rules.Told:
    """Return what the lateness and silence of a commitment are judged by."""
    return rules.Told(
        commitment.stage, commitment.deadline_on, commitment.known_since, commitment.told_on
    )


def standing_of(commitment: Commitment, *, today: date) -> Standing:
    return rules.standing(told_of(commitment), today=today, within=clocks().silent_days)


def quietest(by: Actor, *, today: date, most: int) -> list[Commitment]:
    """Return the commitments late or silent for longest that the actor reports on."""
    mine = visible(by).filter(pk__in=reportable(by).values("commitment"))
    heard = Coalesce("told_on", "known_since", output_field=DateField())
    found = mine.filter(_late(today) | _silent(today))
    return list(with_parts(found).order_by(heard.asc(), "code")[:most])


def themes(by: Actor) -> list[str]:
    """Return every theme of visible commitments."""
    seen = visible(by).order_by().values("pk")
    found = CommitmentTheme.objects.filter(commitment__in=seen).order_by("theme")
    return list(found.values_list("theme", flat=True).distinct())


def signatories(by: Actor) -> list[tuple[UUID, str]]:
    """Return every organisation that signed a visible commitment."""
    signed = CommitmentEntity.objects.filter(commitment__in=visible(by).order_by().values("pk"))
    ids = signed.order_by().values("organisation")
    found = Organisation.objects.filter(pk__in=ids).order_by("name")
    return list(found.values_list("pk", "name"))


def matches(by: Actor) -> QuerySet[Match]:
    """Aims that commitments are matched to, within reach of PLEDGE_VIEW."""
    seen = within_reach(by, Permission.PLEDGE_VIEW, owner=None, org=None, area="area_path")
    members = MatchedCommitment.objects.select_related("commitment").order_by("commitment__code")
    return Match.objects.filter(seen).prefetch_related(
        Prefetch("commitments", members), "commitments__commitment__kinds",
        "commitments__commitment__entities__organisation",
    )  # fmt: skip


def published(by: Actor) -> QuerySet[Pledge]:
    """Pledges whose page is open to everyone."""
    seen = within_reach(by, Permission.MAP_VIEW, owner=None, org=None, area="area_path")
    return Pledge.objects.filter(seen, published_at__isnull=False).order_by("code")


def of_pledges(ids: Sequence[UUID]) -> QuerySet[Commitment]:
    """The commitments of these pledges, as far as they are published."""
    return Commitment.objects.filter(pledge__in=ids, pledge__published_at__isnull=False)


def published_commitments(pledge: Pledge) -> QuerySet[Commitment]:
    """The commitments of a published pledge; none of one that is not."""
    return Commitment.objects.filter(pledge=pledge, pledge__published_at__isnull=False)

"""Everything that can be asked about organisations, workers and teams."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from sukoon.core.access import Actor, within_reach
from sukoon.core.permissions import Permission
from sukoon.core.text import name_key
from sukoon.workforce.models import Organisation, OrganisationAlias, Team, Worker


def worker_of(account_id: UUID) -> Worker | None:
    """Return the worker who signs in with an account. For actions that have checked who asks."""
    return Worker.objects.filter(account=account_id).first()


def organisations(by: Actor) -> QuerySet[Organisation]:
    """Organisations that go on (merged ones point to them). They are public."""
    seen = within_reach(by, Permission.MAP_VIEW, owner=None, org="pk", area=None)
    return Organisation.objects.filter(seen, merged_into=None).order_by("name", "id")


def writable_organisations(by: Actor, permission: Permission) -> QuerySet[Organisation]:
    """Organisations for which the actor holds this permission, by organisation or everywhere."""
    return Organisation.objects.filter(
        within_reach(by, permission, owner=None, org="pk", area=None), merged_into=None
    ).order_by("name", "id")


def search_organisations(by: Actor, text: str) -> QuerySet[Organisation]:
    """Organisations known by a name that contains the text, however it is spelled."""
    key = name_key(text)
    found = organisations(by)
    return found.filter(Q(aliases__key__contains=key)).distinct() if key else found


def named(by: Actor, told: str) -> list[Organisation]:
    """Return the organisations with this id or name, also one they are known under."""
    visible = organisations(by)
    try:
        return list(visible.filter(pk=UUID(told)))
    except ValueError:
        return list(visible.filter(aliases__key=name_key(told)).distinct())


def workers(by: Actor) -> QuerySet[Worker]:
    """Workers within reach of WORKER_VIEW."""
    seen = within_reach(
        by, Permission.WORKER_VIEW, owner="account", org="organisation", area="area__path"
    )
    return (
        Worker.objects.filter(seen)
        .select_related("organisation", "area")
        .prefetch_related("languages")
        .order_by("name", "id")
    )


def teams(by: Actor) -> QuerySet[Team]:
    """Teams within reach of WORKER_VIEW."""
    seen = within_reach(
        by, Permission.WORKER_VIEW, owner=None, org="organisation", area="area__path"
    )
    return (
        Team.objects.filter(seen)
        .select_related("organisation", "area")
        .prefetch_related("members__worker")
        .order_by("name", "id")
    )


class OrganisationNames:
    """Every name of every organisation, read once, to resolve names row after row."""

    def __init__(self) -> None:
        rows = OrganisationAlias.objects.values_list("key", "name", "organisation_id")
        self._ids: dict[str, UUID] = {}
        self._labels: list[str] = []
        for key, name, organisation_id in rows:
            self._ids[key] = organisation_id
            self._labels.append(name)

    def find(self, name: str) -> UUID | None:
        return self._ids.get(name_key(name))

    def names(self) -> list[str]:
        return self._labels

    def add(self, name: str, organisation_id: UUID) -> None:
        """Remember an organisation that was added meanwhile."""
        self._ids[name_key(name)] = organisation_id
        self._labels.append(name)


def team_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return what teams and organisations are called, by id, for those who act for them."""
    wanted = list(ids)
    found = {t.pk: t.name for t in Team.objects.filter(pk__in=wanted)}
    return found | {o.pk: o.shown_name for o in Organisation.objects.filter(pk__in=wanted)}

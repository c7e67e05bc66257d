"""Requests and deployments within reach."""

from django.db.models import Prefetch, QuerySet

from sukoon.core.access import Actor, within_reach
from sukoon.core.permissions import Permission
from sukoon.surge.models import Deployment, DeploymentStep, Paper, Request
from sukoon.surge.words import RequestState


def any_requests(by: Actor) -> QuerySet[Request]:
    """Requests within reach of SURGE_VIEW or of the own organisation, also of exercises."""
    seen = within_reach(by, Permission.SURGE_VIEW, owner=None, org="organisation", area="area_path")
    sent = Deployment.objects.select_related("expert__organisation", "hosted_by")
    return (
        Request.objects.filter(seen)
        .select_related("emergency", "organisation", "area")
        .prefetch_related(
            "skills", "languages", Prefetch("deployments", sent.order_by("starts_on", "id"))
        )
        .order_by("starts_on", "id")
    )


def requests(by: Actor) -> QuerySet[Request]:
    """Real requests within reach."""
    return any_requests(by).filter(is_exercise=False)


def open_requests(by: Actor) -> QuerySet[Request]:
    return requests(by).filter(state=RequestState.OPEN)


def writable_requests(by: Actor) -> QuerySet[Request]:
    """Requests that the actor closes or withdraws: the own organisation's, or an area's."""
    mine = within_reach(
        by, Permission.SURGE_WRITE, owner=None, org="organisation", area="area_path"
    )
    return any_requests(by).filter(mine)


def fillable_requests(by: Actor) -> QuerySet[Request]:
    """Requests for which the actor sends experts: an area's coordinator."""
    mine = within_reach(by, Permission.SURGE_WRITE, owner=None, org=None, area="area_path")
    return any_requests(by).filter(mine)


def deployments(by: Actor) -> QuerySet[Deployment]:
    """Deployments within reach, also of exercises, with steps, report and papers."""
    seen = within_reach(by, Permission.SURGE_VIEW, owner=None, org="org_id", area="area_path")
    return (
        Deployment.objects.filter(seen)
        .select_related(
            "request__area", "emergency", "expert__organisation", "hosted_by", "funded_by",
            "report",
        )
        .prefetch_related(
            Prefetch("steps", DeploymentStep.objects.order_by("at", "id")),
            Prefetch("papers", Paper.objects.order_by("created_at", "id")),
        )
        .order_by("-starts_on", "-id")
    )  # fmt: skip


def writable_deployments(by: Actor) -> QuerySet[Deployment]:
    """Deployments that the actor moves and reports on: of the own experts, or an area's."""
    mine = within_reach(by, Permission.SURGE_WRITE, owner=None, org="org_id", area="area_path")
    return deployments(by).filter(mine)

"""Reviewers' remarks and signatures. A signature is under one version, word for word."""

from django.db import IntegrityError, transaction

from sukoon.audit.events import emit
from sukoon.core import clock
from sukoon.core.access import Actor, require_holds
from sukoon.core.ids import new_id
from sukoon.core.permissions import Permission
from sukoon.pathways.definitions import definition
from sukoon.pathways.models import Remark, Signature
from sukoon.pathways.problems import NothingSaid, SignedAlready


@transaction.atomic
def remark(*, by: Actor, pathway: str, text: str, name: str, node: str = "") -> Remark:
    """Say something about a pathway or a node of it, in the version that is read now."""
    require_holds(by, Permission.PATHWAY_REVIEW)
    if not text.strip():
        raise NothingSaid
    told = definition(pathway)
    made = Remark.objects.create(
        id=new_id(), pathway=pathway, pathway_version=told.version, checksum=told.checksum,
        node=node[:60], text=text.strip()[:2000], by_id=by.id, by_name=name[:120],
    )  # fmt: skip
    emit("pathway.remarked", subject=made.pk, by=by, pathway=pathway)
    return made


@transaction.atomic
def settle(*, by: Actor, remark: Remark) -> Remark:
    """Say that a remark was answered by a change, or needs none."""
    require_holds(by, Permission.PATHWAY_REVIEW)
    remark.settled_at = clock.now()
    remark.save(update_fields=["settled_at", "updated_at"])
    emit("remark.settled", subject=remark.pk, by=by)
    return remark


@transaction.atomic
def sign(*, by: Actor, pathway: str, checksum: str, name: str) -> Signature:
    """Put a name under the version that was read. Raises SignedAlready, NothingSaid (no name)."""
    require_holds(by, Permission.PATHWAY_REVIEW)
    told = definition(pathway)
    if told.checksum != checksum or not name.strip():
        raise NothingSaid
    try:
        with transaction.atomic():
            made = Signature.objects.create(
                pathway=pathway, pathway_version=told.version, checksum=checksum, by_id=by.id,
                by_name=name.strip()[:120],
            )  # fmt: skip
    except IntegrityError:
        raise SignedAlready from None
    emit("pathway.signed", subject=made.pk, by=by, pathway=pathway, checksum=checksum[:16])
    return made

"""Work that follows what areas below did: a guided assessment that goes to the supervisor as well."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from sukoon.accounts.models import User
from sukoon.accounts.roles import actor_for
from sukoon.cases import actions as cases
from sukoon.cases.words import TaskKind
from sukoon.core import clock
from sukoon.core.problems import Problem
from sukoon.pathways.kept import to_ask_about
from sukoon.supervision import actions
from sukoon.supervision.rules import Opinion


def walk_finished(walk_id: UUID) -> None:
    """Ask the supervisor what the worker wrote beside the assessment. What cannot be asked is a task."""
    walk = to_ask_about(walk_id)
    if walk is None or walk.asked_by_id is None:
        return
    user = User.objects.filter(pk=walk.asked_by_id, is_active=True).first()
    if user is None:
        return
    by = actor_for(user, now=clock.now())
    try:
        actions.ask(
            by=by, case=walk.case, question=str(walk.question), opinion=Opinion(),
            happened_at=walk.finished_at, request_id=walk.pk,
        )  # fmt: skip
    except Problem as problem:
        with override(user.language):
            what = _("Your question about the assessment was not sent: %(why)s") % {"why": problem}
        if walk.case.is_open:
            cases.add_task(
                by=by, case=walk.case, kind=TaskKind.OTHER, due_at=clock.now(), what=what[:300],
                owner_id=user.pk, about_id=walk.pk,
            )  # fmt: skip

"""What was written beside broken glass before it was sealed is sealed by the step that seals it."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sukoon.accounts.models import BrokenGlass
from sukoon.core.ids import new_id
from tests.conftest import NOW
from tests.factories import UserFactory
from tests.raw import raw_database, traces

BEFORE, AFTER = [("accounts", "0004_care_relations")], [("accounts", "0005_sealed_glass")]
WHY = "Zarghuna is at risk and nobody answers."


@pytest.mark.django_db(transaction=True)
def test_what_was_written_openly_is_sealed_and_can_be_opened():
    user, pk = UserFactory(), new_id()
    old = MigrationExecutor(connection)
    old.migrate(BEFORE)
    glass = old.loader.project_state(BEFORE).apps.get_model("accounts", "BrokenGlass")
    try:
        glass.objects.create(
            id=pk, user_id=user.pk, record_id=new_id(), reason=WHY, review_note="well done",
            started_at=NOW, ends_at=NOW.replace(hour=10), created_at=NOW, updated_at=NOW,
        )  # fmt: skip
        assert traces(raw_database(), WHY)
    finally:
        new = MigrationExecutor(connection)
        new.migrate(new.loader.graph.leaf_nodes())
    kept = BrokenGlass.objects.get(pk=pk)
    assert (kept.reason, kept.review_note) == (WHY, "well done")
    assert kept.key_version > 0
    column = BrokenGlass.objects.values_list("reason", flat=True).get()
    assert WHY.encode() not in bytes(column)

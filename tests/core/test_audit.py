"""An event is written with its change or not at all, and holds codes only."""

import pytest

from sukoon.accounts import actions as accounts
from sukoon.accounts.roles import console_actor
from sukoon.audit import queries
from sukoon.audit.events import emit
from sukoon.audit.models import AuditEntry
from sukoon.core.access import NotAllowed
from sukoon.core.ids import new_id


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_its_change_is_refused():
    with pytest.raises(RuntimeError):
        emit("thing.done", subject=new_id(), by=console_actor())


@pytest.mark.django_db
def test_an_account_is_made_with_its_event_and_without_its_name():
    user = accounts.create_account(
        by=console_actor(), email="nadia@example.org", full_name="Nadia", password=None
    )

    entry = AuditEntry.objects.get(event="account.created")
    assert (entry.subject_id, entry.actor_label) == (user.pk, "console")
    assert "adia" not in "".join(f"{d.name}{d.value}" for d in entry.details.all())


@pytest.mark.parametrize("who", ["vida", "parveen", "mehr", "dpo"])
def test_only_the_administrator_makes_accounts(cast, who):
    with pytest.raises(NotAllowed):
        accounts.create_account(
            by=cast.actor(who), email="x@example.org", full_name="", password=None
        )
    assert not AuditEntry.objects.exists()


def test_only_the_data_protection_officer_reads_the_events(cast):
    accounts.create_account(
        by=cast.actor("adam"), email="x@example.org", full_name="", password=None
    )

    seen = {w: queries.visible(cast.actor(w)).count() for w in ("dpo", "coco", "parveen", "vida")}
    assert seen == {"dpo": 1, "coco": 0, "parveen": 0, "vida": 0}

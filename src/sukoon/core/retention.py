"""What is not kept: work that is done, answers to operations nobody repeats any more."""

from datetime import datetime, timedelta

from sukoon.core.models import BroughtFile, Operation, OutboxMessage, OutboxStatus

DONE_DAYS = 30
BROUGHT_DAYS = 2  # a share is of a day
OPERATION_DAYS = 180  # a phone may come back after months and repeat what it sent
BATCH = 5000


def tidy(now: datetime) -> int:
    """Remove done outbox messages, old answers to operations, old shares; return how many rows."""
    done = OutboxMessage.objects.filter(
        status=OutboxStatus.DONE, updated_at__lt=now - timedelta(days=DONE_DAYS)
    )
    old = Operation.objects.filter(created_at__lt=now - timedelta(days=OPERATION_DAYS))
    brought = BroughtFile.objects.filter(created_at__lt=now - timedelta(days=BROUGHT_DAYS))
    removed = 0
    for rows in (done, old, brought):
        while ids := list(rows.values_list("pk", flat=True)[:BATCH]):
            removed += rows.model.objects.filter(pk__in=ids).delete()[0]
    return removed

"""The details of an event move into its own row. Backwards they become rows again."""

import json

from django.db import migrations, models

BATCH = 2000


def gather(apps, schema_editor):
    entries = apps.get_model("audit", "AuditEntry")
    details = apps.get_model("audit", "AuditDetail")
    ids = list(details.objects.order_by("entry_id").values_list("entry_id", flat=True).distinct())
    for first in range(0, len(ids), BATCH):
        told = {}
        batch = details.objects.filter(entry__in=ids[first : first + BATCH]).order_by("id")
        for entry, name, value in batch.values_list("entry_id", "name", "value"):
            told.setdefault(entry, []).append([name, value])
        rows = list(entries.objects.filter(pk__in=list(told)))
        for row in rows:
            row.told = json.dumps(told[row.pk], separators=(",", ":"), ensure_ascii=False)
        entries.objects.bulk_update(rows, ["told"], batch_size=200)


def scatter(apps, schema_editor):
    entries = apps.get_model("audit", "AuditEntry")
    details = apps.get_model("audit", "AuditDetail")
    for entry in entries.objects.exclude(told="").iterator(chunk_size=BATCH):
        details.objects.bulk_create(
            details(entry=entry, name=name, value=value) for name, value in json.loads(entry.told)
        )


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_sealed_in_order")]

    operations = [
        migrations.AddField("auditentry", "told", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.RunPython(gather, scatter),
    ]

"""Why glass was broken may say who a person is: what was written is sealed, and what is there."""

from django.db import migrations, models

import sukoon.core.vault


def seal(apps, schema_editor):
    """Seal what was written; a row says itself where it is bound to."""
    glass = apps.get_model("accounts", "BrokenGlass")
    for row in glass.objects.iterator():
        row.reason, row.review_note = row.plain_reason, row.plain_note
        row.save()


def unseal(apps, schema_editor):
    """Write it openly again."""
    glass = apps.get_model("accounts", "BrokenGlass")
    for row in glass.objects.iterator():
        row.plain_reason, row.plain_note = str(row.reason), str(row.review_note)
        row.save()


class Migration(migrations.Migration):
    atomic = True
    dependencies = [("accounts", "0004_care_relations")]

    operations = [
        migrations.RemoveConstraint("brokenglass", "glass_has_reason"),
        migrations.RenameField("brokenglass", "reason", "plain_reason"),
        migrations.RenameField("brokenglass", "review_note", "plain_note"),
        migrations.AddField("brokenglass", "reason", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
        migrations.AddField("brokenglass", "review_note", sukoon.core.vault.EncryptedTextField(blank=True, default=b"")),
        migrations.AddField("brokenglass", "key_version", sukoon.core.vault.KeyVersionField(db_index=True, default=0, editable=False)),
        migrations.AlterField("brokenglass", "plain_reason", models.CharField(blank=True, default="", max_length=500)),
        migrations.AlterField("brokenglass", "plain_note", models.CharField(blank=True, default="", max_length=500)),
        migrations.RunPython(seal, unseal),
        migrations.RemoveField("brokenglass", "plain_reason"),
        migrations.RemoveField("brokenglass", "plain_note"),
    ]

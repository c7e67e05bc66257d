"""The rows of details are gone: they stand in their event."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_details_in_the_event")]

    operations = [migrations.DeleteModel("AuditDetail")]

"""The first filing has number one and corrects nothing; the others have more: said once."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_offices_read_what_happened")]

    operations = [
        migrations.RemoveConstraint(model_name="filing", name="filing_number_begins_at_one"),
    ]

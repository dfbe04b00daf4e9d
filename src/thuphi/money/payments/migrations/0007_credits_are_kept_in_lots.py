from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0007_credits_are_kept_in_lots.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0006_fees_are_counted_by_kind"),
        ("credits", "0002_credits_are_kept"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

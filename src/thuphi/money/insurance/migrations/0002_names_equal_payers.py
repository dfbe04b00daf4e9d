from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0002_names_equal_payers.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("insurance", "0001_what_was_handed_over"),
        ("events", "0002_events_are_kept"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

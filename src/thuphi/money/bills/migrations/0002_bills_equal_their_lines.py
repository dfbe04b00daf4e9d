from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0002_bills_equal_their_lines.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("bills", "0001_runs_charges_bills"), ("events", "0002_events_are_kept")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

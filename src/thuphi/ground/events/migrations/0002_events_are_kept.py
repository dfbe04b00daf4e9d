from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0002_events_are_kept.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("events", "0001_events")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

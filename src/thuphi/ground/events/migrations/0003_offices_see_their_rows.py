from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0003_offices_see_their_rows.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("events", "0002_events_are_kept")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

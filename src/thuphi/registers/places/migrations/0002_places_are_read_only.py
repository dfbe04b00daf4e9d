from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0002_places_are_read_only.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("places", "0001_places_and_their_successions"), ("events", "0002_events_are_kept")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

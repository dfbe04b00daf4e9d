from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0002_neighbours_are_guarded.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("neighbours", "0001_keys_answers_webhooks"),
        ("events", "0002_events_are_kept"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

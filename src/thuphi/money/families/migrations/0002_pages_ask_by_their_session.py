from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0002_pages_ask_by_their_session.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("families", "0001_codes_and_sessions"),
        ("events", "0001_events"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

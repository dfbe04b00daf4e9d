from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0002_letters_are_guarded.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_what_is_now_true"), ("events", "0002_events_are_kept")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

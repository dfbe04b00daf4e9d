from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0002_fee_items_are_guarded.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_fee_items"), ("events", "0002_events_are_kept")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

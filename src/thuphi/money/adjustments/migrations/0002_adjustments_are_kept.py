from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0002_adjustments_are_kept.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("adjustments", "0001_what_is_now_true")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

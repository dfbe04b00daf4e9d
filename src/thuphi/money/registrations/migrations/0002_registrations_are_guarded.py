from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("registrations", "0001_registrations"), ("events", "0004_rows_of_one_facility")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

"""Offices read the events of reports."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_filed_is_frozen")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

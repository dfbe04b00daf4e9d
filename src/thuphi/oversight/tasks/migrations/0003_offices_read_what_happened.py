"""Offices read the events of tasks."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("tasks", "0002_offices_keep_their_parts")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

from pathlib import Path

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

SQL = Path(__file__).with_name("0002_beneficiaries_are_guarded.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("payers", "0001_beneficiaries"), ("events", "0002_events_are_kept")]
    operations = [TrigramExtension(), migrations.RunSQL(SQL, migrations.RunSQL.noop)]

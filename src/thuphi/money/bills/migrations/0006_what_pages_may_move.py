from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("bills", "0005_runs_by_rule_exemptions_by_kind"), ("events", "0004_rows_of_one_facility")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

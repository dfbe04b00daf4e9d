from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_rules_and_agreements")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

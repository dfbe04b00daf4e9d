from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("closing", "0001_closings_and_arrears")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

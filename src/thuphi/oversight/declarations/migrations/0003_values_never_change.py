from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0003_values_never_change.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("declarations", "0002_locked_and_guarded")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("sheets", "0001_school_sheets_and_their_mappings")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

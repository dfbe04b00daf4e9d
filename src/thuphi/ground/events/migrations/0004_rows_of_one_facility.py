from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("events", "0003_offices_see_their_rows")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

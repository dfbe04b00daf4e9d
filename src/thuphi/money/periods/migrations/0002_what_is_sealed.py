from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("periods", "0001_what_is_closed")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

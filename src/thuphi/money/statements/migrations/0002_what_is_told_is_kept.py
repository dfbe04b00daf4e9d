from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("statements", "0001_what_is_told"),
        ("facilities", "0002_accounts_are_guarded"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("proofs", "0001_accounts_are_proved"),
        ("payments", "0004_references_parts_returns"),
    ]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

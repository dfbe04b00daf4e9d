from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0007_credits_are_kept_in_lots"),
        ("ledger", "0003_opening_balances"),
        ("statements", "0001_what_is_told"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

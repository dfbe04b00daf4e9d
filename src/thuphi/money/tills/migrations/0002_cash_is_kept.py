from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("tills", "0001_what_is_now_true"),
        ("ledger", "0003_opening_balances"),
        ("payments", "0006_fees_are_counted_by_kind"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

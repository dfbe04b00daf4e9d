from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("reconciliation", "0001_what_is_matched"),
        ("statements", "0002_what_is_told_is_kept"),
        ("payments", "0007_credits_are_kept_in_lots"),
        ("tills", "0002_cash_is_kept"),
        ("refunds", "0001_refunds"),
        ("payouts", "0002_payouts_are_kept"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

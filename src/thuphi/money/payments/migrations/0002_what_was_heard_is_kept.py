from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0002_what_was_heard_is_kept.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_inbox_payments_counts"), ("bills", "0002_bills_equal_their_lines")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

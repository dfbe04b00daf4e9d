from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0002_the_book_keeps_itself.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_accounts_and_transfers"), ("events", "0002_events_are_kept")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

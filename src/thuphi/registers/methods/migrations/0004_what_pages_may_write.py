from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0004_what_pages_may_write.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("methods", "0003_contracts_terminals_fees_incentives"),
        ("events", "0002_events_are_kept"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

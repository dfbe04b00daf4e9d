"""Filed reports are frozen; offices see reports and write their own."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_obligations_and_filings"),
        ("events", "0003_offices_see_their_rows"),
    ]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

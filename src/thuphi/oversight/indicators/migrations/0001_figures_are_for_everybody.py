from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0001_figures_are_for_everybody.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("facilities", "0002_accounts_are_guarded"),
        ("methods", "0004_what_pages_may_write"),
        ("platforms", "0002_what_pages_may_write"),
        ("payments", "0004_references_parts_returns"),
        ("declarations", "0002_locked_and_guarded"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

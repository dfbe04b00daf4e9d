"""Others see no drafts, and only the office that holds a report moves it."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_a_number_is_known_by_what_it_corrects")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0002_books_are_guarded.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("books", "0001_how_a_school_reads_its_books"),
        ("events", "0002_events_are_kept"),
        ("bills", "0004_references_of_neighbours"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

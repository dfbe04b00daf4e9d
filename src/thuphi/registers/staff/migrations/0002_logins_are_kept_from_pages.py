from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0002_logins_are_kept_from_pages.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0001_logins_and_assignments"),
        ("sessions", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("events", "0002_events_are_kept"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0009_owners_that_were_none"),
        ("credits", "0003_money_given_without_a_bill"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0001_figures_are_for_everybody"),
        ("payments", "0010_money_may_lose_its_owner"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("0006_fees_are_counted_by_kind.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0005_fee_counts"),
        ("bills", "0004_references_of_neighbours"),
        ("catalogue", "0004_items_have_a_kind"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

from pathlib import Path

from django.db import migrations, models
from django.db.models import Q

SQL = Path(__file__).with_name("0001_line_trouble.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    initial = True
    dependencies = [("refunds", "0001_refunds")]
    operations = [
        migrations.CreateModel(
            name="LineTrouble",
            fields=[
                ("merchant_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("facility_id", models.BigIntegerField()),
                ("failures", models.IntegerField()),
                ("since", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
            ],
            options={
                "db_table": "line_trouble",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(failures__gt=0), name="line_trouble_is_trouble"
                    )
                ],
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]

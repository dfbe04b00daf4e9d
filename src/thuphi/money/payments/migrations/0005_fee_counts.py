from django.db import migrations, models
from django.db.models import F, Q

KINDS = ["tuition", "hospital_fee", "meal", "boarding", "insurance", "other"]


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0004_references_parts_returns"),
        ("catalogue", "0004_items_have_a_kind"),
    ]
    operations = [
        migrations.CreateModel(
            name="FeeCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("facility_id", models.BigIntegerField()),
                ("month", models.DateField()),
                ("kind", models.TextField(choices=[(kind, kind) for kind in KINDS])),
                ("due_vnd", models.BigIntegerField()),
                ("due_paid_vnd", models.BigIntegerField()),
                ("due_cashless_vnd", models.BigIntegerField()),
                ("collected_vnd", models.BigIntegerField()),
                ("cashless_vnd", models.BigIntegerField()),
            ],
            options={
                "db_table": "fee_count",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["facility_id", "month", "kind"], name="fee_count_is_one_a_kind"
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            due_cashless_vnd__gte=0,
                            due_paid_vnd__gte=F("due_cashless_vnd"),
                            due_vnd__gte=F("due_paid_vnd"),
                        ),
                        name="fee_count_paid_is_part_of_due",
                    ),
                    models.CheckConstraint(
                        condition=Q(cashless_vnd__gte=0, collected_vnd__gte=F("cashless_vnd")),
                        name="fee_count_cashless_is_part_of_collected",
                    ),
                    models.CheckConstraint(
                        condition=Q(kind__in=KINDS), name="fee_count_kind_is_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeeCountStale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("facility_id", models.BigIntegerField()),
                ("month", models.DateField()),
            ],
            options={"db_table": "fee_count_stale"},
        ),
    ]

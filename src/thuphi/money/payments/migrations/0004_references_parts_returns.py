from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

SQL = Path(__file__).with_name("0004_references_parts_returns.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_refused_notifications"), ("attempts", "0001_baskets_and_attempts"), ("methods", "0001_merchants")]
    operations = [
        migrations.AddField("heard", "reference", models.TextField(db_default="")),
        migrations.AddField("heard", "details", models.JSONField(db_default={})),
        migrations.AddField("payment", "part", models.SmallIntegerField(db_default=0)),
        migrations.RemoveConstraint("payment", "heard_is_booked_once"),
        migrations.AddConstraint(
            "payment",
            models.UniqueConstraint(
                fields=["heard", "part"], condition=Q(identifies=None), name="heard_is_booked_once"
            ),
        ),
        migrations.AddConstraint(
            "payment",
            models.CheckConstraint(condition=Q(part__gte=0), name="payment_part_counts_from_nought"),
        ),
        migrations.AddField("monthcount", "refunds", models.BigIntegerField(db_default=0)),
        migrations.AddField("monthcount", "refunded_vnd", models.BigIntegerField(db_default=0)),
        migrations.AddConstraint(
            "monthcount",
            models.CheckConstraint(
                condition=Q(refunds__gte=0, refunded_vnd__gte=0),
                name="month_count_refunds_are_not_negative",
            ),
        ),
        migrations.CreateModel(
            name="PaymentReturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("facility_id", models.BigIntegerField()),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.payment",
                    ),
                ),
                ("refund_id", models.BigIntegerField()),
                (
                    "kind",
                    models.TextField(
                        choices=[("asked", "asked"), ("failed", "failed"), ("done", "done")]
                    ),
                ),
                ("from_bill_vnd", models.BigIntegerField(db_default=0)),
                ("from_credit_vnd", models.BigIntegerField(db_default=0)),
                ("from_unidentified_vnd", models.BigIntegerField(db_default=0)),
                ("out_of", models.TextField(db_default="")),
                ("out_of_detail", models.TextField(db_default="")),
                ("happened_at", models.DateTimeField()),
            ],
            options={
                "db_table": "payment_return",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["refund_id", "kind"], name="payment_return_is_told_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(kind__in=["asked", "failed", "done"]),
                        name="payment_return_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            from_bill_vnd__gte=0, from_credit_vnd__gte=0, from_unidentified_vnd__gte=0
                        )
                        & ~Q(from_bill_vnd=0, from_credit_vnd=0, from_unidentified_vnd=0),
                        name="payment_return_is_of_some_money",
                    ),
                    models.CheckConstraint(
                        condition=Q(kind="done", out_of__in=["clearing", "bank", "cash"])
                        | (~Q(kind="done") & Q(out_of="")),
                        name="payment_return_leaves_by_one_account",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]

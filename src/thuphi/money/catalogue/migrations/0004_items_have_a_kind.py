from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).with_name("0004_items_have_a_kind.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_items_paid_in_one_sum")]
    operations = [
        migrations.AddField(
            model_name="feeitem",
            name="kind",
            field=models.TextField(
                choices=[
                    ("tuition", "tuition"),
                    ("hospital_fee", "hospital_fee"),
                    ("meal", "meal"),
                    ("boarding", "boarding"),
                    ("insurance", "insurance"),
                    ("other", "other"),
                ],
                db_default="other",
                default="other",
            ),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="feeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["tuition", "hospital_fee", "meal", "boarding", "insurance", "other"],
                    )
                ),
                name="fee_item_kind_is_known",
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_fee_items_are_guarded")]
    operations = [
        migrations.AddField(
            model_name="feeitem",
            name="allows_instalments",
            field=models.BooleanField(db_default=True, default=True),
        ),
    ]

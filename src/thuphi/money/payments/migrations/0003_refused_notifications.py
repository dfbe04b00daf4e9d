from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).with_name("0003_refused_notifications.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_what_was_heard_is_kept")]
    operations = [
        migrations.CreateModel(
            name="HeardSetAside",
            fields=[
                ("heard_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "heard_set_aside"},
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).with_name("0001_tries.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):

    initial = True

    dependencies = [("events", "0002_events_are_kept")]

    operations = [
        migrations.CreateModel(
            name='Tries',
            fields=[
                ('name', models.TextField(primary_key=True, serialize=False)),
                ('spent', models.IntegerField()),
                ('ends_at', models.DateTimeField(db_index=True)),
            ],
            options={'db_table': 'tries'},
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]

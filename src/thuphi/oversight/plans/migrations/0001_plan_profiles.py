from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).with_name("0001_plan_profiles.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('events', '0002_events_are_kept'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlanProfile',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('plan_id', models.TextField()),
                ('sha256', models.TextField()),
                ('text', models.TextField()),
                ('adopted_at', models.DateTimeField()),
                ('adopted_by', models.TextField()),
            ],
            options={
                'db_table': 'plan_profile',
                'indexes': [models.Index(fields=['plan_id', '-id'], name='plan_profile_newest_first')],
                'constraints': [models.CheckConstraint(condition=models.Q(('plan_id__regex', '^[A-Z][A-Z0-9_]{1,39}$')), name='plan_profile_id_has_its_form'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='plan_profile_has_a_text'), models.CheckConstraint(condition=models.Q(('adopted_by', ''), _negated=True), name='plan_profile_is_adopted_by_somebody')],
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]

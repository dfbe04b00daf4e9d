from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).with_name("0005_teachers_have_a_class.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_events_are_kept'),
        ('agencies', '0002_firms_and_institutions'),
        ('facilities', '0002_accounts_are_guarded'),
        ('places', '0002_places_are_read_only'),
        ('staff', '0004_teachers'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClassAllowance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facility_id', models.BigIntegerField()),
                ('shows_names', models.BooleanField()),
                ('reason', models.TextField()),
                ('said_by', models.BigIntegerField()),
                ('said_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'class_allowance',
            },
        ),
        migrations.RemoveConstraint(
            model_name='assignment',
            name='assignment_is_given_once',
        ),
        migrations.AddField(
            model_name='assignment',
            name='class_name',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(fields=('user', 'role', 'facility', 'place', 'agency', 'class_name'), name='assignment_is_given_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('facility__isnull', False), ('role', 'teacher')), models.Q(models.Q(('role', 'teacher'), _negated=True), ('class_name', '')), _connector='OR'), name='assignment_of_a_class_is_a_teachers'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'teacher'), _negated=True), models.Q(('class_name', ''), _negated=True), _connector='OR'), name='assignment_of_a_teacher_names_a_class'),
        ),
        migrations.AddIndex(
            model_name='classallowance',
            index=models.Index(fields=['facility_id', '-id'], name='class_allowance_latest'),
        ),
        migrations.AddConstraint(
            model_name='classallowance',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='class_allowance_has_a_reason'),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]

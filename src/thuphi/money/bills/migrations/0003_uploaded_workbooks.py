from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).with_name("0003_uploaded_workbooks.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):

    dependencies = [
        ('bills', '0002_bills_equal_their_lines'),
        ('facilities', '0001_facilities_and_their_accounts'),
    ]

    operations = [
        migrations.CreateModel(
            name='UploadedWorkbook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('school_year', models.TextField()),
                ('file_name', models.TextField()),
                ('digest', models.TextField()),
                ('content', models.BinaryField()),
                ('preview', models.JSONField()),
                ('state', models.TextField(choices=[('waiting', 'waiting'), ('faulty', 'faulty'), ('confirmed', 'confirmed')])),
                ('uploaded_by', models.BigIntegerField(null=True)),
                ('uploaded_at', models.DateTimeField()),
                ('facility', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='facilities.facility')),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bills.collectionrun')),
            ],
            options={
                'db_table': 'uploaded_workbook',
                'indexes': [models.Index(fields=['facility', 'id'], name='upload_by_facility')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'faulty', 'confirmed'])), name='upload_state_is_known'), models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='upload_digest_has_its_form'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), models.Q(('content', b''), _negated=True)), models.Q(models.Q(('state', 'waiting'), _negated=True), ('content', b'')), _connector='OR'), name='upload_is_kept_only_while_it_waits'), models.CheckConstraint(condition=models.Q(('state', 'confirmed'), ('run__isnull', True), _connector='OR'), name='upload_has_a_run_once_confirmed')],
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]

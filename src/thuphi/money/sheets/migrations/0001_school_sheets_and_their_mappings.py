import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('bills', '0003_uploaded_workbooks'),
        ('facilities', '0001_facilities_and_their_accounts'),
    ]

    operations = [
        migrations.CreateModel(
            name='SchoolSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('school_year', models.TextField()),
                ('file_name', models.TextField()),
                ('digest', models.TextField()),
                ('content', models.BinaryField()),
                ('state', models.TextField(choices=[('waiting', 'waiting'), ('saved', 'saved')])),
                ('uploaded_by', models.BigIntegerField(null=True)),
                ('uploaded_at', models.DateTimeField()),
                ('facility', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='facilities.facility')),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bills.collectionrun')),
            ],
            options={
                'db_table': 'school_sheet',
                'indexes': [models.Index(fields=['facility', 'id'], name='school_sheet_by_facility')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'saved'])), name='school_sheet_state_is_known'), models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='school_sheet_digest_has_its_form'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), models.Q(('content', b''), _negated=True)), models.Q(models.Q(('state', 'waiting'), _negated=True), ('content', b'')), _connector='OR'), name='school_sheet_is_kept_only_while_it_waits'), models.CheckConstraint(condition=models.Q(('run__isnull', True), ('state', 'saved'), _connector='OR'), name='school_sheet_has_a_run_once_saved')],
            },
        ),
        migrations.CreateModel(
            name='SheetMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signature', models.TextField()),
                ('heads', models.JSONField()),
                ('meanings', models.JSONField()),
                ('saved_by', models.BigIntegerField(null=True)),
                ('saved_at', models.DateTimeField()),
                ('facility', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='facilities.facility')),
            ],
            options={
                'db_table': 'sheet_mapping',
                'constraints': [models.UniqueConstraint(fields=('facility', 'signature'), name='sheet_mapping_is_one_a_layout'), models.CheckConstraint(condition=models.Q(('signature__regex', '^[0-9a-f]{64}$')), name='sheet_mapping_signature_has_its_form')],
            },
        ),
    ]

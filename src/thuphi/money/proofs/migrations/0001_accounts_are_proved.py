import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('facilities', '0002_accounts_are_guarded'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountProof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('amount_vnd', models.BigIntegerField(default=1000)),
                ('state', models.TextField(choices=[('asked', 'asked'), ('seen', 'seen'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='asked')),
                ('refusal', models.TextField(blank=True, choices=[('', ''), ('amount', 'amount'), ('account', 'account'), ('late', 'late')], default='')),
                ('heard_id', models.BigIntegerField(null=True)),
                ('asked_by', models.BigIntegerField(null=True)),
                ('asked_at', models.DateTimeField()),
                ('asked_until', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='facilities.beneficiaryaccount')),
                ('facility', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='facilities.facility')),
            ],
            options={
                'db_table': 'account_proof',
                'indexes': [models.Index(fields=['facility', '-id'], name='account_proof_by_facility')],
                'constraints': [models.UniqueConstraint(fields=('text',), name='account_proof_text_is_unique'), models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('facility',), name='account_proof_is_asked_once_at_a_time'), models.CheckConstraint(condition=models.Q(('text__regex', '^XACMINH[0-9]{6}$')), name='account_proof_text_has_its_form'), models.CheckConstraint(condition=models.Q(('amount_vnd', 1000)), name='account_proof_is_of_a_thousand_dong'), models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'seen', 'refused', 'withdrawn'])), name='account_proof_state_is_known'), models.CheckConstraint(condition=models.Q(('refusal__in', ['', 'amount', 'account', 'late'])), name='account_proof_refusal_is_known'), models.CheckConstraint(condition=models.Q(('asked_until__gt', models.F('asked_at'))), name='account_proof_is_open_for_a_while'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='account_proof_is_closed_when_it_ends'), models.CheckConstraint(condition=models.Q(models.Q(('heard_id__isnull', False), ('state', 'refused'), models.Q(('refusal', ''), _negated=True)), models.Q(models.Q(('state', 'refused'), _negated=True), ('refusal', '')), _connector='OR'), name='account_proof_is_refused_for_a_reason')],
            },
        ),
    ]

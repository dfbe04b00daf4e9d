from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models


SQL = Path(__file__).with_name("0001_refunds.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('facilities', '0002_accounts_are_guarded'),
        ('payments', '0004_references_parts_returns'),
    ]

    operations = [
        migrations.CreateModel(
            name='RefundLimit',
            fields=[
                ('facility', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='facilities.facility')),
                ('alone_vnd', models.BigIntegerField()),
            ],
            options={
                'db_table': 'refund_limit',
                'constraints': [models.CheckConstraint(condition=models.Q(('alone_vnd__gte', 0)), name='refund_limit_is_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('facility_id', models.BigIntegerField()),
                ('code', models.TextField(db_default='')),
                ('merchant_id', models.BigIntegerField()),
                ('channel', models.TextField()),
                ('method', models.TextField()),
                ('way', models.TextField(choices=[('provider', 'provider'), ('transfer', 'transfer'), ('cash', 'cash'), ('reversal', 'reversal')])),
                ('reference', models.TextField()),
                ('amount_vnd', models.BigIntegerField()),
                ('alone_limit_vnd', models.BigIntegerField()),
                ('reason', models.TextField()),
                ('state', models.TextField(choices=[('asked', 'asked'), ('approved', 'approved'), ('sent', 'sent'), ('refunded', 'refunded'), ('failed', 'failed'), ('reversed', 'reversed'), ('withdrawn', 'withdrawn')])),
                ('payee_bin', models.TextField(db_default='')),
                ('payee_account', models.TextField(db_default='')),
                ('payee_name', models.TextField(db_default='')),
                ('asked_by', models.BigIntegerField(null=True)),
                ('by_payer', models.BooleanField(db_default=False)),
                ('asked_at', models.DateTimeField()),
                ('approved_by', models.BigIntegerField(null=True)),
                ('approved_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('next_ask_at', models.DateTimeField(null=True)),
                ('asks', models.SmallIntegerField(db_default=0)),
                ('handed_over_by', models.BigIntegerField(null=True)),
                ('handed_over_at', models.DateTimeField(null=True)),
                ('document', models.TextField(db_default='')),
                ('verdict', models.TextField(db_default='')),
                ('provider_reference', models.TextField(db_default='')),
                ('status', models.TextField(db_default='')),
                ('note', models.TextField(db_default='')),
                ('needs_person', models.BooleanField(db_default=False)),
                ('closed_at', models.DateTimeField(null=True)),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.payment')),
            ],
            options={
                'db_table': 'refund',
                'indexes': [models.Index(fields=['code'], name='refund_by_code'), models.Index(fields=['facility_id', '-id'], name='refund_by_facility'), models.Index(condition=models.Q(('state__in', ['approved', 'sent'])), fields=['next_ask_at'], name='refund_by_next_ask')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('reference', ''), _negated=True), fields=('merchant_id', 'reference'), name='refund_reference_is_used_once'), models.CheckConstraint(condition=models.Q(('amount_vnd__gt', 0)), name='refund_is_of_money'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='refund_has_a_reason'), models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'approved', 'sent', 'refunded', 'failed', 'reversed', 'withdrawn'])), name='refund_state_is_known'), models.CheckConstraint(condition=models.Q(('way__in', ['provider', 'transfer', 'cash', 'reversal'])), name='refund_way_is_known'), models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'withdrawn']), models.Q(('amount_vnd__lte', models.F('alone_limit_vnd')), ('approved_by__isnull', False)), models.Q(('approved_by__isnull', False), ('asked_by__isnull', False), models.Q(('approved_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='refund_above_the_limit_has_two_persons'), models.CheckConstraint(condition=models.Q(('handed_over_at__isnull', True), models.Q(('handed_over_by__isnull', False), models.Q(('document', ''), _negated=True)), _connector='OR'), name='refund_by_hand_has_a_document'), models.CheckConstraint(condition=models.Q(('verdict__in', ['', 'went', 'stayed'])), name='refund_verdict_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('way', 'transfer'), _negated=True), models.Q(models.Q(('payee_account', ''), _negated=True), models.Q(('payee_name', ''), _negated=True), models.Q(('payee_bin', ''), _negated=True)), _connector='OR'), name='refund_by_transfer_names_its_account')],
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]

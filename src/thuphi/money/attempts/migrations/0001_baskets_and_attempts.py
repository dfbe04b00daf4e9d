from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

SQL = Path(__file__).with_name("0001_baskets_and_attempts.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('bills', '0003_uploaded_workbooks'),
        ('methods', '0001_merchants'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('facility_id', models.BigIntegerField()),
                ('merchant_id', models.BigIntegerField()),
                ('channel', models.TextField()),
                ('method', models.TextField()),
                ('code', models.TextField()),
                ('reference', models.TextField()),
                ('amount_vnd', models.BigIntegerField()),
                ('description', models.TextField()),
                ('payer_name', models.TextField(db_default='')),
                ('beneficiary_name', models.TextField(db_default='')),
                ('return_url', models.TextField(db_default='')),
                ('ip', models.TextField(db_default='')),
                ('extra', models.JSONField(db_default={})),
                ('state', models.TextField(db_default='created')),
                ('status', models.TextField(db_default='')),
                ('token', models.TextField(db_default='')),
                ('url', models.TextField(db_default='')),
                ('deeplink', models.TextField(db_default='')),
                ('qr', models.TextField(db_default='')),
                ('started_by', models.BigIntegerField(null=True)),
                ('started_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField()),
                ('next_ask_at', models.DateTimeField(null=True)),
                ('asked_at', models.DateTimeField(null=True)),
                ('asks', models.IntegerField(db_default=0)),
                ('cancel_asked_at', models.DateTimeField(null=True)),
                ('accepted_by', models.BigIntegerField(null=True)),
                ('cancel_sent_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('needs_person', models.BooleanField(db_default=False)),
                ('heard_id', models.BigIntegerField(null=True)),
            ],
            options={
                'db_table': 'attempt',
                'indexes': [models.Index(fields=['code'], name='attempt_by_code'), models.Index(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), ('next_ask_at__isnull', False)), fields=['next_ask_at'], name='attempt_by_next_ask'), models.Index(fields=['facility_id', '-id'], name='attempt_by_facility')],
                'constraints': [models.UniqueConstraint(fields=('merchant_id', 'reference'), name='attempt_reference_is_used_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['created', 'pending', 'unknown'])), fields=('code',), name='attempt_is_one_at_a_time'), models.CheckConstraint(condition=models.Q(('state__in', ['created', 'pending', 'unknown', 'expired', 'cancelled', 'refused', 'confirmed'])), name='attempt_state_is_known'), models.CheckConstraint(condition=models.Q(('amount_vnd__gt', 0)), name='attempt_is_for_money'), models.CheckConstraint(condition=models.Q(models.Q(('reference', ''), _negated=True), models.Q(('code', ''), _negated=True)), name='attempt_has_a_reference'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state__in', ['created', 'pending', 'unknown'])), models.Q(models.Q(('state__in', ['created', 'pending', 'unknown']), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='attempt_is_closed_when_it_ends'), models.CheckConstraint(condition=models.Q(('state', 'confirmed'), ('heard_id__isnull', True), _connector='OR'), name='attempt_is_confirmed_by_what_was_heard')],
            },
        ),
        migrations.CreateModel(
            name='AttemptStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attempt_id', models.BigIntegerField(db_index=True)),
                ('facility_id', models.BigIntegerField()),
                ('deed', models.TextField(choices=[('begun', 'begun'), ('sent', 'sent'), ('answered', 'answered'), ('heard', 'heard'), ('asked', 'asked'), ('cancel_asked', 'cancel_asked'), ('accepted', 'accepted'), ('given_up', 'given_up')])),
                ('outcome', models.TextField(db_default='')),
                ('status', models.TextField(db_default='')),
                ('note', models.TextField(db_default='')),
                ('took_ms', models.IntegerField(null=True)),
                ('user_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'db_table': 'attempt_step',
                'constraints': [models.CheckConstraint(condition=models.Q(('deed__in', ['begun', 'sent', 'answered', 'heard', 'asked', 'cancel_asked', 'accepted', 'given_up'])), name='attempt_step_deed_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Basket',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('code', models.TextField()),
                ('facility_id', models.BigIntegerField()),
                ('amount_vnd', models.BigIntegerField()),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'basket',
                'constraints': [models.UniqueConstraint(fields=('code',), name='basket_code_is_unique'), models.CheckConstraint(condition=models.Q(('code__regex', '^TF[0-9A-HJKMNP-TV-Z]{10}$')), name='basket_code_has_its_form'), models.CheckConstraint(condition=models.Q(('amount_vnd__gt', 0)), name='basket_holds_money')],
            },
        ),
        migrations.CreateModel(
            name='BasketLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facility_id', models.BigIntegerField()),
                ('place', models.SmallIntegerField()),
                ('amount_vnd', models.BigIntegerField()),
                ('basket', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attempts.basket')),
                ('bill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bills.bill')),
            ],
            options={
                'db_table': 'basket_line',
                'constraints': [models.UniqueConstraint(fields=('basket', 'place'), name='basket_place_is_taken_once'), models.UniqueConstraint(fields=('basket', 'bill'), name='basket_holds_a_bill_once'), models.CheckConstraint(condition=models.Q(('amount_vnd__gt', 0), ('place__gte', 0)), name='basket_line_holds_money')],
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]

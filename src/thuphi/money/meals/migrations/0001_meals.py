from pathlib import Path

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

SQL = Path(__file__).with_name("0001_meals.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('events', '0002_events_are_kept'),
        ('catalogue', '0004_items_have_a_kind'),
        ('facilities', '0002_accounts_are_guarded'),
        ('payers', '0002_beneficiaries_are_guarded'),
    ]

    operations = [
        migrations.CreateModel(
            name='Meal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facility_id', models.BigIntegerField()),
                ('settling', models.TextField(choices=[('credit', 'credit'), ('coupons', 'coupons'), ('postpaid', 'postpaid')])),
                ('is_active', models.BooleanField(default=True)),
                ('fee_item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.feeitem')),
            ],
            options={
                'db_table': 'meal',
            },
        ),
        migrations.CreateModel(
            name='KitchenCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facility_id', models.BigIntegerField()),
                ('meal_on', models.DateField()),
                ('class_name', models.TextField()),
                ('registered', models.IntegerField()),
                ('absent', models.IntegerField()),
                ('frozen_at', models.DateTimeField()),
                ('meal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meals.meal')),
            ],
            options={
                'db_table': 'kitchen_count',
            },
        ),
        migrations.CreateModel(
            name='MealDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facility_id', models.BigIntegerField()),
                ('meal_on', models.DateField()),
                ('class_name', models.TextField(blank=True, default='')),
                ('is_open', models.BooleanField()),
                ('reason', models.TextField()),
            ],
            options={
                'db_table': 'meal_day',
                'constraints': [models.UniqueConstraint(fields=('facility_id', 'meal_on', 'class_name'), name='meal_day_is_said_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='meal_day_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='MealRoll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facility_id', models.BigIntegerField()),
                ('meal_on', models.DateField()),
                ('class_name', models.TextField()),
                ('saved_at', models.DateTimeField()),
                ('saved_by', models.BigIntegerField(null=True)),
                ('saved_by_name', models.TextField()),
            ],
            options={
                'db_table': 'meal_roll',
                'constraints': [models.UniqueConstraint(fields=('facility_id', 'meal_on', 'class_name'), name='meal_roll_is_one_a_day')],
            },
        ),
        migrations.CreateModel(
            name='MealRule',
            fields=[
                ('facility', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='facilities.facility')),
                ('weekdays', models.SmallIntegerField()),
                ('cutoff_minute', models.SmallIntegerField()),
                ('cutoff_days_before', models.SmallIntegerField(default=0)),
            ],
            options={
                'db_table': 'meal_rule',
                'constraints': [models.CheckConstraint(condition=models.Q(('weekdays__gte', 1), ('weekdays__lte', 127)), name='meal_rule_has_days_of_the_week'), models.CheckConstraint(condition=models.Q(('cutoff_minute__gte', 0), ('cutoff_minute__lt', 1440)), name='meal_rule_cutoff_is_a_time_of_day'), models.CheckConstraint(condition=models.Q(('cutoff_days_before__gte', 0), ('cutoff_days_before__lte', 7)), name='meal_rule_cutoff_is_near')],
            },
        ),
        migrations.CreateModel(
            name='MealSettlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facility_id', models.BigIntegerField()),
                ('month_on', models.DateField()),
                ('settling', models.TextField(choices=[('credit', 'credit'), ('coupons', 'coupons'), ('postpaid', 'postpaid')])),
                ('runs', models.JSONField(default=list)),
                ('reason', models.TextField()),
                ('paper', models.TextField(blank=True, default='')),
                ('adjustment_id', models.BigIntegerField(null=True)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.BigIntegerField(null=True)),
                ('made_by_name', models.TextField()),
                ('meal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meals.meal')),
            ],
            options={
                'db_table': 'meal_settlement',
            },
        ),
        migrations.CreateModel(
            name='MealTick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facility_id', models.BigIntegerField()),
                ('meal_on', models.DateField()),
                ('class_name', models.TextField()),
                ('state', models.TextField(choices=[('eats', 'eats'), ('absent', 'absent'), ('late', 'late')])),
                ('reason', models.TextField(blank=True, default='')),
                ('told_at', models.DateTimeField()),
                ('told_by', models.BigIntegerField(null=True)),
                ('told_by_name', models.TextField()),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payers.beneficiary')),
                ('meal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meals.meal')),
            ],
            options={
                'db_table': 'meal_tick',
            },
        ),
        migrations.CreateModel(
            name='SettlementLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facility_id', models.BigIntegerField()),
                ('billed_meals', models.IntegerField()),
                ('carried_meals', models.IntegerField()),
                ('eaten_meals', models.IntegerField()),
                ('late_meals', models.IntegerField()),
                ('absent_meals', models.IntegerField()),
                ('left_meals', models.IntegerField()),
                ('billed_vnd', models.BigIntegerField()),
                ('carried_vnd', models.BigIntegerField()),
                ('owed_vnd', models.BigIntegerField()),
                ('credited_vnd', models.BigIntegerField()),
                ('left_vnd', models.BigIntegerField()),
                ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payers.beneficiary')),
                ('settlement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meals.mealsettlement')),
            ],
            options={
                'db_table': 'meal_settlement_line',
            },
        ),
        migrations.CreateModel(
            name='CouponReturn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facility_id', models.BigIntegerField()),
                ('amount_vnd', models.BigIntegerField()),
                ('reason', models.TextField()),
                ('adjustment_id', models.BigIntegerField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.BigIntegerField(null=True)),
                ('line', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meals.settlementline')),
            ],
            options={
                'db_table': 'coupon_return',
            },
        ),
        migrations.AddIndex(
            model_name='meal',
            index=models.Index(fields=['facility_id'], name='meal_by_facility'),
        ),
        migrations.AddConstraint(
            model_name='meal',
            constraint=models.CheckConstraint(condition=models.Q(('settling__in', ['credit', 'coupons', 'postpaid'])), name='meal_settling_is_known'),
        ),
        migrations.AddIndex(
            model_name='kitchencount',
            index=models.Index(fields=['facility_id', 'meal_on'], name='kitchen_count_by_day'),
        ),
        migrations.AddConstraint(
            model_name='kitchencount',
            constraint=models.UniqueConstraint(fields=('meal', 'meal_on', 'class_name'), name='kitchen_count_is_one_a_day'),
        ),
        migrations.AddConstraint(
            model_name='kitchencount',
            constraint=models.CheckConstraint(condition=models.Q(('absent__gte', 0), ('absent__lte', models.F('registered'))), name='kitchen_count_is_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='mealsettlement',
            constraint=models.UniqueConstraint(fields=('meal', 'month_on'), name='meal_month_is_settled_once'),
        ),
        migrations.AddConstraint(
            model_name='mealsettlement',
            constraint=models.CheckConstraint(condition=models.Q(('month_on__day', 1)), name='meal_settlement_is_of_a_month'),
        ),
        migrations.AddConstraint(
            model_name='mealsettlement',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='meal_settlement_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='mealsettlement',
            constraint=models.CheckConstraint(condition=models.Q(('settling__in', ['credit', 'coupons', 'postpaid'])), name='meal_settlement_settling_is_known'),
        ),
        migrations.AddIndex(
            model_name='mealtick',
            index=models.Index(fields=['facility_id', 'meal_on'], name='meal_tick_by_day'),
        ),
        migrations.AddConstraint(
            model_name='mealtick',
            constraint=models.UniqueConstraint(fields=('meal', 'beneficiary', 'meal_on'), name='meal_tick_is_one_a_day'),
        ),
        migrations.AddConstraint(
            model_name='mealtick',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['eats', 'absent', 'late'])), name='meal_tick_is_known'),
        ),
        migrations.AddConstraint(
            model_name='settlementline',
            constraint=models.UniqueConstraint(fields=('settlement', 'beneficiary'), name='settlement_holds_a_child_once'),
        ),
        migrations.AddConstraint(
            model_name='settlementline',
            constraint=models.CheckConstraint(condition=models.Q(('billed_vnd', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('owed_vnd'), '+', models.F('credited_vnd')), '+', models.F('left_vnd')), '-', models.F('carried_vnd')))), name='settlement_line_adds_up'),
        ),
        migrations.AddConstraint(
            model_name='settlementline',
            constraint=models.CheckConstraint(condition=models.Q(('absent_meals__gte', 0), ('billed_meals__gte', 0), ('eaten_meals__gte', 0), ('late_meals__gte', 0), ('left_vnd__gte', 0)), name='settlement_line_is_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='couponreturn',
            constraint=models.CheckConstraint(condition=models.Q(('amount_vnd__gt', 0)), name='coupon_return_is_of_money'),
        ),
        migrations.AddConstraint(
            model_name='couponreturn',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='coupon_return_has_a_reason'),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]

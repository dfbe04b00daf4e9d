import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('code', models.TextField()),
                ('level', models.TextField(choices=[('province', 'province'), ('district', 'district'), ('commune', 'commune')])),
                ('kind', models.TextField()),
                ('name', models.TextField()),
                ('full_name', models.TextField()),
                ('search_key', models.TextField()),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('certainty', models.TextField(choices=[('known', 'known'), ('opening', 'opening'), ('assumed', 'assumed')])),
                ('source', models.TextField()),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('province', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'db_table': 'place',
            },
        ),
        migrations.CreateModel(
            name='PlaceSuccession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField(choices=[('whole', 'whole'), ('part', 'part')])),
                ('is_default', models.BooleanField()),
                ('source', models.TextField()),
                ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'db_table': 'place_succession',
            },
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('id__gte', 10000000000000), ('id__lt', 20000000000000), ('level', 'province')), models.Q(('id__gte', 20000000000000), ('id__lt', 30000000000000), ('level', 'district')), models.Q(('id__gte', 30000000000000), ('id__lt', 40000000000000), ('level', 'commune')), _connector='OR'), name='place_id_begins_with_its_level'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('level', 'province'), ('parent__isnull', True)), models.Q(('level', 'district'), ('parent__isnull', False), ('parent_id__lt', 20000000000000)), models.Q(('level', 'commune'), ('parent__isnull', False), ('parent_id__lt', 30000000000000)), _connector='OR'), name='place_parent_is_of_a_higher_level'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('level', 'province'), ('province__isnull', True)), models.Q(models.Q(('level', 'province'), _negated=True), ('province__isnull', False), ('province_id__lt', 20000000000000)), _connector='OR'), name='place_province_is_a_province'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['Thành phố', 'Tỉnh']), ('level', 'province')), models.Q(('kind__in', ['Huyện', 'Thành phố', 'Thị xã']), ('level', 'district')), models.Q(('kind__in', ['Phường', 'Thị trấn', 'Xã', 'Đặc khu']), ('level', 'commune')), _connector='OR'), name='place_kind_fits_its_level'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('certainty__in', ['known', 'opening', 'assumed'])), name='place_certainty_is_known'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('valid__isempty', False), ('valid__lower_inf', False)), name='place_validity_is_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('code', '='), ('level', '='), ('valid', '&&')], name='place_code_means_one_place_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='placesuccession',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['whole', 'part'])), name='place_succession_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='placesuccession',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'part'), ('is_default', True), _connector='OR'), name='place_succession_of_the_whole_is_the_default'),
        ),
        migrations.AddConstraint(
            model_name='placesuccession',
            constraint=models.CheckConstraint(condition=models.Q(('predecessor', models.F('successor')), _negated=True), name='place_succession_leads_to_another_place'),
        ),
        migrations.AddConstraint(
            model_name='placesuccession',
            constraint=models.UniqueConstraint(fields=('predecessor', 'successor'), name='place_succession_is_said_once'),
        ),
        migrations.AddConstraint(
            model_name='placesuccession',
            constraint=models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('predecessor',), name='place_has_one_default_successor'),
        ),
    ]

from pathlib import Path

from django.db import migrations, models
from django.db.models import Q

SQL = Path(__file__).with_name("0004_references_of_neighbours.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):

    dependencies = [
        ('bills', '0003_uploaded_workbooks'),
    ]

    operations = [
        migrations.AddField(
            model_name='bill',
            name='external_reference',
            field=models.TextField(null=True),
        ),
        migrations.AddConstraint(
            model_name='bill',
            constraint=models.UniqueConstraint(condition=Q(('external_reference__isnull', False)), fields=('facility', 'external_reference'), name='bill_external_reference_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='bill',
            constraint=models.CheckConstraint(condition=models.Q(('external_reference', ''), _negated=True), name='bill_external_reference_is_not_empty'),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]

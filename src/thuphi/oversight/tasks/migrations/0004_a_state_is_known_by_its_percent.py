"""The percent's constraint knows the states already."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tasks", "0003_offices_read_what_happened")]

    operations = [
        migrations.RemoveConstraint(model_name="taskpart", name="task_part_state_is_known"),
    ]

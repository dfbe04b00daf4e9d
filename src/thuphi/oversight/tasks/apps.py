from django.apps import AppConfig


class TasksRoom(AppConfig):
    name = "thuphi.oversight.tasks"
    label = "tasks"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class TriesRoom(AppConfig):
    name = "thuphi.ground.tries"
    label = "tries"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class DeclarationsRoom(AppConfig):
    name = "thuphi.oversight.declarations"
    label = "declarations"
    default_auto_field = "django.db.models.BigAutoField"

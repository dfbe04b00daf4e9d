from django.apps import AppConfig


class NoticesRoom(AppConfig):
    name = "thuphi.ground.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class ClosingRoom(AppConfig):
    name = "thuphi.money.closing"
    label = "closing"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class TillsRoom(AppConfig):
    name = "thuphi.money.tills"
    label = "tills"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class AttemptsRoom(AppConfig):
    name = "thuphi.money.attempts"
    label = "attempts"
    default_auto_field = "django.db.models.BigAutoField"

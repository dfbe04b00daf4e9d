from django.apps import AppConfig


class CreditsRoom(AppConfig):
    name = "thuphi.money.credits"
    label = "credits"
    default_auto_field = "django.db.models.BigAutoField"

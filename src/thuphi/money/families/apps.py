from django.apps import AppConfig


class FamiliesRoom(AppConfig):
    name = "thuphi.money.families"
    label = "families"
    default_auto_field = "django.db.models.BigAutoField"

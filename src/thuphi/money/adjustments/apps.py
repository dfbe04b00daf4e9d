from django.apps import AppConfig


class AdjustmentsRoom(AppConfig):
    name = "thuphi.money.adjustments"
    label = "adjustments"
    default_auto_field = "django.db.models.BigAutoField"

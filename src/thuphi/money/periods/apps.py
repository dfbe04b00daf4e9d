from django.apps import AppConfig


class PeriodsRoom(AppConfig):
    name = "thuphi.money.periods"
    label = "periods"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class RefundsRoom(AppConfig):
    name = "thuphi.money.refunds"
    label = "refunds"
    default_auto_field = "django.db.models.BigAutoField"

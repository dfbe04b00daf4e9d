from django.apps import AppConfig


class InsuranceRoom(AppConfig):
    name = "thuphi.money.insurance"
    label = "insurance"
    default_auto_field = "django.db.models.BigAutoField"

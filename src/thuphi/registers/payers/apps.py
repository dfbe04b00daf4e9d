from django.apps import AppConfig


class PayersRoom(AppConfig):
    name = "thuphi.registers.payers"
    label = "payers"
    default_auto_field = "django.db.models.BigAutoField"

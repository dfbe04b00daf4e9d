from django.apps import AppConfig


class PaymentsRoom(AppConfig):
    name = "thuphi.money.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"

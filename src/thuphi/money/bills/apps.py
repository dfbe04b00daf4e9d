from django.apps import AppConfig


class BillsRoom(AppConfig):
    name = "thuphi.money.bills"
    label = "bills"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class InvoicesRoom(AppConfig):
    name = "thuphi.money.invoices"
    label = "invoices"
    default_auto_field = "django.db.models.BigAutoField"

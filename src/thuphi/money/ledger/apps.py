from django.apps import AppConfig


class LedgerRoom(AppConfig):
    name = "thuphi.money.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

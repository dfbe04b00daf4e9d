from django.apps import AppConfig


class StatementsRoom(AppConfig):
    name = "thuphi.money.statements"
    label = "statements"
    default_auto_field = "django.db.models.BigAutoField"

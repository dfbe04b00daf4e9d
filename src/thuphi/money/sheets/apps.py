from django.apps import AppConfig


class SheetsRoom(AppConfig):
    name = "thuphi.money.sheets"
    label = "sheets"
    default_auto_field = "django.db.models.BigAutoField"

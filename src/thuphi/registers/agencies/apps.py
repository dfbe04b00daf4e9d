from django.apps import AppConfig


class AgenciesRoom(AppConfig):
    name = "thuphi.registers.agencies"
    label = "agencies"
    default_auto_field = "django.db.models.BigAutoField"

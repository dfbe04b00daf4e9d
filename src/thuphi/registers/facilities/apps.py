from django.apps import AppConfig


class FacilitiesRoom(AppConfig):
    name = "thuphi.registers.facilities"
    label = "facilities"
    default_auto_field = "django.db.models.BigAutoField"

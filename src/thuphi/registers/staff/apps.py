from django.apps import AppConfig


class StaffRoom(AppConfig):
    name = "thuphi.registers.staff"
    label = "staff"
    default_auto_field = "django.db.models.BigAutoField"

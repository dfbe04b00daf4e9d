from django.apps import AppConfig


class RegistrationsRoom(AppConfig):
    name = "thuphi.money.registrations"
    label = "registrations"
    default_auto_field = "django.db.models.BigAutoField"

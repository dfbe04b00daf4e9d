from django.apps import AppConfig


class MethodsRoom(AppConfig):
    name = "thuphi.registers.methods"
    label = "methods"
    default_auto_field = "django.db.models.BigAutoField"

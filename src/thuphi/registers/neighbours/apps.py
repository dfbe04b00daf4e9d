from django.apps import AppConfig


class NeighboursRoom(AppConfig):
    name = "thuphi.registers.neighbours"
    label = "neighbours"
    default_auto_field = "django.db.models.BigAutoField"

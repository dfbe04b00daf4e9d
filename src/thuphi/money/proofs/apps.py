from django.apps import AppConfig


class ProofsRoom(AppConfig):
    name = "thuphi.money.proofs"
    label = "proofs"
    default_auto_field = "django.db.models.BigAutoField"

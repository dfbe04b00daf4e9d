from django.apps import AppConfig


class PlansRoom(AppConfig):
    name = "thuphi.oversight.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"

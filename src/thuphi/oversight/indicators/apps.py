from django.apps import AppConfig


class IndicatorsRoom(AppConfig):
    name = "thuphi.oversight.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class ReportsRoom(AppConfig):
    name = "thuphi.oversight.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

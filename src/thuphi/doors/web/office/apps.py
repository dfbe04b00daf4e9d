from django.apps import AppConfig


class WebOfficeRoom(AppConfig):
    name = "thuphi.doors.web.office"
    label = "web_office"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class WebOpenRoom(AppConfig):
    name = "thuphi.doors.web.open"
    label = "web_open"
    default_auto_field = "django.db.models.BigAutoField"

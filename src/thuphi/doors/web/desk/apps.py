from django.apps import AppConfig


class WebDeskRoom(AppConfig):
    name = "thuphi.doors.web.desk"
    label = "web_desk"
    default_auto_field = "django.db.models.BigAutoField"

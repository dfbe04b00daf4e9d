from django.apps import AppConfig


class WebPayRoom(AppConfig):
    name = "thuphi.doors.web.pay"
    label = "web_pay"
    default_auto_field = "django.db.models.BigAutoField"

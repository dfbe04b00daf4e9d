from django.apps import AppConfig


class ApiDoor(AppConfig):
    name = "thuphi.doors.api"
    label = "api"

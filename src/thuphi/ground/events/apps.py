from django.apps import AppConfig


class EventsRoom(AppConfig):
    name = "thuphi.ground.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class PlatformsRoom(AppConfig):
    name = "thuphi.registers.platforms"
    label = "platforms"
    default_auto_field = "django.db.models.BigAutoField"

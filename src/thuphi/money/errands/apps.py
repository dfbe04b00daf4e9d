from django.apps import AppConfig


class ErrandsRoom(AppConfig):
    name = "thuphi.money.errands"
    label = "errands"
    default_auto_field = "django.db.models.BigAutoField"

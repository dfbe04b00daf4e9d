from django.apps import AppConfig


class CatalogueRoom(AppConfig):
    name = "thuphi.money.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"

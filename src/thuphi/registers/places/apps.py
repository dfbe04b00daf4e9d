from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """The register of administrative units."""

    name = "thuphi.registers.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class MealsRoom(AppConfig):
    name = "thuphi.money.meals"
    label = "meals"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class PayoutsRoom(AppConfig):
    name = "thuphi.money.payouts"
    label = "payouts"
    default_auto_field = "django.db.models.BigAutoField"

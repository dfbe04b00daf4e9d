from django.apps import AppConfig


class FeeRulesRoom(AppConfig):
    name = "thuphi.registers.fee_rules"
    label = "fee_rules"
    default_auto_field = "django.db.models.BigAutoField"

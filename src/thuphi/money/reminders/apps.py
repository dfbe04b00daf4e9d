from django.apps import AppConfig


class RemindersRoom(AppConfig):
    name = "thuphi.money.reminders"
    label = "reminders"
    default_auto_field = "django.db.models.BigAutoField"

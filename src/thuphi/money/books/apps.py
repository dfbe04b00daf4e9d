from django.apps import AppConfig


class BooksRoom(AppConfig):
    name = "thuphi.money.books"
    label = "books"
    default_auto_field = "django.db.models.BigAutoField"

"""What every page shares: the look, the frames, the words for money, days and states."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "thuphi.doors.web.shared"
    label = "web_shared"

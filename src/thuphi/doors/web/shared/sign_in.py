"""Sign-in: staff are entered by their office, nobody signs up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up by oneself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never."""
        return False

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """The password and nothing else: pages may change no more of a login."""
        user.set_password(password)
        user.save(update_fields=["password"])

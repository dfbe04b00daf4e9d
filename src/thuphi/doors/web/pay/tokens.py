"""Names of attempts in addresses: nobody can guess one, and one code's opens no other's."""

from __future__ import annotations

import secrets

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from thuphi.money.attempts.models import Attempt
from thuphi.money.attempts.queries import attempt_here


def token_of(attempt: Attempt) -> str:
    """What stands in the address of an attempt."""
    return _signer(attempt.code).sign(str(attempt.pk))


def attempt_of(code: str, token: str) -> Attempt | None:
    """The attempt on this code that a token names."""
    try:
        number = _signer(code).unsign(token)
    except BadSignature:
        return None
    attempt = attempt_here(int(number)) if number.isdecimal() and number.isascii() else None
    return attempt if attempt is not None and attempt.code == code else None


def address_of(attempt: Attempt) -> str:
    """The page of an attempt."""
    return reverse("pay:attempt", args=[attempt.code, token_of(attempt)])


def return_name() -> str:
    """A name for the way back, made before the attempt has a number. It tells nothing."""
    return secrets.token_urlsafe(24)


def _signer(code: str) -> Signer:
    return Signer(salt=f"thuphi.pay.attempt.{code}", sep=".")

"""What proves a family, without a database."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import date, timedelta

from thuphi.registers.payers import rules as payers

CODE_LASTS = timedelta(minutes=5)
CODE_TRIES = 5
SESSION_LASTS = timedelta(minutes=30)
KNOWN_LASTS = timedelta(days=180)
"""So long this browser need not say a person's birth date again; the phone's code always."""
PEOPLE_BY_BIRTH_DATE = 10
"""One phone for more people is a stand-in of an office: there a birth date is too easily met."""

_CODE = re.compile(r"[0-9]{6}", re.ASCII)
_MOBILE = re.compile(r"0[35789][0-9]{8}", re.ASCII)
_BETWEEN = re.compile(r"[\s.\-]+")


def mobile(written: str) -> str | None:
    """A Vietnamese mobile number as it is kept, `0912345678`; none when it cannot be one."""
    found = payers.phone(written)
    return found if found is not None and _MOBILE.fullmatch(found) else None


def code(written: str) -> str | None:
    """Six figures, however they were spaced; none when they are not six."""
    squeezed = _BETWEEN.sub("", written)
    return squeezed if _CODE.fullmatch(squeezed) else None


def digest(key: bytes, *parts: str) -> str:
    """What is kept in place of a secret: without the key nobody can work out what it was."""
    told = b"\x00".join(part.encode() for part in parts)
    return hashlib.blake2b(told, key=key, digest_size=32).hexdigest()


def is_birth_date(said: str, born_on: date | None) -> bool:
    """Whether somebody said this birth date, in any of the ways that people write one."""
    day = payers.day(said)
    known = born_on.isoformat() if born_on else "-"
    return hmac.compare_digest((day.isoformat() if day else "").encode(), known.encode())

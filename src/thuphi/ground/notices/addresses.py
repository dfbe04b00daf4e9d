"""Where a letter can go at all: Vietnamese mobile numbers and mail addresses, in one spelling.

A number is kept as 84 and nine digits, which is how gateways and Zalo want it (E.164 without plus).
"""

from __future__ import annotations

import re
from typing import Final

from .errors import AddressUnusable
from .rules import Way

_NOT_DIGITS: Final = re.compile(r"[\s.\-()]+")
_MOBILE: Final = re.compile(r"(?:\+?84|0084|0)([35789][0-9]{8})")
"""Mobile networks' numbers since 2018; landlines get no messages."""
_MAIL: Final = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_MAIL_LETTERS_MAX: Final = 254


def usable(way: Way, written: str) -> str | None:
    """The address as a letter of this way wants it; `None` when it cannot get one."""
    match way:
        case Way.MAIL:
            mail = written.strip()
            fits = len(mail) <= _MAIL_LETTERS_MAX and _MAIL.fullmatch(mail) is not None
            return mail if fits else None
        case Way.SMS | Way.ZALO:
            mobile = _MOBILE.fullmatch(_NOT_DIGITS.sub("", written))
            return None if mobile is None else f"84{mobile[1]}"


def mended(way: Way, written: str) -> str:
    """The address in its one spelling. Raises `AddressUnusable`."""
    address = usable(way, written)
    if address is None:
        raise AddressUnusable
    return address


def at_home(address: str) -> str:
    """A number as people write it: `84912345678` as `0912 345 678`; mail stays."""
    if re.fullmatch(r"84[0-9]{9}", address):
        return f"0{address[2:5]} {address[5:8]} {address[8:]}"
    return address

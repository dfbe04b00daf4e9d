"""What fits together in a facility and its account, without a database."""

from __future__ import annotations

import re

from .models import Level, Sector

LEVELS: dict[Sector, frozenset[Level]] = {
    Sector.EDUCATION: frozenset(
        {
            Level.PRESCHOOL,
            Level.PRIMARY,
            Level.LOWER_SECONDARY,
            Level.UPPER_SECONDARY,
            Level.MULTI_LEVEL,
            Level.CONTINUING,
            Level.COLLEGE,
            Level.UNIVERSITY,
        }
    ),
    Sector.HEALTH: frozenset(
        {Level.HOSPITAL, Level.HEALTH_CENTRE, Level.COMMUNE_STATION, Level.CLINIC}
    ),
}

_NUMBER = re.compile(r"[0-9A-Z]{4,19}")
_BETWEEN = re.compile(r"[\s.\-]+")


def account_number(written: str) -> str | None:
    """The number without what people write between its digits; None when it cannot be one."""
    squeezed = _BETWEEN.sub("", written).upper()
    return squeezed if _NUMBER.fullmatch(squeezed) else None

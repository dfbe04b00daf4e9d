"""A share as drawings tell it: parts of a thousand, cut."""

from __future__ import annotations

from thuphi.ground.kit.money import NO_BREAK_SPACE

WHOLE = 1000


def permille(part: int, whole: int) -> int | None:
    """Parts of a thousand, cut and never rounded up; none of nothing."""
    return part * WHOLE // whole if whole else None


def percent(tenths: int | None) -> str:
    """`58,4 %`; a dash where nothing was counted."""
    if tenths is None:
        return "—"
    return f"{tenths // 10},{tenths % 10}{NO_BREAK_SPACE}%"

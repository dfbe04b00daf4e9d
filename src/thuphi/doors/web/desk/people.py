"""Names of the people who did a thing at the desk."""

from __future__ import annotations

from collections.abc import Iterable

from thuphi.registers.staff.models import User


def names_of(user_ids: Iterable[int | None]) -> dict[int, str]:
    """The names of these logins; somebody unknown is left out."""
    wanted = {one for one in user_ids if one is not None}
    if not wanted:
        return {}
    return {
        user.pk: user.get_full_name() or user.get_username()
        for user in User.objects.filter(pk__in=wanted)
    }

"""Who may open a page. Every view carries one of these marks; the guard refuses one without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.db import connection
from django.http import HttpRequest, HttpResponseBase

from thuphi.ground.kit.actor import Actor, Permission

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True, slots=True)
class Access:
    """Open to all, or to signed-in staff who hold a permission (any staff when None)."""

    is_open: bool
    permission: Permission | None = None


class StaffRequest(HttpRequest):
    """A request that has passed the guard of a staff page."""

    actor: Actor


def open_to_all(view: View) -> View:
    """Mark a page that needs no sign-in."""
    view.access = Access(is_open=True)  # type: ignore[attr-defined]
    return view


def for_staff(permission: Permission | None = None) -> Callable[[View], View]:
    """Mark a page for signed-in staff who hold this permission somewhere."""

    def mark(view: View) -> View:
        view.access = Access(is_open=False, permission=permission)  # type: ignore[attr-defined]
        return view

    return mark


def see_facilities(
    facilities: frozenset[int] | set[int], agencies: frozenset[int] = frozenset()
) -> None:
    """Let the database show rows of these facilities and offices, and of no other, from here on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('thuphi.facilities', %s, false),"
            " set_config('thuphi.agencies', %s, false)",
            [",".join(map(str, sorted(facilities))), ",".join(map(str, sorted(agencies)))],
        )

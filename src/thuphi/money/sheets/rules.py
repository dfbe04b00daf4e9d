"""Which pupil a row is, within one file."""

from __future__ import annotations

from thuphi.ground.kit.fold import search_key

from . import classes


def person_key(code: str, name: str, class_name: str) -> tuple[str, str]:
    """What two rows of one pupil share: the code, or without one the name and the class."""
    if code:
        return ("code", code.casefold())
    return (search_key(name), search_key(classes.tidy(class_name)))

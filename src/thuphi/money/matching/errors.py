"""Why a list of open bills cannot be searched."""

from __future__ import annotations


class OpenBillRefused(ValueError):
    """One of the open bills cannot stand in the list; `place` counts from 0."""

    def __init__(self, place: int, code: str) -> None:
        super().__init__(f"{self.__class__.__name__}: {code} at place {place}")
        self.place = place
        self.code = code


class NotACodeOfOurs(OpenBillRefused):
    """The code is not twelve capital letters whose check symbols fit."""


class CodeStandsTwice(OpenBillRefused):
    """The same code stands further up in the list."""

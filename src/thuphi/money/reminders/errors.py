"""What this room refuses, one sentence each."""

from __future__ import annotations


class ReminderRefused(Exception):
    """Base of this room's refusals."""


class RunNotFound(ReminderRefused):
    """There is no such run here."""


class RunNotIssued(ReminderRefused):
    """Families are told of bills that are issued, not of a plan."""


class NoWayChosen(ReminderRefused):
    """At least one way has to be chosen."""


class DaysOutOfReach(ReminderRefused):
    """Each level is 1 to 60 days away, and the last comes after the one before it."""


class ContactPhoneWrong(ReminderRefused):
    """A telephone number is digits, dots and spaces."""


class PlanChanged(ReminderRefused):
    """More or fewer families are to be told than were shown; look again before sending."""

    def __init__(self, letters: int) -> None:
        super().__init__(str(letters))
        self.letters = letters

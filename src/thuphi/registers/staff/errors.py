"""What this room refuses, one sentence each."""

from __future__ import annotations

from collections.abc import Sequence


class StaffRefused(Exception):
    """Base of this room's refusals."""


class UsernameTaken(StaffRefused):
    """Somebody signs in under this name already."""


class UsernameNotPlain(StaffRefused):
    """A login is letters, digits and the signs @ . + - _ alone."""


class FullNameMissing(StaffRefused):
    """A person has a full name, since it stands on receipts."""


class PasswordTooWeak(StaffRefused):
    """The password is short, common or like the name; `reasons` says which, to a reader."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(*reasons)
        self.reasons = tuple(reasons)


class PersonNotFound(StaffRefused):
    """Nobody signs in under this id."""


class BranchNotOne(StaffRefused):
    """A role is held over exactly one facility, one place or one agency."""


class RoleIsOfOneFacility(StaffRefused):
    """Who reads families' names does so in one facility; only offices work over many (M105)."""


class RoleHeldAlready(StaffRefused):
    """The person holds this role over this branch already."""


class ClassMissing(StaffRefused):
    """A teacher is given one class of the facility; no other role is of a class."""


class NotATeacherHere(StaffRefused):
    """Nobody holds a class of this facility by this assignment."""


class AllowanceReasonMissing(StaffRefused):
    """What teachers may see is the head's decision, with a reason."""

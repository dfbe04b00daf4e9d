"""What this room refuses, one sentence each."""

from __future__ import annotations

from collections.abc import Mapping

from .rules import Fault


class DeclarationRefused(Exception):
    """Base of this room's refusals."""


class DeclarationNotFound(DeclarationRefused):
    """There is no such declaration here."""


class DeclarationNotOpen(DeclarationRefused):
    """It was submitted, and is with the department."""


class DeclarationLocked(DeclarationRefused):
    """It was approved; a correction is a new revision."""


class NotApproved(DeclarationRefused):
    """Only what was approved needs a new revision; before, it is sent back and mended."""


class DeclarationFaulty(DeclarationRefused):
    """It breaks rules; `faults` names them."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(", ".join(fault.key for fault in faults))
        self.faults = faults


class ValuesUnfit(DeclarationFaulty):
    """Values that no item takes: negative ones, days that do not exist, items not asked for."""


class RulesBroken(DeclarationFaulty):
    """Rules are broken that nothing explains away; `faults` names them."""


class ExplanationMissing(DeclarationFaulty):
    """What is unusual is explained before it is submitted; `faults` names what is not."""


class ReasonMissing(DeclarationRefused):
    """Who sends a declaration back says why."""


class PersonNeeded(DeclarationRefused):
    """A machine neither verifies nor approves."""


class SubmittedAgain(DeclarationRefused):
    """It was sent back and submitted once more after it had been looked at."""


class SecondPersonNeeded(DeclarationRefused):
    """Who submitted does not verify, and who verified does not approve."""


class RowsRefused(DeclarationRefused):
    """Some facilities of an upload cannot be submitted, so nothing of it was written.

    `faults` says by facility which rules are broken or unexplained; `closed` are the facilities
    whose declaration of the month was submitted already; `strangers` those outside the branch.
    """

    def __init__(
        self,
        *,
        faults: Mapping[int, tuple[Fault, ...]],
        closed: frozenset[int],
        strangers: frozenset[int],
    ) -> None:
        super().__init__(f"{len(faults)} faulty, {len(closed)} closed, {len(strangers)} strange")
        self.faults = faults
        self.closed = closed
        self.strangers = strangers


class FacilityTwice(DeclarationRefused):
    """An upload names a facility once."""


class EvidenceEmpty(DeclarationRefused):
    """Evidence is words, a link or a file."""


class FileTooLarge(DeclarationRefused):
    """A file of evidence has at most 5 MB."""


class FileKindNotKept(DeclarationRefused):
    """Evidence is a PDF, PNG, JPEG or XLSX file; what it is is told by its content."""


class EvidenceNotFound(DeclarationRefused):
    """There is no such evidence here."""

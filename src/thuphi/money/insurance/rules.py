"""Where each pupil stands with health insurance, and what a hand-over may hold. No database.

The roster of a run is what was handed to the social insurance office. It equals those whose bill
is paid in full: nobody else can be on it, and whoever is not on it is named with a reason.
"""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


class RowKind(enum.StrEnum):
    """What a row of a hand-over asks of the insurance office (báo tăng, báo giảm)."""

    ADD = "add"
    STRIKE = "strike"


class LeftOut(enum.StrEnum):
    """Why a pupil is on no hand-over."""

    NOT_PAID = "not_paid"
    """Has a bill with insurance on it and has paid nothing of it."""
    PAID_SHORT = "paid_short"
    EXEMPT = "exempt"
    """The bill's insurance was waived in whole: somebody else pays it."""
    OTHER_CARD = "other_card"
    """Has a card by another group: poor household, ethnic minority, relative of a soldier ..."""
    ABSENT = "absent"
    """Is with us no more, or not yet."""
    DECLINED = "declined"
    """The family was told of its duty and does not take part."""
    OTHER = "other"


NOTED = frozenset({LeftOut.OTHER_CARD, LeftOut.ABSENT, LeftOut.DECLINED, LeftOut.OTHER})
"""Reasons that a person has to write down; the others follow from the bill."""


class Standing(enum.Enum):
    """Where one pupil stands in one run."""

    HANDED_OVER = "handed_over"
    READY = "ready"
    """Paid in full, on no hand-over yet."""
    BROKEN = "broken"
    """Handed over, and the money is not there any more."""
    EXPLAINED = "explained"
    UNEXPLAINED = "unexplained"
    """On no list, and nobody has said why."""


@dataclass(frozen=True, slots=True)
class Person:
    """One pupil of the facility and what is known of the run's insurance."""

    beneficiary_id: int
    code: str
    name: str
    born_on: date | None
    class_name: str
    bill_id: int | None
    bill_code: str
    insured_vnd: int
    """What the bill asks for insurance, credits and exemptions taken away."""
    rest_vnd: int
    """What is still to be paid on the whole bill."""
    paid_vnd: int
    is_paid: bool
    is_billed: bool
    """Stands on a live bill with a line of insurance."""
    is_handed_over: bool
    turn: int
    """How often this pupil was told in this run, added and struck in turn."""
    told_vnd: int
    """What the last row about this pupil said was paid."""
    note: LeftOut | None
    words: str

    @property
    def reason(self) -> LeftOut | None:
        """Why this pupil is on no hand-over, if that is known."""
        if self.is_billed and self.insured_vnd <= 0:
            return LeftOut.EXEMPT
        if self.is_billed and not self.is_paid:
            return self.note or (LeftOut.PAID_SHORT if self.paid_vnd else LeftOut.NOT_PAID)
        return self.note

    @property
    def is_covered(self) -> bool:
        """Whether the run's money for this pupil's insurance is there."""
        return self.is_billed and self.insured_vnd > 0 and self.is_paid

    @property
    def standing(self) -> Standing:
        """Where this pupil stands."""
        if self.is_handed_over:
            return Standing.HANDED_OVER if self.is_covered else Standing.BROKEN
        if self.is_covered:
            return Standing.READY
        return Standing.UNEXPLAINED if self.reason is None else Standing.EXPLAINED


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is handed over, frozen: a later correction of the register is another row."""

    place: int
    kind: RowKind
    beneficiary_id: int
    code: str
    name: str
    born_on: date | None
    class_name: str
    bill_id: int
    bill_code: str
    amount_vnd: int


def digest(names: Sequence[Name]) -> str:
    """SHA-256 over the rows of a hand-over in their order, in hex: any change shows."""
    told = [
        [
            one.place,
            one.kind.value,
            one.beneficiary_id,
            one.code,
            one.name,
            one.born_on.isoformat() if one.born_on else "",
            one.class_name,
            one.bill_code,
            one.amount_vnd,
        ]
        for one in names
    ]
    plain = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def to_tell(people: Sequence[Person], *, strikes: bool) -> list[Name]:
    """The rows of the next hand-over: who is paid for and not told yet, and, if wanted, who was
    told and is paid for no more."""
    added = [(RowKind.ADD, one) for one in people if one.standing is Standing.READY]
    struck = [(RowKind.STRIKE, one) for one in people if one.standing is Standing.BROKEN]
    return [
        Name(
            place=place,
            kind=kind,
            beneficiary_id=one.beneficiary_id,
            code=one.code,
            name=one.name,
            born_on=one.born_on,
            class_name=one.class_name,
            bill_id=one.bill_id,
            bill_code=one.bill_code,
            amount_vnd=one.insured_vnd if kind is RowKind.ADD else one.told_vnd,
        )
        for place, (kind, one) in enumerate([*added, *(struck if strikes else [])], start=1)
        if one.bill_id is not None
    ]

"""Credit that is paid out to the family: taken aside, then gone or put back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.sql import statement
from thuphi.money.credits import errors
from thuphi.money.credits.models import CreditPayout, CreditUse
from thuphi.money.credits.queries import balances, left_by_family
from thuphi.money.credits.rules import PayoutStep, UseKind, oldest_first
from thuphi.money.ledger import recipes
from thuphi.money.ledger.recipes import Posting

from .opening import ROOM
from .spending import lock


@dataclass(frozen=True, slots=True)
class Taking:
    """What one family is to be paid, whole đồng; `reference` names the payout and is used once."""

    beneficiary_id: int
    amount_vnd: int
    reference: str


def take_out(
    *,
    by: Actor,
    beneficiary_id: int,
    facility_id: int,
    amount_vnd: int,
    reference: str,
    at: datetime,
) -> None:
    """Take so much of one family's credit aside to be paid out, the oldest lot first.

    Raises `AmountNotPositive`, `CreditTooSmall`, `PayoutOver` for a reference used before.
    """
    taking = Taking(beneficiary_id, amount_vnd, reference)
    try:
        take_many(by=by, facility_id=facility_id, takings=[taking], at=at)
    except errors.Uncovered as error:
        left = balances(facility_id, [beneficiary_id]).get(beneficiary_id, 0)
        raise errors.CreditTooSmall(left) from error


@transaction.atomic
def take_many(*, by: Actor, facility_id: int, takings: Sequence[Taking], at: datetime) -> None:
    """Take the credits of many families aside in one posting, each once; all or none.

    One statement books them, so that it takes its accounts in one order, as every booking does.
    Raises `AmountNotPositive`, `FamilyTwice`, `Uncovered` with the families, `PayoutOver`.
    """
    by.require(Permission.PAYOUT_RELEASE, facility_id)
    if any(one.amount_vnd <= 0 for one in takings):
        raise errors.AmountNotPositive
    wanted = {one.beneficiary_id: one for one in takings}
    if len(wanted) != len(takings):
        raise errors.FamilyTwice
    lock(facility_id, list(wanted))
    left = left_by_family(facility_id, list(wanted))
    uncovered = [
        family
        for family, one in wanted.items()
        if one.amount_vnd > sum(lot.left_vnd for lot in left[family])
    ]
    if uncovered:
        raise errors.Uncovered(uncovered)
    _steps(
        CreditPayout(
            facility_id=facility_id, beneficiary_id=one.beneficiary_id, reference=one.reference,
            step=PayoutStep.ASKED.value, amount_vnd=one.amount_vnd, happened_at=at,
        )
        for one in wanted.values()
    )  # fmt: skip
    CreditUse.objects.bulk_create(
        CreditUse(
            credit_id=lot_id, facility_id=facility_id, kind=UseKind.PAYOUT.value, amount_vnd=part,
            reference=one.reference, happened_at=at,
        )
        for family, one in wanted.items()
        for lot_id, part in oldest_first(left[family], one.amount_vnd).items()
    )  # fmt: skip
    _book(PayoutStep.ASKED, [one.reference for one in wanted.values()])


def put_back(*, by: Actor, reference: str, at: datetime) -> None:
    """The payout failed or was called off: the same lots have it again.

    Raises `PayoutNotFound`, `PayoutOver`.
    """
    put_back_many(by=by, references=[reference], at=at)


@transaction.atomic
def put_back_many(*, by: Actor, references: Sequence[str], at: datetime) -> None:
    """The same of many payouts, in one posting. Raises `PayoutNotFound`, `PayoutOver`."""
    asked = [_asked(by, reference) for reference in references]
    families: dict[int, list[int]] = {}
    for one in asked:
        families.setdefault(one.facility_id, []).append(one.beneficiary_id)
    for facility_id, people in families.items():
        lock(facility_id, people)
    _steps(
        CreditPayout(
            facility_id=one.facility_id, beneficiary_id=one.beneficiary_id,
            reference=one.reference, step=PayoutStep.FAILED.value, amount_vnd=one.amount_vnd,
            happened_at=at,
        )
        for one in asked
    )  # fmt: skip
    taken = CreditUse.objects.filter(reference__in=references, kind=UseKind.PAYOUT.value)
    CreditUse.objects.bulk_create(
        CreditUse(
            credit_id=one.credit_id, facility_id=one.facility_id,
            kind=UseKind.PAYOUT_BACK.value, amount_vnd=-one.amount_vnd, reference=one.reference,
            happened_at=at,
        )
        for one in taken.order_by("credit_id")
    )  # fmt: skip
    _book(PayoutStep.FAILED, references)


@transaction.atomic
def let_go(*, by: Actor, reference: str, account: str, at: datetime) -> CreditPayout:
    """It was paid out by a transfer from this account of the facility.

    Raises `PayoutNotFound`, `PayoutOver`.
    """
    asked = _asked(by, reference)
    done = _end(asked, PayoutStep.DONE_BANK, account, at)
    recipes.payout_done_bank(_posting(asked, at), account=account)
    return done


@transaction.atomic
def let_go_cash(*, by: Actor, reference: str, at: datetime) -> CreditPayout:
    """It was paid out at the desk. Raises `PayoutNotFound`, `PayoutOver`."""
    asked = _asked(by, reference)
    done = _end(asked, PayoutStep.DONE_CASH, "", at)
    recipes.payout_done_cash(_posting(asked, at))
    return done


def _asked(by: Actor, reference: str) -> CreditPayout:
    asked = CreditPayout.objects.filter(reference=reference, step=PayoutStep.ASKED.value).first()
    if asked is None:
        raise errors.PayoutNotFound
    by.require(Permission.PAYOUT_PREPARE, asked.facility_id)
    return asked


def _end(asked: CreditPayout, step: PayoutStep, account: str, at: datetime) -> CreditPayout:
    done = CreditPayout(
        facility_id=asked.facility_id,
        beneficiary_id=asked.beneficiary_id,
        reference=asked.reference,
        step=step.value,
        amount_vnd=asked.amount_vnd,
        account=account,
        happened_at=at,
    )
    _steps([done])
    return done


def _steps(steps: Iterable[CreditPayout]) -> None:
    try:
        with transaction.atomic():
            CreditPayout.objects.bulk_create(steps)
    except IntegrityError as error:
        if "credit_payout_is_asked_once" in str(error) or "credit_payout_ends_once" in str(error):
            raise errors.PayoutOver from error
        raise


def _book(step: PayoutStep, references: Sequence[str]) -> None:
    recipes.book(
        recipes.raw_cursor(),
        statement(ROOM, "rows_to_pay_out"),
        {"references": list(references), "step": step.value},
    )


def _posting(asked: CreditPayout, at: datetime) -> Posting:
    return Posting(asked.facility_id, asked.amount_vnd, asked.reference, at)

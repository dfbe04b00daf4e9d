"""Credit that is paid out to the family: taken aside, then gone or put back."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from thuphi.ground.kit.actor import Actor, Permission
from thuphi.money.credits import errors
from thuphi.money.credits.models import Credit, CreditPayout, CreditUse
from thuphi.money.credits.queries import left_of
from thuphi.money.credits.rules import PayoutStep, UseKind, oldest_first
from thuphi.money.ledger import recipes
from thuphi.money.ledger.recipes import Posting

from .spending import lock


@transaction.atomic
def take_out(
    *,
    by: Actor,
    beneficiary_id: int,
    facility_id: int,
    amount_vnd: int,
    reference: str,
    at: datetime,
) -> CreditPayout:
    """Take so much of a family's credit aside to be paid out, the oldest lot first.

    `reference` names the payout and is used once. Raises `AmountNotPositive`, `CreditTooSmall`,
    `PayoutOver` for a reference that was used before.
    """
    by.require(Permission.PAYOUT_RELEASE, facility_id)
    if amount_vnd <= 0:
        raise errors.AmountNotPositive
    lock(facility_id, [beneficiary_id])
    lots = Credit.objects.filter(facility_id=facility_id, beneficiary_id=beneficiary_id)
    left = left_of(lots.order_by("happened_at", "id"))
    there_vnd = sum(one.left_vnd for one in left)
    if amount_vnd > there_vnd:
        raise errors.CreditTooSmall(there_vnd)
    asked = _step(
        CreditPayout(
            facility_id=facility_id,
            beneficiary_id=beneficiary_id,
            reference=reference,
            step=PayoutStep.ASKED.value,
            amount_vnd=amount_vnd,
            happened_at=at,
        )
    )
    CreditUse.objects.bulk_create(
        CreditUse(
            credit_id=lot,
            facility_id=facility_id,
            kind=UseKind.PAYOUT.value,
            amount_vnd=part,
            reference=reference,
            happened_at=at,
        )
        for lot, part in oldest_first(left, amount_vnd).items()
    )
    recipes.payout_asked(_posting(asked, at), beneficiary=str(beneficiary_id))
    return asked


@transaction.atomic
def put_back(*, by: Actor, reference: str, at: datetime) -> CreditPayout:
    """The payout failed or was called off: the same lots have it again.

    Raises `PayoutNotFound`, `PayoutOver`.
    """
    asked = _asked(by, reference)
    lock(asked.facility_id, [asked.beneficiary_id])
    failed = _end(asked, PayoutStep.FAILED, "", at)
    taken = CreditUse.objects.filter(
        reference=reference, kind=UseKind.PAYOUT.value, credit__beneficiary_id=asked.beneficiary_id
    )
    CreditUse.objects.bulk_create(
        CreditUse(
            credit_id=one.credit_id,
            facility_id=one.facility_id,
            kind=UseKind.PAYOUT_BACK.value,
            amount_vnd=-one.amount_vnd,
            reference=reference,
            happened_at=at,
        )
        for one in taken.order_by("credit_id")
    )
    recipes.payout_failed(_posting(asked, at), beneficiary=str(asked.beneficiary_id))
    return failed


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
    return _step(
        CreditPayout(
            facility_id=asked.facility_id,
            beneficiary_id=asked.beneficiary_id,
            reference=asked.reference,
            step=step.value,
            amount_vnd=asked.amount_vnd,
            account=account,
            happened_at=at,
        )
    )


def _step(step: CreditPayout) -> CreditPayout:
    try:
        with transaction.atomic():
            step.save()
    except IntegrityError as error:
        if "credit_payout_is_asked_once" in str(error) or "credit_payout_ends_once" in str(error):
            raise errors.PayoutOver from error
        raise
    return step


def _posting(asked: CreditPayout, at: datetime) -> Posting:
    return Posting(asked.facility_id, asked.amount_vnd, asked.reference, at)

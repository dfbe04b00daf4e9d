"""Cash of the fund goes to the bank, and is found on the bank's statement later."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.money.ledger import recipes
from thuphi.money.ledger.recipes import Posting
from thuphi.money.tills import errors
from thuphi.money.tills.models import CashDeposit
from thuphi.money.tills.queries.holdings import fund_vnd


@transaction.atomic
def deposit(
    *, by: Actor, facility_id: int, amount_vnd: int, account: str, document: str, at: datetime
) -> CashDeposit:
    """Cash of the fund was paid in at the bank; it waits for the statement that shows it.

    Raises `AmountNotPositive`, `DocumentMissing`, `DocumentUsed`, `AboveFund`.
    """
    by.require(Permission.CASH_TAKE, facility_id)
    if amount_vnd <= 0:
        raise errors.AmountNotPositive
    slip = " ".join(document.split())
    if not slip or not account:
        raise errors.DocumentMissing
    try:
        with transaction.atomic():
            made = CashDeposit.objects.create(
                facility_id=facility_id,
                amount_vnd=amount_vnd,
                account=account,
                document=slip,
                deposited_by=by.user_id,
                deposited_at=at,
            )
    except IntegrityError as error:
        if "cash_deposit_is_written_down_once" in str(error):
            raise errors.DocumentUsed from error
        if "cash_deposit_is_out_of_the_fund" in str(error):
            raise errors.AboveFund(fund_vnd(facility_id)) from error
        raise
    recipes.bank_cash(
        Posting(
            facility_id=facility_id,
            amount_vnd=amount_vnd,
            reference=f"deposit:{made.pk}",
            happened_at=at,
        )
    )
    _tell("cash_deposited", by, made, at, document=slip)
    return made


@transaction.atomic
def match_deposit(*, by: Actor, deposit_id: int, bank_reference: str, at: datetime) -> CashDeposit:
    """The statement shows the deposit. Raises `DepositNotFound`, `AlreadyMatched`,
    `DocumentMissing`."""
    made = CashDeposit.objects.select_for_update().filter(pk=deposit_id).first()
    if made is None:
        raise errors.DepositNotFound
    by.require(Permission.PAYMENT_IDENTIFY, made.facility_id)
    if made.matched_at is not None:
        raise errors.AlreadyMatched
    reference = " ".join(bank_reference.split())
    if not reference:
        raise errors.DocumentMissing
    made.matched_by, made.matched_at, made.bank_reference = by.user_id, at, reference
    made.save(update_fields=["matched_by", "matched_at", "bank_reference"])
    _tell("cash_deposit_matched", by, made, at, bank_reference=reference)
    return made


def _tell(kind: str, by: Actor, made: CashDeposit, at: datetime, **facts: str | int) -> None:
    events.record(
        kind,
        by=by,
        subject=f"deposit:{made.pk}",
        at=at,
        facility_id=made.facility_id,
        amount_vnd=made.amount_vnd,
        **facts,
    )

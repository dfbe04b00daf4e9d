"""Every verb on payouts; the only writer of this room's tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.money.credits import actions as credits
from thuphi.money.credits import queries as held
from thuphi.money.credits.actions import Taking
from thuphi.money.credits.errors import Uncovered
from thuphi.registers.facilities.models import BeneficiaryAccount
from thuphi.registers.payers.models import Beneficiary

from . import errors, queries, rules
from .models import Payout, PayoutAccount, PayoutList
from .rules import ListState, PayoutState, PayoutWay

_NUMBER = re.compile(r"[0-9A-Z]{4,19}", re.ASCII)
_BANK = re.compile(r"[0-9]{6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class PayeeAccount:
    """A family's account: the bank's six digits, the number, the name of its owner."""

    bin: str
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one family is to get, whole đồng."""

    beneficiary_id: int
    amount_vnd: int
    way: PayoutWay = PayoutWay.TRANSFER


@transaction.atomic
def set_account(
    *, by: Actor, beneficiary_id: int, account: PayeeAccount, at: datetime
) -> PayoutAccount:
    """Say on which account money of a child is paid out; the old one is kept as it was.

    Raises `AccountNotFound`, `AccountUnreadable`.
    """
    child = Beneficiary.objects.select_for_update().filter(pk=beneficiary_id).first()
    if child is None:
        raise errors.AccountNotFound
    by.require(Permission.PAYOUT_PREPARE, child.facility_id)
    name = " ".join(account.name.split())
    if not (_BANK.fullmatch(account.bin) and _NUMBER.fullmatch(account.number) and name):
        raise errors.AccountUnreadable
    now = queries.account_of(beneficiary_id)
    if now is not None:
        if (now.bin, now.number, now.name) == (account.bin, account.number, name):
            return now
        now.replaced_at = at
        now.save(update_fields=["replaced_at"])
    made = PayoutAccount.objects.create(
        facility_id=child.facility_id, beneficiary=child, bin=account.bin,
        number=account.number, name=name, set_by=by.user_id or 0, set_at=at,
    )  # fmt: skip
    events.record(
        "payout_account_set", by=by, subject=f"beneficiary:{beneficiary_id}", at=at,
        facility_id=child.facility_id, account=made.pk, replaces=0 if now is None else now.pk,
    )  # fmt: skip
    return made


@transaction.atomic
def confirm_account(*, by: Actor, account_id: int, at: datetime) -> PayoutAccount:
    """A second person has called the family back: this is their account.

    Raises `AccountNotFound`, `SecondPersonNeeded`.
    """
    account = PayoutAccount.objects.select_for_update().filter(pk=account_id).first()
    if account is None or account.replaced_at is not None:
        raise errors.AccountNotFound
    by.require(Permission.PAYOUT_RELEASE, account.facility_id)
    if account.set_by == by.user_id:
        raise errors.SecondPersonNeeded
    if account.confirmed_at is None:
        account.confirmed_by, account.confirmed_at = by.user_id, at
        account.save(update_fields=["confirmed_by", "confirmed_at"])
        events.record(
            "payout_account_confirmed", by=by, subject=f"beneficiary:{account.beneficiary_id}",
            at=at, facility_id=account.facility_id, account=account.pk,
        )  # fmt: skip
    return account


@transaction.atomic
def prepare(
    *, by: Actor, facility_id: int, wanted: Sequence[Wanted], reason: str, paper: str, at: datetime
) -> PayoutList:
    """Write down who is to be paid back; nothing moves before a second person releases it.

    Raises `ReasonMissing`, `NobodyToPay`, `AboveCredit`, `AccountMissing`, `ListedAlready`.
    """
    by.require(Permission.PAYOUT_PREPARE, facility_id)
    if not reason.strip():
        raise errors.ReasonMissing
    if not wanted:
        raise errors.NobodyToPay
    ids = [one.beneficiary_id for one in wanted]
    credit = held.balances(facility_id, ids)
    _refuse(
        errors.AboveCredit,
        [
            one.beneficiary_id
            for one in wanted
            if not 0 < one.amount_vnd <= credit.get(one.beneficiary_id, 0)
        ],
    )
    _refuse(errors.ListedAlready, sorted(queries.waiting_for(ids)))
    accounts = queries.accounts_of(ids)
    by_transfer = [one for one in wanted if one.way is PayoutWay.TRANSFER]
    _refuse(
        errors.AccountMissing,
        [one.beneficiary_id for one in by_transfer if one.beneficiary_id not in accounts],
    )
    made = PayoutList.objects.create(
        facility_id=facility_id, reason=reason.strip(), paper=paper.strip(),
        state=ListState.DRAFT.value, prepared_by=by.user_id or 0, prepared_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            Payout.objects.bulk_create(
                [_payout(made, one, accounts.get(one.beneficiary_id)) for one in wanted]
            )
    except IntegrityError as error:
        if "payout_waits_on_one_list" in str(error) or "payout_pays_a_family_once" in str(error):
            raise errors.ListedAlready(ids) from error
        raise
    events.record(
        "payouts_prepared", by=by, subject=f"payout_list:{made.pk}", at=at,
        facility_id=facility_id, families=len(wanted),
        amount_vnd=sum(one.amount_vnd for one in wanted),
    )  # fmt: skip
    return made


def _payout(made: PayoutList, one: Wanted, account: PayoutAccount | None) -> Payout:
    payout = Payout(
        facility_id=made.facility_id, payout_list=made, beneficiary_id=one.beneficiary_id,
        amount_vnd=one.amount_vnd, way=one.way.value, state=PayoutState.LISTED.value,
    )  # fmt: skip
    if one.way is PayoutWay.TRANSFER and account is not None:
        payout.bin, payout.number, payout.name = account.bin, account.number, account.name
    return payout


def _refuse(kind: type[errors.PeopleFaulty], beneficiary_ids: Sequence[int]) -> None:
    if beneficiary_ids:
        raise kind(beneficiary_ids)


def _locked(list_id: int, by: Actor, permission: Permission) -> PayoutList:
    found = PayoutList.objects.select_for_update().filter(pk=list_id).first()
    if found is None:
        raise errors.ListNotFound
    by.require(permission, found.facility_id)
    return found


@transaction.atomic
def withdraw(*, by: Actor, list_id: int, at: datetime) -> PayoutList:
    """Give up a list that nobody has released. Raises `ListNotFound`, `NotWaiting`."""
    found = _locked(list_id, by, Permission.PAYOUT_PREPARE)
    if found.state != ListState.DRAFT.value:
        raise errors.NotWaiting
    found.state = rules.LIST_STATES.move(ListState(found.state), ListState.WITHDRAWN).value
    found.closed_at = at
    found.save(update_fields=["state", "closed_at"])
    Payout.objects.filter(payout_list=found).update(state=PayoutState.WITHDRAWN.value)
    events.record(
        "payouts_withdrawn", by=by, subject=f"payout_list:{list_id}", at=at,
        facility_id=found.facility_id,
    )  # fmt: skip
    return found


@transaction.atomic
def release(*, by: Actor, list_id: int, at: datetime) -> PayoutList:
    """Agree to a list: what it pays is taken from the families' credits, and may be sent.

    All of it or nothing. Raises `ListNotFound`, `NotWaiting`, `SecondPersonNeeded`,
    `AccountTooYoung`, `AccountMissing` (an account changed since), `AboveCredit`.
    """
    found = _locked(list_id, by, Permission.PAYOUT_RELEASE)
    if found.state != ListState.DRAFT.value:
        raise errors.NotWaiting
    if found.prepared_by == by.user_id:
        raise errors.SecondPersonNeeded
    rows = queries.payouts_of(list_id)
    _refuse_accounts(rows, at)
    try:
        credits.take_many(
            by=by,
            facility_id=found.facility_id,
            takings=[Taking(row.beneficiary_id, row.amount_vnd, row.reference) for row in rows],
            at=at,
        )
    except Uncovered as error:
        raise errors.AboveCredit(error.beneficiary_ids) from error
    account = BeneficiaryAccount.objects.filter(
        facility_id=found.facility_id, state="approved"
    ).first()
    found.state = rules.LIST_STATES.move(ListState(found.state), ListState.RELEASED).value
    found.released_by, found.released_at = by.user_id, at
    if account is not None:
        found.from_bin, found.from_account = account.bin, account.number
        found.from_name = account.name
    found.save(
        update_fields=[
            "state", "released_by", "released_at", "from_bin", "from_account", "from_name"
        ]
    )  # fmt: skip
    Payout.objects.filter(payout_list=found).update(state=PayoutState.RELEASED.value)
    events.record(
        "payouts_released", by=by, subject=f"payout_list:{list_id}", at=at,
        facility_id=found.facility_id, families=len(rows),
        amount_vnd=sum(row.amount_vnd for row in rows),
    )  # fmt: skip
    return found


def _refuse_accounts(rows: Sequence[Payout], at: datetime) -> None:
    transfers = [row for row in rows if row.way == PayoutWay.TRANSFER.value]
    accounts = queries.accounts_of([row.beneficiary_id for row in transfers])
    changed, young = [], []
    for row in transfers:
        now = accounts.get(row.beneficiary_id)
        if now is None or (now.bin, now.number, now.name) != (row.bin, row.number, row.name):
            changed.append(row.beneficiary_id)
        elif rules.is_too_young(now.set_at, now.confirmed_at, at):
            young.append(row.beneficiary_id)
    _refuse(errors.AccountMissing, changed)
    _refuse(errors.AccountTooYoung, young)


@transaction.atomic
def settle(
    *, by: Actor, list_id: int, payout_ids: Collection[int], document: str, at: datetime
) -> int:
    """The bank has paid these, or the cash was handed over; `document` is the number of the paper.

    Returns how many. Raises `ListNotFound`, `DocumentMissing`, `NotWaiting`.
    """
    found = _locked(list_id, by, Permission.PAYOUT_PREPARE)
    if not document.strip():
        raise errors.DocumentMissing
    rows = _waiting(found, payout_ids)
    for row in rows:
        if row.way == PayoutWay.CASH.value:
            credits.let_go_cash(by=by, reference=row.reference, at=at)
        else:
            credits.let_go(by=by, reference=row.reference, account=found.from_account, at=at)
        row.document = document.strip()
    _end(found, rows, PayoutState.PAID, by, at)
    return len(rows)


@transaction.atomic
def fail(*, by: Actor, list_id: int, payout_ids: Collection[int], note: str, at: datetime) -> int:
    """The bank did not pay these: what they were to get is the families' credit again.

    Returns how many. Raises `ListNotFound`, `ReasonMissing`, `NotWaiting`.
    """
    found = _locked(list_id, by, Permission.PAYOUT_PREPARE)
    if not note.strip():
        raise errors.ReasonMissing
    rows = _waiting(found, payout_ids)
    credits.put_back_many(by=by, references=[row.reference for row in rows], at=at)
    for row in rows:
        row.note = note.strip()
    _end(found, rows, PayoutState.FAILED, by, at)
    return len(rows)


def _waiting(found: PayoutList, payout_ids: Collection[int]) -> list[Payout]:
    rows = list(
        Payout.objects.select_for_update()
        .filter(payout_list=found, pk__in=payout_ids)
        .order_by("beneficiary_id")
    )
    if not rows or any(row.state != PayoutState.RELEASED.value for row in rows):
        raise errors.NotWaiting
    return rows


def _end(
    found: PayoutList, rows: Sequence[Payout], state: PayoutState, by: Actor, at: datetime
) -> None:
    for row in rows:
        row.state = rules.PAYOUT_STATES.move(PayoutState(row.state), state).value
        row.settled_by, row.settled_at = by.user_id or 0, at
    Payout.objects.bulk_update(rows, ["state", "settled_by", "settled_at", "document", "note"])
    events.record(
        f"payouts_{state.value}", by=by, subject=f"payout_list:{found.pk}", at=at,
        facility_id=found.facility_id, families=len(rows),
        amount_vnd=sum(row.amount_vnd for row in rows),
    )  # fmt: skip
    if not Payout.objects.filter(payout_list=found, state=PayoutState.RELEASED.value).exists():
        found.state = rules.LIST_STATES.move(ListState(found.state), ListState.CLOSED).value
        found.closed_at = at
        found.save(update_fields=["state", "closed_at"])

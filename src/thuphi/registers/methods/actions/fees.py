"""Verbs on what a way of paying costs, and on favours that somebody grants to who uses it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.ground.kit.money import LARGEST_VND
from thuphi.registers.methods import errors, queries
from thuphi.registers.methods.models import Incentive, Merchant, MethodFee
from thuphi.registers.methods.rules import PARTS, FeeTerms, IncentiveKind, Way


@transaction.atomic
def set_fee(
    *,
    by: Actor,
    merchant_id: int,
    terms: FeeTerms,
    from_on: date,
    until_on: date | None = None,
    at: datetime,
) -> MethodFee:
    """Say what a provider takes from a day on; the fee that held until then ends on that day.

    Raises `MerchantNotFound`, `FeeImpossible`, `DaysNotInOrder`, `FeeOverlaps`.
    """
    merchant = Merchant.objects.filter(pk=merchant_id).defer("sealed").first()
    if merchant is None:
        raise errors.MerchantNotFound
    by.require(Permission.METHOD_WRITE, merchant.facility_id)
    _check(terms)
    if until_on is not None and until_on <= from_on:
        raise errors.DaysNotInOrder
    # The merchant is locked, so that two price lists cannot begin at once.
    Merchant.objects.select_for_update(no_key=True).only("pk").get(pk=merchant_id)
    fees = MethodFee.objects.filter(merchant_id=merchant_id)
    if fees.filter(valid__startswith__gte=from_on).exists():
        raise errors.FeeOverlaps
    for held in fees.filter(valid__contains=from_on):
        held.valid = (held.valid.lower, from_on)
        held.save(update_fields=["valid"])
    fee = MethodFee.objects.create(
        facility_id=merchant.facility_id,
        merchant_id=merchant_id,
        flat_vnd=terms.flat_vnd,
        basis_points=terms.basis_points,
        minimum_vnd=terms.minimum_vnd,
        maximum_vnd=terms.maximum_vnd,
        borne_by=terms.borne_by.value,
        valid=(from_on, until_on),
    )
    events.record(
        "method_fee_set",
        by=by,
        subject=f"merchant:{merchant_id}",
        at=at,
        facility_id=merchant.facility_id,
        flat_vnd=fee.flat_vnd,
        basis_points=fee.basis_points,
        minimum_vnd=fee.minimum_vnd,
        maximum_vnd=fee.maximum_vnd,
        borne_by=fee.borne_by,
        from_on=from_on.isoformat(),
    )
    return fee


@transaction.atomic
def end_fee(*, by: Actor, fee_id: int, on: date, at: datetime) -> MethodFee:
    """From this day on the provider takes nothing. Raises `FeeNotFound`, `DaysNotInOrder`."""
    fee = MethodFee.objects.select_for_update(no_key=True).filter(pk=fee_id).first()
    if fee is None:
        raise errors.FeeNotFound
    by.require(Permission.METHOD_WRITE, fee.facility_id)
    fee.valid = _ended(fee.valid.lower, fee.valid.upper, on)
    fee.save(update_fields=["valid"])
    events.record(
        "method_fee_ended",
        by=by,
        subject=f"merchant:{fee.merchant_id}",
        at=at,
        facility_id=fee.facility_id,
        on=on.isoformat(),
    )
    return fee


def _check(terms: FeeTerms) -> None:
    maximum = terms.maximum_vnd
    sums = [terms.flat_vnd, terms.minimum_vnd, 0 if maximum is None else maximum]
    if any(not 0 <= one <= LARGEST_VND for one in sums) or not 0 <= terms.basis_points <= PARTS:
        raise errors.FeeImpossible
    if maximum is not None and maximum < terms.minimum_vnd:
        raise errors.FeeImpossible


def _ended(lower: date, upper: date | None, on: date) -> tuple[date, date]:
    if on <= lower or (upper is not None and on > upper):
        raise errors.DaysNotInOrder
    return lower, on


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIncentive:
    """A favour: of one provider or for a whole way; a discount says percent or đồng."""

    kind: IncentiveKind
    granted_by: str
    wording: str
    from_on: date
    until_on: date | None
    """The first day on which it is no longer granted."""
    merchant_id: int | None = None
    way: Way | None = None
    percent: int | None = None
    amount_vnd: int | None = None


@transaction.atomic
def offer_incentive(
    *, by: Actor, facility_id: int, incentive: NewIncentive, at: datetime
) -> Incentive:
    """Tell families of a favour while it lasts. We show it; who grants it works it out.

    A bill keeps its amount, because nobody but the provider knows who has had the favour already.
    Raises `IncentiveIncomplete`, `DaysNotInOrder`, `MerchantNotFound`.
    """
    by.require(Permission.METHOD_WRITE, facility_id)
    _check_incentive(incentive)
    if incentive.merchant_id is not None:
        queries.merchant(incentive.merchant_id, facility_id)
    made = Incentive.objects.create(
        facility_id=facility_id,
        merchant_id=incentive.merchant_id,
        method=incentive.way.value if incentive.way else "",
        kind=incentive.kind.value,
        percent=incentive.percent,
        amount_vnd=incentive.amount_vnd,
        granted_by=incentive.granted_by.strip(),
        wording=incentive.wording.strip(),
        valid=(incentive.from_on, incentive.until_on),
    )
    events.record(
        "method_incentive_offered",
        by=by,
        subject=f"incentive:{made.pk}",
        at=at,
        facility_id=facility_id,
        incentive=made.kind,
        granted_by=made.granted_by,
    )
    return made


@transaction.atomic
def end_incentive(*, by: Actor, incentive_id: int, on: date, at: datetime) -> Incentive:
    """From this day on the favour is not shown. Raises `IncentiveNotFound`, `DaysNotInOrder`."""
    made = Incentive.objects.select_for_update(no_key=True).filter(pk=incentive_id).first()
    if made is None:
        raise errors.IncentiveNotFound
    by.require(Permission.METHOD_WRITE, made.facility_id)
    made.valid = _ended(made.valid.lower, made.valid.upper, on)
    made.save(update_fields=["valid"])
    events.record(
        "method_incentive_ended",
        by=by,
        subject=f"incentive:{made.pk}",
        at=at,
        facility_id=made.facility_id,
        on=on.isoformat(),
    )
    return made


def _check_incentive(new: NewIncentive) -> None:
    if not (new.granted_by.strip() and new.wording.strip()):
        raise errors.IncentiveIncomplete
    if (new.merchant_id is None) == (new.way is None):
        raise errors.IncentiveIncomplete
    is_discount = new.kind is IncentiveKind.DISCOUNT
    if ((new.percent is None) != (new.amount_vnd is None)) != is_discount:
        raise errors.IncentiveIncomplete
    if new.percent is not None and not 1 <= new.percent <= 100:
        raise errors.IncentiveIncomplete
    if new.amount_vnd is not None and not 1 <= new.amount_vnd <= LARGEST_VND:
        raise errors.IncentiveIncomplete
    if not is_discount and (new.percent is not None or new.amount_vnd is not None):
        raise errors.IncentiveIncomplete
    if new.until_on is not None and new.until_on <= new.from_on:
        raise errors.DaysNotInOrder

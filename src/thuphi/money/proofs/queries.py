"""How far a school has come on its first morning. Everything is counted from what is there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from thuphi.ground.events.models import Event
from thuphi.money.bills.models import Charge, CollectionRun, Exemption
from thuphi.money.bills.rules import RunState, waived_vnd
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rules import Finding, Method
from thuphi.registers.facilities import queries as facilities
from thuphi.registers.facilities.models import BeneficiaryAccount, Facility
from thuphi.registers.methods.models import Merchant
from thuphi.registers.payers.models import Beneficiary

from . import rules
from .models import AccountProof
from .rules import ProofState, Step

TRIED = "run_tried_out"
"""The event of somebody looking at a draft run's specimens."""

SPECIMENS = 8


@dataclass(frozen=True, slots=True)
class Standing:
    """What is done, what comes next, and what the page needs to help with it."""

    facility: Facility
    done: frozenset[Step]
    account: BeneficiaryAccount | None
    proposed: BeneficiaryAccount | None
    proof: AccountProof | None
    """The latest of the account in use."""
    pupils: int
    items: int
    draft: CollectionRun | None
    """The latest run that is still a draft."""

    @property
    def next(self) -> Step | None:
        """The first thing still to be done."""
        return rules.next_step(self.done)

    @property
    def percent(self) -> int:
        """How much of it is done, in whole hundredths."""
        return len(self.done) * 100 // len(Step)


@dataclass(frozen=True, slots=True)
class Specimen:
    """What a notice of a draft run would say; amounts in whole đồng."""

    name: str
    class_name: str
    lines: tuple[tuple[str, int], ...]
    total_vnd: int


def is_proved(account: BeneficiaryAccount) -> bool:
    """Whether money has proved this account."""
    return AccountProof.objects.filter(account=account, state=ProofState.SEEN.value).exists()


def standing(facility_id: int, school_year: str) -> Standing:
    """How far a school has come."""
    facility = facilities.facility(facility_id)
    account = facilities.approved_account(facility_id)
    proof = (
        AccountProof.objects.filter(account=account).order_by("-pk").first() if account else None
    )
    pupils = Beneficiary.objects.filter(facility_id=facility_id, is_active=True).count()
    items = FeeItem.objects.filter(
        facility_id=facility_id, school_year=school_year, is_active=True
    ).count()
    runs = CollectionRun.objects.filter(facility_id=facility_id)
    done = {
        Step.SCHOOL: facility.has_focal_point,
        Step.ACCOUNT: account is not None,
        Step.LINE: Merchant.objects.filter(facility_id=facility_id, is_active=True).exists(),
        Step.PROOF: account is not None and is_proved(account),
        Step.PUPILS: pupils > 0,
        Step.ITEMS: items > 0,
        Step.TRIAL: _was_tried(facility_id) or runs.filter(state=RunState.ISSUED.value).exists(),
        Step.REAL: _was_paid(facility_id),
    }
    return Standing(
        facility=facility,
        done=frozenset(step for step, is_done in done.items() if is_done),
        account=account,
        proposed=facilities.proposed_account(facility_id),
        proof=proof,
        pupils=pupils,
        items=items,
        draft=runs.filter(state=RunState.DRAFT.value).order_by("-pk").first(),
    )


def _was_tried(facility_id: int) -> bool:
    # Events are found by what they are about, and only the latest runs are asked for.
    latest = CollectionRun.objects.filter(facility_id=facility_id).order_by("-pk")[:50]
    subjects = [f"run:{pk}" for pk in latest.values_list("pk", flat=True)]
    return Event.objects.filter(subject__in=subjects, facility_id=facility_id, kind=TRIED).exists()


def _was_paid(facility_id: int) -> bool:
    """Whether one family has paid a bill, and not in cash."""
    return (
        Payment.objects.filter(
            facility_id=facility_id,
            finding__in=[Finding.EXACT.value, Finding.PART.value, Finding.OVER.value],
        )
        .exclude(method=Method.CASH.value)
        .exists()
    )


def specimens(run: CollectionRun) -> list[Specimen]:
    """What the first notices of a draft run would say, exemptions taken off."""
    first = (
        Charge.objects.filter(run=run)
        .order_by("beneficiary__class_name", "beneficiary_id")
        .values_list("beneficiary_id", flat=True)
        .distinct()[:SPECIMENS]
    )
    chosen = list(dict.fromkeys(first))
    charges = (
        Charge.objects.filter(run=run, beneficiary_id__in=chosen)
        .select_related("beneficiary", "fee_item")
        .order_by("fee_item__code")
    )
    percents = _exempt(chosen, run.opens_on)
    by_pupil: dict[int, list[Charge]] = defaultdict(list)
    for charge in charges:
        by_pupil[charge.beneficiary_id].append(charge)
    return [_specimen(by_pupil[pupil], percents) for pupil in chosen if by_pupil[pupil]]


def _exempt(beneficiary_ids: list[int], on: date) -> dict[tuple[int, int], int]:
    found = Exemption.objects.filter(
        beneficiary_id__in=beneficiary_ids, from_on__lte=on, until_on__gt=on
    )
    return {(one.beneficiary_id, one.fee_item_id): one.percent for one in found}


def _specimen(charges: list[Charge], percents: dict[tuple[int, int], int]) -> Specimen:
    lines = []
    for charge in charges:
        # A line with words of its own (arrears) is not waived again, as when it is issued.
        own = charge.description
        percent = 0 if own else percents.get((charge.beneficiary_id, charge.fee_item_id), 0)
        off_vnd = waived_vnd(charge.amount_vnd, percent)
        lines.append((own or charge.fee_item.name, charge.amount_vnd - off_vnd))
    one = charges[0].beneficiary
    return Specimen(one.name, one.class_name, tuple(lines), sum(amount for _w, amount in lines))

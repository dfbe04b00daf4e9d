"""Where each figure leads: what a transfer is about, and what accounts are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from thuphi.money.accounts.queries.ledger import AccountName
from thuphi.money.bills.models import Bill
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.credits.models import Credit
from thuphi.money.ledger.rules import AccountKind
from thuphi.money.payments.models import Payment
from thuphi.money.payouts.models import Payout
from thuphi.registers.payers.models import Beneficiary

from .workbench_rows import LINE

_OF_A_BILL = re.compile(r"TF[0-9A-Z]{10}", re.ASCII)
_PAYOUT = "TFCT"


@dataclass(frozen=True, slots=True)
class About:
    """What a transfer is about: a bill, money that was heard of, a line of the bank ..."""

    label: str
    sub: str = ""
    href: str = ""


def _number(reference: str, before: str) -> int | None:
    rest = reference.removeprefix(before)
    is_one = reference.startswith(before) and rest.isascii() and rest.isdigit() and len(rest) < 19
    return int(rest) if is_one else None


def _numbers(references: Iterable[str], before: str) -> dict[int, str]:
    return {number: one for one in references if (number := _number(one, before)) is not None}


def about(facility_id: int, references: Iterable[str]) -> Mapping[str, About]:
    """What these references are about, in at most four questions."""
    wanted = set(references)
    found: dict[str, About] = {}
    codes = [one for one in wanted if _OF_A_BILL.fullmatch(one)]
    for bill in Bill.objects.filter(code__in=codes, facility_id=facility_id) if codes else ():
        name = f"{bill.beneficiary_name} · {bill.class_name}".rstrip(" ·")
        found[bill.code] = About(name, bill.code, reverse("desk_bill", args=[bill.code]))
    found |= _heard(facility_id, _numbers(wanted, "heard:"))
    found |= _payouts(facility_id, _numbers(wanted, _PAYOUT))
    found |= _credits(facility_id, _numbers(wanted, "credit:"))
    for reference in _numbers(wanted, "deposit:").values():
        found[reference] = About(
            _("Nộp tiền mặt vào ngân hàng"), reference, reverse("desk_till_deposits")
        )
    for number, reference in _numbers(wanted, "line:").items():
        found[reference] = About(_("Dòng sao kê"), reference, _line(number))
    return {one: found.get(one, About(one)) for one in wanted}


def _line(line_id: int) -> str:
    """The page of a line of the bank."""
    return reverse("desk_workbench_item", args=[f"{LINE}-{line_id}"])


def _heard(facility_id: int, heard: Mapping[int, str]) -> dict[str, About]:
    if not heard:
        return {}
    found = Payment.objects.filter(heard_id__in=list(heard), facility_id=facility_id)
    return {
        heard[heard_id]: About(
            _("Khoản tiền đã vào"), heard[heard_id], reverse("desk_inbox_item", args=[pk])
        )
        for heard_id, pk in found.order_by("-id").values_list("heard_id", "pk")
    }


def _payouts(facility_id: int, payouts: Mapping[int, str]) -> dict[str, About]:
    if not payouts:
        return {}
    found = Payout.objects.filter(pk__in=list(payouts), facility_id=facility_id)
    return {
        payouts[one.pk]: About(
            one.beneficiary.name, one.reference, reverse("desk_payout", args=[one.payout_list_id])
        )
        for one in found.select_related("beneficiary")
    }


def _credits(facility_id: int, lots: Mapping[int, str]) -> dict[str, About]:
    if not lots:
        return {}
    found = Credit.objects.filter(pk__in=list(lots), facility_id=facility_id)
    return {
        lots[one.pk]: About(
            one.beneficiary.name, one.reason, reverse("desk_credit", args=[one.beneficiary_id])
        )
        for one in found.select_related("beneficiary")
    }


def names_of(facility_id: int, accounts: Iterable[AccountName]) -> Mapping[str, str]:
    """What accounts of pupils and fee items are called, by `kind:detail`; in two questions."""
    details: dict[AccountKind, set[str]] = {}
    for one in accounts:
        if one.detail:
            details.setdefault(one.kind, set()).add(one.detail)
    names: dict[str, str] = {}
    pupils = [int(one) for one in details.get(AccountKind.PAYER_CREDIT, ()) if one.isdigit()]
    if pupils:
        people = Beneficiary.objects.filter(pk__in=pupils, facility_id=facility_id)
        for pk, name, class_name in people.values_list("pk", "name", "class_name"):
            names[f"{AccountKind.PAYER_CREDIT.value}:{pk}"] = f"{name} · {class_name}".rstrip(" ·")
    kinds = (AccountKind.REVENUE, AccountKind.WAIVER)
    codes = {code for kind in kinds for code in details.get(kind, ())}
    if codes:
        items = FeeItem.objects.filter(facility_id=facility_id, code__in=codes)
        for code, name in items.order_by("school_year").values_list("code", "name"):
            for kind in kinds:
                names[f"{kind.value}:{code}"] = f"{name} ({code})"
    return names

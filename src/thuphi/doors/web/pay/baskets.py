"""Several bills of one facility under one code: what they are, one sum, and how to pay it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from thuphi.doors.web.pay import proof, shown, together, tokens, ways
from thuphi.doors.web.pay.reading import Payable
from thuphi.ground.kit import clock
from thuphi.ground.kit.fold import half_masked
from thuphi.money.attempts.queries import BasketPage, live_attempt
from thuphi.money.bills.rules import BillState
from thuphi.money.payments.queries.receipts import is_being_booked, receipts_of

LIVE = "/gate/live/"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShown:
    """One bill of a basket; names half hidden to who has not proved that bill."""

    code: str
    href: str
    beneficiary_shown: str
    reason: str
    amount_vnd: int
    state: BillState
    is_overdue: bool
    receipts: list[shown.ReceiptLink]


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketShown:
    """A basket as its page shows it."""

    code: str
    facility_name: str
    is_account_verified: bool
    amount_vnd: int
    state: str
    """paid, heard (money came, not booked yet), open, or broken: a bill was paid by itself."""
    lines: list[LineShown]


def context(request: HttpRequest, payable: Payable) -> dict[str, object]:
    """Everything the page of a basket shows."""
    basket = payable.basket
    if basket is None:
        raise ValueError(payable.code)
    state = _state(basket)
    view = BasketShown(
        code=basket.code,
        facility_name=payable.bill.facility_name,
        is_account_verified=payable.payee is not None,
        amount_vnd=basket.amount_vnd,
        state=state,
        lines=_lines(request, basket),
    )
    transfer = shown.transfer_for(payable, basket.amount_vnd) if state == "open" else None
    found: dict[str, object] = {
        "payable": payable,
        "basket": view,
        "transfer": transfer,
        "qr_svg": shown.drawing(transfer),
        "bank_links": shown.bank_links(request, payable, transfer),
        "contact": shown.contact_of(payable.bill),
        "live_url": f"{LIVE}{payable.bill_codes[-1]}" if state in ("open", "heard") else "",
        "check_url": reverse("pay:state", args=[basket.code]),
    }
    if state == "open":
        live = live_attempt([basket.code, *payable.bill_codes])
        found |= together.context(request, payable)
        found |= {
            "choice": ways.choice_for(payable.facility_id, basket.amount_vnd, clock.now()),
            "choose_url": reverse("pay:choose", args=[basket.code]),
            "live_attempt": live,
            "live_attempt_href": tokens.address_of(live) if live is not None else "",
        }
    return found


def _state(basket: BasketPage) -> str:
    if basket.is_paid:
        return "paid"
    if is_being_booked(basket.code):
        return "heard"
    return "open" if basket.is_open else "broken"


def _lines(request: HttpRequest, basket: BasketPage) -> list[LineShown]:
    today = clock.today(clock.now())
    return [
        LineShown(
            code=line.bill.code,
            href=reverse("pay:bill", args=[line.bill.code]),
            beneficiary_shown=(
                line.bill.beneficiary_name
                if proof.is_proved(request, line.bill.code)
                else half_masked(line.bill.beneficiary_name)
            ),
            reason=line.bill.reason,
            amount_vnd=line.amount_vnd,
            state=BillState(line.bill.state),
            is_overdue=line.bill.remaining_vnd > 0 and line.bill.due_on < today,
            receipts=shown.receipt_links(receipts_of(line.bill.pk)) if line.bill.paid_vnd else [],
        )
        for line in basket.lines
    ]

"""From what stands in an address or a field to something that may be read and paid."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from thuphi.doors.web.shared.access import see_facilities
from thuphi.ground.kit import billcode
from thuphi.money.attempts.queries import BasketPage, basket_page, facility_of_basket
from thuphi.money.bills.queries.bill_page import BillPage, Payee, bill_page, facility_of

_READ_AS = {"O": "0", "I": "1", "L": "1"}
"""Letters that people type for figures, and that are no mistake."""


@dataclass(frozen=True, slots=True)
class Payable:
    """What one code asks for: a bill, or several bills of one facility in a basket."""

    bill: BillPage
    """The bill; of a basket the first, which tells the facility, its account and whom to call."""
    basket: BasketPage | None = None

    @property
    def code(self) -> str:
        """What stands in the transfer's text."""
        return self.bill.code if self.basket is None else self.basket.code

    @property
    def facility_id(self) -> int:
        """Whose it is."""
        return self.bill.facility_id

    @property
    def payee(self) -> Payee | None:
        """The approved account; none while there is none."""
        return self.bill.payee

    @property
    def remaining_vnd(self) -> int:
        """What is left to pay by this code: of a basket all or nothing."""
        if self.basket is None:
            return self.bill.remaining_vnd
        return self.basket.amount_vnd if self.basket.is_open else 0

    @property
    def allows_part(self) -> bool:
        """Whether less than the rest may be paid at a time."""
        return self.basket is None and self.bill.allows_part

    @property
    def bill_codes(self) -> tuple[str, ...]:
        """The codes of the bills that it pays."""
        if self.basket is None:
            return (self.bill.code,)
        return tuple(line.bill.code for line in self.basket.lines)


def page_of(code: str) -> BillPage | None:
    """The bill of a whole code. From here on the database shows rows of its facility only."""
    facility_id = facility_of(code)
    if facility_id is None:
        return None
    see_facilities({facility_id})
    return bill_page(code)


def payable_of(code: str) -> Payable | None:
    """The bill or basket of a whole code; rows of its facility only are seen from here on."""
    page = page_of(code)
    if page is not None:
        return Payable(page)
    facility_id = facility_of_basket(code)
    if facility_id is None:
        return None
    see_facilities({facility_id})
    basket = basket_page(code)
    first = bill_page(basket.lines[0].bill.code) if basket is not None else None
    return None if first is None else Payable(first, basket)


def payable_or_404(code: str) -> Payable:
    """The bill or basket that an address names."""
    found = payable_of(canonical(code))
    if found is None:
        raise Http404
    return found


def page_or_404(code: str) -> BillPage:
    """The bill that an address names."""
    page = page_of(canonical(code))
    if page is None:
        raise Http404
    return page


def canonical(code: str) -> str:
    """The twelve capital letters of an address's code; nothing is mended. Raises `Http404`."""
    try:
        return billcode.decode(code, strict=True).code
    except billcode.NotABillCode as error:
        raise Http404 from error


def mended_symbol(typed: str, meant: str) -> tuple[int, str, str] | None:
    """Place, counted from 1, and symbols, typed and meant, where a typed code had to be mended."""
    squeezed = "".join(sign for sign in typed.upper() if sign.isalnum())
    for place, (was, is_now) in enumerate(zip(squeezed, meant, strict=False), start=1):
        if _READ_AS.get(was, was) != is_now:
            return place, was, is_now
    return None

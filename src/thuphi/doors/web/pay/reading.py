"""From what stands in an address or a field to a bill that may be read."""

from __future__ import annotations

from django.http import Http404

from thuphi.doors.web.shared.access import see_facilities
from thuphi.ground.kit import billcode
from thuphi.money.bills.queries.bill_page import BillPage, bill_page, facility_of

_READ_AS = {"O": "0", "I": "1", "L": "1"}
"""Letters that people type for figures, and that are no mistake."""


def page_of(code: str) -> BillPage | None:
    """The bill of a whole code. From here on the database shows rows of its facility only."""
    facility_id = facility_of(code)
    if facility_id is None:
        return None
    see_facilities({facility_id})
    return bill_page(code)


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

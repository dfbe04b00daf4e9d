"""Names in full for who knows the second fact: one way for bills and receipts."""

from __future__ import annotations

from django.http import HttpRequest

from thuphi.doors.web.pay import guessing, proof
from thuphi.doors.web.pay.forms import FACT_WRONG, TOO_MANY_TRIES, UnmaskForm
from thuphi.money.bills.queries.bill_page import proves


def is_unmasked(request: HttpRequest, code: str, form: UnmaskForm) -> bool:
    """Whether the form proves the bill, which is then remembered; otherwise the form says why."""
    if not form.is_valid():
        return False
    try:
        guessing.take(request, code)
    except guessing.TooManyGuesses:
        form.add_error(None, TOO_MANY_TRIES)
        return False
    if not proves(code, form.cleaned_data["fact"]):
        form.add_error("fact", FACT_WRONG)
        return False
    guessing.give_back(request, code)
    proof.remember(request, code)
    return True

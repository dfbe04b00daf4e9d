"""From a code on paper and a second fact to the page of a bill."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from thuphi.doors.web.pay import guessing, proof
from thuphi.doors.web.pay.forms import CODE_WRONG, PAIR_WRONG, TOO_MANY_TRIES, FindForm
from thuphi.doors.web.pay.marks import personal
from thuphi.doors.web.pay.reading import mended_symbol, payable_of
from thuphi.doors.web.shared.access import open_to_all
from thuphi.ground.kit import billcode
from thuphi.ground.kit.billcode import Decoded, NotABillCode
from thuphi.money.bills.queries.bill_page import proves


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def find(request: HttpRequest) -> HttpResponse:
    """Open a bill to who has its code and knows the second fact; one sentence for all others.

    A code that is no code is said to be wrong; anybody can work that out. Whether a bill of a good
    code exists is not told apart from a wrong second fact.
    """
    form = FindForm(request.POST) if request.method == "POST" else FindForm()
    if form.is_bound and form.is_valid():
        typed: str = form.cleaned_data["code"]
        try:
            decoded = billcode.decode(typed)
        except NotABillCode:
            form.add_error("code", CODE_WRONG)
            return _page(request, form)
        try:
            is_right = _is_right(request, decoded.code, form.cleaned_data["fact"])
        except guessing.TooManyGuesses:
            form.add_error(None, TOO_MANY_TRIES)
            return _page(request, form)
        if is_right:
            _tell_what_was_mended(request, typed, decoded)
            return redirect("pay:bill", code=decoded.code)
        form.add_error(None, PAIR_WRONG)
    return _page(request, form)


def _is_right(request: HttpRequest, code: str, fact: str) -> bool:
    """Raises `guessing.TooManyGuesses`."""
    payable = payable_of(code)
    # A guess at a basket is a guess at each of its bills: no basket brings more of them.
    counted = (code,) if payable is None else payable.bill_codes
    for one in counted:
        guessing.take(request, one)
    proved = [one for one in payable.bill_codes if proves(one, fact)] if payable else []
    if not proved:
        return False
    for one in counted:
        guessing.give_back(request, one)
    for one in proved:
        # Of a basket only the bills that the fact belongs to are shown in full.
        proof.remember(request, one)
    return True


def _tell_what_was_mended(request: HttpRequest, typed: str, decoded: Decoded) -> None:
    mended = mended_symbol(typed, decoded.code) if decoded.corrected else None
    if mended is not None:
        place, was, is_now = mended
        messages.info(
            request,
            gettext(
                "Mã bạn gõ sai ký tự thứ %(place)s: %(was)s phải là %(is_now)s. "
                "Mã đúng là %(code)s, đã sửa giúp bạn."
            )
            % {"place": place, "was": was, "is_now": is_now, "code": decoded.code},
        )


def _page(request: HttpRequest, form: FindForm) -> HttpResponse:
    return render(request, "pay/find.html", {"form": form, "action": reverse("pay:find")})

"""Credits paid out: the lists, a new one, one list, and the account of one child."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.doors.web.shared.methods_words import Pill
from thuphi.ground.channels.banks import short_name
from thuphi.ground.kit.actor import Permission
from thuphi.money.credits import queries as credits
from thuphi.money.payouts import actions, errors, files, queries
from thuphi.money.payouts.models import PayoutList
from thuphi.money.payouts.queries import Sums
from thuphi.money.payouts.rules import ListState, PayoutState, PayoutWay
from thuphi.registers.payers.models import Beneficiary

from .frame import Crumb, Desk, Noun, desk_of, show
from .payout_rows import (
    LISTS,
    AccountForm,
    FamilyRow,
    PayoutForm,
    list_or_404,
    rows_of,
    said,
    wanted_in,
)
from .people import names_of

SHOWN_MOST = 300
"""So many families stand on the page of a new list; more are chosen by class. Each has up to three
fields, and Django refuses a form of more than a thousand."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One list of payouts."""

    href: str
    found: PayoutList
    pill: Pill
    sums: Sums


def crumbs_to(*more: Crumb) -> list[Crumb]:
    """The way back from a page about payouts."""
    here = Crumb(_("Chi trả"), reverse("desk_payouts") if more else "")
    return [Crumb(_("Tiền vào"), reverse("desk_payments")), here, *more]


@for_staff(Permission.PAYMENT_READ)
@require_safe
def payouts(request: StaffRequest) -> HttpResponse:
    """Every list, and what the facility still holds for families."""
    desk = desk_of(request)
    lists = queries.lists(desk.facility_id)
    sums = queries.sums_of([one.pk for one in lists])
    held = credits.balances(desk.facility_id)
    context = {
        "lists": [
            ListRow(
                reverse("desk_payout", args=[one.pk]),
                one,
                LISTS[ListState(one.state)],
                sums.get(one.pk, Sums()),
            )
            for one in lists
        ],
        "held_vnd": sum(held.values()),
        "families": len(held),
    }
    return show(request, desk, "payouts", context, noun=Noun.MONEY)


def _families(desk: Desk, request: StaffRequest, class_name: str) -> list[FamilyRow]:
    held = credits.balances(desk.facility_id)
    people = Beneficiary.objects.filter(facility_id=desk.facility_id, pk__in=held)
    if class_name:
        people = people.filter(class_name=class_name)
    shown = list(people.order_by("class_name", "search_key", "pk")[:SHOWN_MOST])
    accounts = queries.accounts_of([one.pk for one in shown])
    listed = queries.waiting_for([one.pk for one in shown])
    posted = request.POST
    rows = []
    for one in shown:
        account = accounts.get(one.pk)
        usual = PayoutWay.CASH if account is None else PayoutWay.TRANSFER
        rows.append(
            FamilyRow(
                person=one,
                credit_vnd=held[one.pk],
                account=account,
                bank="" if account is None else short_name(account.bin),
                amount=posted.get(f"amount_{one.pk}", f"{held[one.pk]:,}".replace(",", ".")),
                way=posted.get(f"way_{one.pk}", usual.value),
                is_chosen=f"take_{one.pk}" in posted,
                is_listed=one.pk in listed,
            )
        )
    return rows


@for_staff(Permission.PAYOUT_PREPARE)
@require_http_methods(["GET", "HEAD", "POST"])
def payout_new(request: StaffRequest) -> HttpResponse:
    """Choose who is paid back; a second person releases it before anything goes."""
    desk = desk_of(request)
    class_name = request.GET.get("class", "")[:100]
    rows = _families(desk, request, class_name)
    form = PayoutForm(request.POST or None)
    faults: dict[int, str] = {}
    if request.method == "POST" and form.is_valid():
        people = [row.person for row in rows]
        wanted, faults = wanted_in(request.POST.dict(), people)
        if not faults:
            try:
                made = actions.prepare(
                    by=desk.by,
                    facility_id=desk.facility_id,
                    wanted=wanted,
                    reason=form.cleaned_data["reason"],
                    paper=form.cleaned_data["paper"],
                    at=desk.at,
                )
            except errors.NobodyToPay:
                form.add_error(None, _("Chưa chọn ai. Đánh dấu gia đình được trả."))
            except errors.PeopleFaulty as error:
                form.add_error(None, said(error, people, desk.at))
            else:
                messages.success(
                    request, _("Đã lập danh sách. Người thứ hai duyệt rồi tiền mới được đi.")
                )
                return redirect("desk_payout", made.pk)
    context = {
        "form": form,
        "rows": rows,
        "faults": faults,
        "class_name": class_name,
        "most": SHOWN_MOST,
        "is_cut": len(rows) == SHOWN_MOST,
    }
    status = 400 if form.errors or faults else 200
    return show(
        request, desk, "payout_new", context, noun=Noun.MONEY,
        crumbs=crumbs_to(Crumb(_("Lập danh sách"))), status=status,
    )  # fmt: skip


@for_staff(Permission.PAYMENT_READ)
@require_safe
def payout(request: StaffRequest, list_id: int) -> HttpResponse:
    """One list: who gets how much on which account, and what is to be done next."""
    desk = desk_of(request)
    found = list_or_404(request, list_id)
    rows = rows_of(found, desk.at)
    waiting = [row for row in rows if row.payout.state == PayoutState.RELEASED.value]
    context = {
        "found": found,
        "pill": LISTS[ListState(found.state)],
        "rows": rows,
        "sums": queries.sums_of([found.pk]).get(found.pk, Sums()),
        "prepared_name": names_of([found.prepared_by]).get(found.prepared_by, ""),
        "released_name": names_of([found.released_by]).get(found.released_by or 0, ""),
        "is_own": found.prepared_by == desk.by.user_id,
        "is_draft": found.state == ListState.DRAFT.value,
        "waiting": waiting,
        "has_transfers": bool(files.transfers([row.payout for row in rows])),
        "is_sent": found.state in {ListState.RELEASED.value, ListState.CLOSED.value},
        "young": [row for row in rows if row.is_young],
        "changed": [row for row in rows if row.is_changed],
    }
    return show(
        request, desk, "payout", context, noun=Noun.MONEY, crumbs=crumbs_to(Crumb(found.reason))
    )


@for_staff(Permission.PAYMENT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def payout_account(request: StaffRequest, pupil_id: int) -> HttpResponse:
    """The one account that money of this child goes to."""
    desk = desk_of(request)
    person = Beneficiary.objects.filter(
        pk=pupil_id, facility_id__in=request.actor.facilities
    ).first()
    if person is None:
        raise Http404
    now = queries.account_of(person.pk)
    before = {} if now is None else {"bank": now.bin, "number": now.number, "name": now.name}
    form = AccountForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        actions.set_account(
            by=desk.by, beneficiary_id=person.pk, account=form.account(), at=desk.at
        )
        messages.success(
            request,
            _("Đã ghi tài khoản nhận. Người thứ hai gọi lại gia đình rồi bấm xác nhận."),
        )
        return redirect("desk_payout_account", person.pk)
    context = {
        "person": person,
        "account": now,
        "bank": "" if now is None else short_name(now.bin),
        "form": form,
        "is_own": now is not None and now.set_by == desk.by.user_id,
        "set_name": "" if now is None else names_of([now.set_by]).get(now.set_by, ""),
        "confirmed_name": (
            "" if now is None else names_of([now.confirmed_by]).get(now.confirmed_by or 0, "")
        ),
    }
    return show(
        request, desk, "payout_account", context, noun=Noun.MONEY,
        crumbs=crumbs_to(Crumb(_("Tài khoản nhận"))), status=400 if form.errors else 200,
    )  # fmt: skip

"""The account that families pay into: what is in use, what is proposed, who decided what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.channels.banks import BANKS
from thuphi.ground.events.models import Event
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import Permission
from thuphi.registers.facilities import actions, errors
from thuphi.registers.facilities import queries as facilities
from thuphi.registers.facilities.models import AccountState, BeneficiaryAccount
from thuphi.registers.methods import queries as methods

from . import words
from .frame import Crumb, Desk, Noun, show
from .register_forms import AccountForm
from .words import Words

DECISIONS = {"approve": True, "refuse": False}

DEEDS: dict[str, Words] = {
    "account_proposed": gettext_lazy("Đề nghị"),
    "account_approved": gettext_lazy("Duyệt"),
    "account_refused": gettext_lazy("Từ chối"),
}

STATES: dict[str, tuple[Words, str, str]] = {
    AccountState.PROPOSED.value: (gettext_lazy("Chờ duyệt"), "clock", "warn"),
    AccountState.APPROVED.value: (gettext_lazy("Đang dùng"), "tick", "good"),
    AccountState.REFUSED.value: (gettext_lazy("Đã từ chối"), "cross", ""),
    AccountState.RETIRED.value: (gettext_lazy("Đã thôi dùng"), "dash", ""),
}


@dataclass(frozen=True, slots=True)
class AccountCard:
    """An account with its bank in words and who brought it about."""

    account: BeneficiaryAccount
    bank: str
    bank_name: str
    proposed: Event | None
    decided: Event | None
    is_watched: bool
    """Some channel tells of money that reaches it."""


@dataclass(frozen=True, slots=True)
class DeedRow:
    """One thing that somebody did about an account."""

    event: Event
    what: Words
    account: BeneficiaryAccount
    bank: str
    word: Words
    shape: str
    tone: str


def desk_at(request: StaffRequest, facility_id: int) -> Desk:
    """The desk of the named facility, or nothing at all for somebody of another."""
    if facility_id not in request.actor.facilities:
        raise Http404
    return Desk(request.actor, facilities.facility(facility_id), clock.now())


def card_of(
    state: AccountState,
    accounts: Sequence[BeneficiaryAccount],
    history: Sequence[Event],
    watched: set[str],
) -> AccountCard | None:
    """The one account of a facility in this state."""
    account = next((one for one in accounts if one.state == state.value), None)
    if account is None:
        return None
    about = [one for one in history if one.subject == f"account:{account.pk}"]
    bank = BANKS.get(account.bin)
    return AccountCard(
        account,
        words.bank(account.bin),
        bank.name if bank else "",
        next((one for one in about if one.kind == "account_proposed"), None),
        next((one for one in about if one.kind == "account_approved"), None),
        account.number in watched or "" in watched,
    )


def deed_rows(accounts: Sequence[BeneficiaryAccount], history: Sequence[Event]) -> list[DeedRow]:
    """What happened to accounts, in words, the latest first."""
    by_subject = {f"account:{one.pk}": one for one in accounts}
    return [
        DeedRow(
            event,
            DEEDS.get(event.kind, event.kind),
            by_subject[event.subject],
            words.bank(by_subject[event.subject].bin),
            *STATES[by_subject[event.subject].state],
        )
        for event in history
    ]


def account_page(request: StaffRequest, desk: Desk, form: AccountForm) -> HttpResponse:
    """The account in use, the one that waits, and everything that was done about them."""
    accounts = facilities.accounts_of(desk.facility_id)
    history = facilities.account_history(accounts)
    watched = {
        one.account_number for one in methods.merchants_of(desk.facility_id) if one.is_active
    }
    waiting = card_of(AccountState.PROPOSED, accounts, history, watched)
    context = {
        "current": card_of(AccountState.APPROVED, accounts, history, watched),
        "waiting": waiting,
        "is_own_proposal": waiting is not None and waiting.account.proposed_by == desk.by.user_id,
        "deeds": deed_rows(accounts, history),
        "form": form,
    }
    crumbs = [Crumb(_("Hôm nay"), reverse("desk_home")), Crumb(_("Tài khoản nhận tiền"))]
    status = 400 if form.errors else 200
    return show(request, desk, "account", context, noun=Noun.TODAY, crumbs=crumbs, status=status)


@for_staff(Permission.BILL_READ)
@require_safe
def account(request: StaffRequest, facility_id: int) -> HttpResponse:
    """Where families of this facility pay."""
    return account_page(request, desk_at(request, facility_id), AccountForm())


@for_staff(Permission.ACCOUNT_PROPOSE)
@require_POST
def propose(request: StaffRequest, facility_id: int) -> HttpResponse:
    """Propose an account; nothing changes for families until another person agrees."""
    desk = desk_at(request, facility_id)
    form = AccountForm(request.POST)
    if not form.is_valid():
        return account_page(request, desk, form)
    facts = form.cleaned_data
    current = facilities.approved_account(facility_id)
    if current is not None and (current.bin, current.number, current.name) == (
        facts["bank"],
        facts["number"],
        facts["name"],
    ):
        form.add_error("number", _("Đây chính là tài khoản đang dùng; không có gì để đổi."))
        return account_page(request, desk, form)
    try:
        actions.propose_account(
            by=desk.by,
            facility_id=facility_id,
            bin=facts["bank"],
            number=facts["number"],
            name=facts["name"],
            at=desk.at,
        )
    except errors.ProposalWaiting:
        messages.error(
            request,
            _("Chưa ghi: đã có một đề nghị khác đang chờ. Duyệt hoặc từ chối đề nghị đó trước."),
        )
    else:
        messages.success(
            request,
            _("Đã ghi đề nghị. Tài khoản chưa đổi cho đến khi người có quyền duyệt bấm Duyệt."),
        )
    return redirect("desk_account", facility_id)


@for_staff(Permission.ACCOUNT_APPROVE)
@require_POST
def decide(request: StaffRequest, facility_id: int, account_id: int) -> HttpResponse:
    """Approve or refuse what somebody else proposed."""
    desk = desk_at(request, facility_id)
    approve = DECISIONS.get(request.POST.get("decision", ""))
    here = {one.pk for one in facilities.accounts_of(facility_id)}
    if account_id not in here:
        raise Http404
    if approve is None:
        messages.error(request, _("Chưa ghi gì: hãy bấm Duyệt hoặc Từ chối."))
        return redirect("desk_account", facility_id)
    try:
        decided = actions.decide_account(
            by=desk.by, account_id=account_id, approve=approve, at=desk.at
        )
    except errors.SecondPersonNeeded:
        messages.error(
            request,
            _("Chưa duyệt: người đề nghị không tự duyệt được. Nhờ một người khác có quyền duyệt."),
        )
    except errors.AccountDecidedAlready:
        messages.warning(request, _("Đề nghị này đã được quyết định trước đó; không có gì đổi."))
    else:
        tell_decision(request, decided)
    return redirect("desk_account", facility_id)


def tell_decision(request: StaffRequest, decided: BeneficiaryAccount) -> None:
    """Say what families will see from now on."""
    if decided.state == AccountState.APPROVED.value:
        messages.success(
            request,
            _("Đã duyệt. Từ bây giờ trang nộp tiền và giấy báo in mới hiện số %(number)s.")
            % {"number": decided.number},
        )
    else:
        messages.success(request, _("Đã từ chối đề nghị. Tài khoản đang dùng giữ nguyên."))

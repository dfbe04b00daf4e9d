"""What the pages about payouts show, and how they are called."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuphi.doors.web.shared.access import StaffRequest
from thuphi.doors.web.shared.methods_words import Pill
from thuphi.ground.channels.banks import short_name
from thuphi.money.payouts import errors, queries, rules
from thuphi.money.payouts.actions import PayeeAccount, Wanted
from thuphi.money.payouts.models import Payout, PayoutAccount, PayoutList
from thuphi.money.payouts.rules import ListState, PayoutState, PayoutWay
from thuphi.registers.payers.models import Beneficiary

from .forms import DongField, text_field
from .register_forms import bank_choices
from .words import Words

LISTS = {
    ListState.DRAFT: Pill(gettext_lazy("Chờ duyệt"), "clock", "warn"),
    ListState.RELEASED: Pill(gettext_lazy("Chờ ngân hàng"), "clock", "info"),
    ListState.CLOSED: Pill(gettext_lazy("Đã xong"), "tick", "good"),
    ListState.WITHDRAWN: Pill(gettext_lazy("Đã hủy"), "dash", ""),
}
PAYOUTS = {
    PayoutState.LISTED: Pill(gettext_lazy("Chờ duyệt"), "clock", "warn"),
    PayoutState.RELEASED: Pill(gettext_lazy("Chờ ngân hàng"), "clock", "info"),
    PayoutState.PAID: Pill(gettext_lazy("Đã trả"), "tick", "good"),
    PayoutState.FAILED: Pill(gettext_lazy("Không trả được"), "cross", "bad"),
    PayoutState.WITHDRAWN: Pill(gettext_lazy("Đã hủy"), "dash", ""),
}
WAYS: dict[PayoutWay, Words] = {
    PayoutWay.TRANSFER: gettext_lazy("Chuyển khoản"),
    PayoutWay.CASH: gettext_lazy("Tiền mặt tại quầy"),
}


@dataclass(frozen=True, slots=True)
class PayoutRow:
    """One family on a list."""

    payout: Payout
    pill: Pill
    way: Words
    bank: str
    is_young: bool
    """Its account is too young to be paid on unconfirmed."""
    is_changed: bool
    """Its account is not the one that was listed any more."""
    account_id: int


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """One family whose credit may be paid out."""

    person: Beneficiary
    credit_vnd: int
    account: PayoutAccount | None
    bank: str
    amount: str
    way: str
    is_chosen: bool
    is_listed: bool


class PayoutForm(forms.Form):
    """Why a list pays."""

    reason = text_field(
        gettext_lazy("Lý do chi trả"),
        gettext_lazy("Chưa có lý do. Gia đình đọc câu này trong tin của ngân hàng."),
        help_text=gettext_lazy("Gia đình đọc trong tin ngân hàng: Trả tiền ăn thừa tháng 10."),
        long=90,
    )
    paper = forms.CharField(
        label=gettext_lazy("Số quyết định, biên bản"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class AccountForm(forms.Form):
    """The account that money of a child goes to."""

    bank = forms.ChoiceField(
        label=gettext_lazy("Ngân hàng nhận"),
        choices=[("", gettext_lazy("Chọn ngân hàng")), *bank_choices()],
        error_messages={
            "required": gettext_lazy("Chọn ngân hàng."),
            "invalid_choice": gettext_lazy("Chọn một ngân hàng trong danh sách."),
        },
    )
    number = forms.RegexField(
        regex=r"^[0-9A-Za-z .\-]{4,25}$",
        label=gettext_lazy("Số tài khoản nhận"),
        error_messages={
            "required": gettext_lazy("Chưa có số tài khoản."),
            "invalid": gettext_lazy("Số tài khoản gồm 4 đến 19 chữ số hoặc chữ cái không dấu."),
        },
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )
    name = text_field(
        gettext_lazy("Tên chủ tài khoản nhận"), gettext_lazy("Chưa có tên chủ tài khoản."), long=70
    )

    def account(self) -> PayeeAccount:
        """The account as the room takes it."""
        facts = self.cleaned_data
        plain = "".join(sign for sign in facts["number"] if sign.isalnum())
        return PayeeAccount(facts["bank"], plain.upper(), facts["name"])


def list_or_404(request: StaffRequest, list_id: int) -> PayoutList:
    """The list, or nothing at all for somebody of another school."""
    found = queries.list_here(list_id, request.actor.facilities)
    if found is None:
        raise Http404
    return found


def rows_of(found: PayoutList, at: datetime) -> list[PayoutRow]:
    """Everybody on a list, with what stands in the way of being paid."""
    payouts = queries.payouts_of(found.pk)
    accounts = queries.accounts_of([one.beneficiary_id for one in payouts])
    is_draft = found.state == ListState.DRAFT.value
    return [_row(one, accounts.get(one.beneficiary_id), at, is_draft=is_draft) for one in payouts]


def _row(one: Payout, account: PayoutAccount | None, at: datetime, *, is_draft: bool) -> PayoutRow:
    by_transfer = is_draft and one.way == PayoutWay.TRANSFER.value
    same = account is not None and (account.bin, account.number, account.name) == (
        one.bin, one.number, one.name
    )  # fmt: skip
    young = account is not None and rules.is_too_young(account.set_at, account.confirmed_at, at)
    return PayoutRow(
        payout=one,
        pill=PAYOUTS[PayoutState(one.state)],
        way=WAYS[PayoutWay(one.way)],
        bank=short_name(one.bin) if one.bin else "",
        is_young=by_transfer and same and young,
        is_changed=by_transfer and not same,
        account_id=0 if account is None else account.pk,
    )


def wanted_in(
    posted: dict[str, str], people: Sequence[Beneficiary]
) -> tuple[list[Wanted], dict[int, str]]:
    """Who was ticked with how much, and what cannot be read, by the child's id."""
    wanted: list[Wanted] = []
    faults: dict[int, str] = {}
    field = DongField()
    for person in people:
        if f"take_{person.pk}" not in posted:
            continue
        try:
            amount = field.clean(posted.get(f"amount_{person.pk}", ""))
        except forms.ValidationError as error:
            faults[person.pk] = " ".join(error.messages)
            continue
        is_cash = posted.get(f"way_{person.pk}") == PayoutWay.CASH.value
        way = PayoutWay.CASH if is_cash else PayoutWay.TRANSFER
        wanted.append(Wanted(person.pk, amount, way))
    return wanted, faults


def names_in(people: Collection[Beneficiary], ids: Collection[int]) -> str:
    """The names of these children as a sentence takes them; the first five of many."""
    named = [f"{one.name} ({one.class_name})" for one in people if one.pk in set(ids)]
    more = len(named) - 5
    shown = ", ".join(named[:5])
    return (
        _("%(names)s và %(more)d người nữa") % {"names": shown, "more": more} if more > 0 else shown
    )


def said(error: errors.PeopleFaulty, people: Collection[Beneficiary], at: datetime) -> str:
    """What is wrong with whom, and what to do."""
    names = names_in(people, error.beneficiary_ids)
    if isinstance(error, errors.AboveCredit):
        return _("Số dư không đủ cho %(names)s: số dư đã đổi. Sửa số tiền rồi lưu lại.") % {
            "names": names
        }
    if isinstance(error, errors.AccountTooYoung):
        free_on = at - rules.ACCOUNT_RESTS + timedelta(days=1)
        return _(
            "Tài khoản nhận của %(names)s mới khai hoặc mới đổi sau ngày %(day)s. Gọi lại gia đình"
            " theo số điện thoại trong hồ sơ rồi bấm Xác nhận tài khoản; chưa có tiền nào đi."
        ) % {"names": names, "day": free_on.strftime("%d/%m/%Y")}
    if isinstance(error, errors.ListedAlready):
        return _("%(names)s đang ở một danh sách chi trả khác chưa xong.") % {"names": names}
    return _(
        "%(names)s chưa có tài khoản nhận, hoặc tài khoản đã đổi sau khi lập danh sách. Khai tài"
        " khoản, hoặc chọn trả tiền mặt."
    ) % {"names": names}

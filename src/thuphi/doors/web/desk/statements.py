"""Statements of the bank: taken in, listed with what lacks between them, read line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.money import dong
from thuphi.ground.statements.contract import ReadFile, ReadStatement
from thuphi.ground.statements.faults import sentence
from thuphi.money.reconciliation.queries import outcomes
from thuphi.money.statements import actions, errors, queries
from thuphi.money.statements.actions import Taken
from thuphi.money.statements.gaps import Gap, GapKind
from thuphi.money.statements.models import Statement
from thuphi.money.statements.rules import StatementKind

from .frame import PAGE_ROWS, Crumb, Desk, Noun, desk_of, page_number, show
from .statement_lines import line_rows
from .words import Words

FILES = ".xml,.sta,.mt940,.txt,.xlsx,.csv"
KINDS: dict[StatementKind, Words] = {
    StatementKind.NOTICE: gettext_lazy("Báo có"),
    StatementKind.INTRADAY: gettext_lazy("Trong ngày"),
    StatementKind.END_OF_DAY: gettext_lazy("Cuối ngày"),
    StatementKind.SHEET: gettext_lazy("Bảng tính"),
}
LINES_SHOWN = 5


class TakeForm(forms.Form):
    """A statement as it was saved from the bank's page."""

    statement = forms.FileField(
        label=gettext_lazy("Tệp sao kê"),
        help_text=gettext_lazy("camt (XML), MT940, Excel .xlsx hoặc CSV của ngân hàng."),
        error_messages={
            "required": gettext_lazy("Chưa chọn tệp."),
            "empty": gettext_lazy("Tệp rỗng."),
            "missing": gettext_lazy("Chưa chọn tệp."),
        },
        widget=forms.FileInput({"accept": FILES}),
    )
    is_right = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_statement(self) -> UploadedFile[bytes]:
        """A file that is small enough to be looked into."""
        file: UploadedFile[bytes] = self.cleaned_data["statement"]
        if (file.size or 0) > settings.WORKBOOK_BYTES_MAX:
            raise forms.ValidationError(
                _("Tệp lớn hơn %(most)d MB: tải sao kê theo khoảng ngày ngắn hơn.")
                % {"most": settings.WORKBOOK_BYTES_MAX // 1_000_000}
            )
        return file


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement in the list."""

    href: str
    account: str
    kind: Words
    number: str
    from_on: date
    to_on: date
    in_vnd: int
    out_vnd: int
    opening_vnd: int | None
    closing_vnd: int | None
    file_name: str


def _row(one: Statement) -> StatementRow:
    return StatementRow(
        href=reverse("desk_statement", args=[one.pk]),
        account=one.account,
        kind=KINDS[StatementKind(one.kind)],
        number=one.number,
        from_on=one.from_on,
        to_on=one.to_on,
        in_vnd=one.in_vnd,
        out_vnd=one.out_vnd,
        opening_vnd=one.opening_vnd,
        closing_vnd=one.closing_vnd,
        file_name=one.file.name,
    )


def gap_words(gap: Gap) -> str:
    """What is missing between two statements, and how to mend it."""
    facts = {
        "account": gap.account,
        "after": f"{gap.after_on:%d/%m/%Y}",
        "before": f"{gap.before_on:%d/%m/%Y}",
    }
    if gap.kind is GapKind.NUMBER and gap.missing is not None:
        first, last = gap.missing
        told = (
            _(
                "Tài khoản %(account)s thiếu sao kê số %(first)d (giữa %(after)s và %(before)s):"
                " tải sao kê ấy từ ngân hàng."
            )
            if first == last
            else _(
                "Tài khoản %(account)s thiếu sao kê số %(first)d đến %(last)d (giữa %(after)s và"
                " %(before)s): tải các sao kê ấy từ ngân hàng."
            )
        )
        return told % {**facts, "first": first, "last": last}
    return _(
        "Tài khoản %(account)s: sao kê đến %(after)s kết thúc với %(closed)s, sao kê từ %(before)s"
        " lại mở đầu với %(opened)s. Tải sao kê các ngày ở giữa."
    ) % {**facts, "closed": dong(gap.closed_vnd or 0), "opened": dong(gap.opened_vnd or 0)}


def _crumbs(*more: Crumb) -> list[Crumb]:
    here = Crumb(_("Sao kê"), reverse("desk_statements") if more else "")
    return [Crumb(_("Đối soát"), reverse("desk_reconcile")), here, *more]


@for_staff(Permission.PAYMENT_READ)
@require_safe
def statements(request: StaffRequest) -> HttpResponse:
    """What was taken in, the latest day first, with every gap named."""
    desk = desk_of(request)
    desk.by.require(Permission.PAYMENT_READ, desk.facility_id)
    return _list(request, desk, TakeForm())


def _list(
    request: StaffRequest,
    desk: Desk,
    form: TakeForm,
    *,
    faults: Sequence[str] = (),
    looked: ReadFile | None = None,
    name: str = "",
) -> HttpResponse:
    told = Paginator(queries.statements(desk.facility_id), PAGE_ROWS).get_page(page_number(request))
    return show(
        request,
        desk,
        "statements",
        {
            "form": form,
            "faults": faults,
            "looked": [looked_shown(one) for one in looked.statements] if looked else [],
            "file_name": name,
            "page": told,
            "rows": [_row(one) for one in told],
            "gaps": [gap_words(one) for one in queries.gaps(desk.facility_id)],
            "waiting": outcomes.waiting(desk.facility_id),
        },
        noun=Noun.MONEY,
        crumbs=_crumbs(),
        status=400 if form.errors or faults else 200,
    )


@dataclass(frozen=True, slots=True)
class Looked:
    """A statement that was read and not taken in yet: its sums, and its first lines."""

    told: ReadStatement
    first: tuple[tuple[date, str, int | None, int | None], ...]


def looked_shown(told: ReadStatement) -> Looked:
    """The first lines as they were understood: day, text, money in, money out."""
    return Looked(
        told,
        tuple(
            (
                line.booked_on,
                line.text,
                line.amount_vnd if line.is_in else None,
                None if line.is_in else line.amount_vnd,
            )
            for line in told.lines[:LINES_SHOWN]
        ),
    )


def adds_up(read: ReadFile) -> bool:
    """Whether every statement told both balances, so that in and out cannot be confused."""
    return all(
        one.opening_vnd is not None and one.closing_vnd is not None for one in read.statements
    )


@for_staff(Permission.RECONCILE)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: StaffRequest) -> HttpResponse:
    """Take a file in, whole or not at all. One without balances is shown first."""
    desk = desk_of(request)
    desk.by.require(Permission.RECONCILE, desk.facility_id)
    if request.method != "POST":
        return redirect("desk_statements")
    form = TakeForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list(request, desk, form)
    file: UploadedFile[bytes] = form.cleaned_data["statement"]
    name, content = file.name or _("sao kê"), file.read()
    try:
        read = actions.read_file(
            facility_id=desk.facility_id, name=name, content=content, at=desk.at
        )
        if not read.statements and read.settlements:
            messages.info(request, _("Đây là tệp quyết toán của cổng thanh toán: nhập ở đây."))
            return redirect("desk_settlements")
        if not adds_up(read) and not form.cleaned_data["is_right"]:
            return _list(request, desk, TakeForm(), looked=read, name=name)
        taken = actions.take_read(
            by=desk.by, facility_id=desk.facility_id, name=name, content=content, read=read,
            at=desk.at,
        )  # fmt: skip
    except errors.StatementRefused as refused:
        told = [sentence(one, _) for one in refused.faults]
        return _list(request, desk, form, faults=told, name=name)
    except errors.AccountNotOurs as refused:
        form.add_error(
            "statement",
            _(
                "Sao kê của tài khoản %(account)s, không phải tài khoản đã duyệt của đơn vị:"
                " chọn đúng tệp, hoặc đề nghị duyệt tài khoản này trước."
            )
            % {"account": refused.account},
        )
    except errors.NoStatements:
        form.add_error("statement", _("Tệp không chứa sao kê nào: chọn lại tệp."))
    else:
        _tell(request, taken)
        return redirect("desk_statements")
    return _list(request, desk, form, name=name)


def _tell(request: StaffRequest, taken: Taken) -> None:
    if taken.is_known:
        messages.info(request, _("Tệp này đã nhập rồi; không ghi gì thêm."))
        return
    messages.success(
        request,
        _("Đã nhập %(new)d dòng mới; %(again)d dòng đã có từ trước, chỉ xác nhận lại.")
        % {"new": taken.new_lines, "again": taken.confirmed_lines},
    )
    for gap in taken.gaps:
        messages.warning(request, gap_words(gap))


@for_staff(Permission.PAYMENT_READ)
@require_safe
def statement(request: StaffRequest, statement_id: int) -> HttpResponse:
    """One statement with its lines, and how each stands."""
    desk = desk_of(request)
    desk.by.require(Permission.PAYMENT_READ, desk.facility_id)
    one = queries.statement(desk.facility_id, statement_id)
    if one is None:
        raise Http404
    page = Paginator(queries.seen_in(statement_id), PAGE_ROWS).get_page(page_number(request))
    return show(
        request,
        desk,
        "statement",
        {
            "one": _row(one),
            "page": page,
            "rows": line_rows(desk.facility_id, [seen.line for seen in page]),
        },
        noun=Noun.MONEY,
        crumbs=_crumbs(Crumb(f"{one.to_on:%d/%m/%Y}")),
    )

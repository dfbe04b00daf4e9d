"""Statement of account of one pupil (sổ chi tiết công nợ), over all runs and years."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import money
from thuphi.ground.kit.actor import Permission
from thuphi.money.accounts.queries.family import FamilyAccount, FamilyRow, Position, family
from thuphi.money.accounts.rules import Span
from thuphi.money.bills.queries import desk as bills
from thuphi.registers.payers.models import Beneficiary

from . import accounts_files, accounts_words
from .accounts_asked import Opened, opened
from .accounts_one import transfers_href
from .accounts_table import Cell, Head, Row, Table, balance
from .accounts_trial import closing, frame_of
from .frame import Crumb, Noun, show


def opened_pupil(request: StaffRequest, pupil_id: int) -> tuple[Opened, Beneficiary]:
    """The pupil of an address, or no page for somebody of another school."""
    this = opened(request, default=Span(), may_choose_day=False)
    pupil = bills.pupil_here(pupil_id, [this.desk.facility_id])
    if pupil is None:
        raise Http404
    return this, pupil


def heads() -> list[Head]:
    """The columns of a family's statement."""
    return [
        Head(_("Ngày"), width=17),
        Head(_("Diễn giải"), width=44),
        Head(_("Mã khoản thu"), width=16),
        Head(_("Nợ"), is_number=True),
        Head(_("Có"), is_number=True),
        Head(_("Còn phải nộp"), is_number=True),
        Head(_("Trường đang giữ"), is_number=True),
    ]


def _standing(position: Position) -> list[Cell]:
    return [balance(position.owed_vnd), balance(position.kept_vnd + position.returning_vnd)]


def deed_row(one: FamilyRow) -> Row:
    """One deed with how the family stands after it."""
    bill = reverse("desk_bill", args=[one.code]) if one.code else ""
    return Row(
        [
            Cell(one.at, transfers_href(one.reference), note=closing(one.moved)),
            Cell(accounts_words.recipe(one.recipe), sub=one.reason),
            Cell(one.code or one.reference, bill),
            Cell(one.moved.debit_vnd),
            Cell(one.moved.credit_vnd),
            *_standing(one.position),
        ]
    )


def family_table(this: Opened, pupil: Beneficiary, found: FamilyAccount) -> Table:
    """The statement as a table."""
    blank = Cell(None)
    first = Row([blank, Cell(_("Số dư đầu kỳ")), blank, blank, blank, *_standing(found.opening)])
    foot = [
        blank,
        Cell(_("Cộng phát sinh, số dư cuối kỳ")),
        blank,
        Cell(found.moved.debit_vnd),
        Cell(found.moved.credit_vnd),
        *_standing(found.closing),
    ]
    lines = [
        *this.lines,
        _("Học sinh %(name)s, lớp %(class)s, mã %(code)s; người nộp %(payer)s")
        % {
            "name": pupil.name,
            "class": pupil.class_name or "—",
            "code": pupil.code,
            "payer": pupil.payer_name,
        },
        outcome(found.closing),
    ]
    rows = [first, *(deed_row(one) for one in found.rows)]
    return Table(_("Sổ chi tiết công nợ"), lines, heads(), rows, foot)


def outcome(position: Position) -> str:
    """Who owes whom how much, in one sentence."""
    net = position.net_vnd
    if net > 0:
        return _("Gia đình còn phải nộp %(sum)s.") % {"sum": money.dong(net)}
    if net < 0:
        return _("Trường đang giữ của gia đình %(sum)s.") % {"sum": money.dong(-net)}
    return _("Hai bên không còn nợ nhau.")


@for_staff(Permission.PAYMENT_READ)
@require_safe
def account_payer(request: StaffRequest, pupil_id: int) -> HttpResponse:
    """Every bill, change, payment, credit and refund of one pupil, with where it ended."""
    this, pupil = opened_pupil(request, pupil_id)
    found = family(this.desk.facility_id, pupil.pk, this.asked.span)
    context = {
        **frame_of(this, family_table(this, pupil, found)),
        "pupil": pupil,
        "position": found.closing,
        "outcome": outcome(found.closing),
        "section": "payer",
        "files": "desk_account_payer_file",
        "files_of": pupil.pk,
    }
    crumbs = [
        Crumb(_("Học sinh"), reverse("desk_pupils")),
        Crumb(pupil.name, reverse("desk_pupil", args=[pupil.pk])),
        Crumb(_("Sổ chi tiết công nợ")),
    ]
    return show(request, this.desk, "accounts", context, noun=Noun.PUPILS, crumbs=crumbs)


@for_staff(Permission.PAYMENT_READ)
@require_safe
def account_payer_file(request: StaffRequest, pupil_id: int, ending: str) -> HttpResponseBase:
    """The same as a file, to be handed to the family."""
    with translation.override("vi"):
        this, pupil = opened_pupil(request, pupil_id)
        found = family(this.desk.facility_id, pupil.pk, this.asked.span)
        file = accounts_files.as_file(family_table(this, pupil, found), ending)
    return accounts_files.answer(
        request, file, name=this.file_name(f"cong-no-{pupil.pk}"), ending=ending
    )

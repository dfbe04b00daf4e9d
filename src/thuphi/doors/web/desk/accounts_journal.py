"""The whole book as a file: every transfer in a workbook, in CSV, or as beancount text."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import IO

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import clock
from thuphi.ground.kit.actor import Permission
from thuphi.money.accounts import export
from thuphi.money.accounts.queries import ledger
from thuphi.money.accounts.queries.asking import Asked
from thuphi.money.accounts.queries.ledger import AccountName, Posted

from . import accounts_files, accounts_words, words
from .accounts_asked import Opened, opened, this_month
from .accounts_table import Cell, Head, Row, Table
from .accounts_trial import frame_of
from .frame import Crumb, Noun, show


def heads() -> list[Head]:
    """The columns of the journal."""
    return [
        Head(_("Bút toán"), is_number=True, width=12),
        Head(_("Tính vào ngày"), width=14),
        Head(_("Xảy ra lúc"), width=19),
        Head(_("Ghi sổ lúc"), width=19),
        Head(_("Nghiệp vụ"), width=30),
        Head(_("Nợ tài khoản"), width=24),
        Head(_("Chi tiết nợ"), width=18),
        Head(_("Có tài khoản"), width=24),
        Head(_("Chi tiết có"), width=18),
        Head(_("Số tiền"), is_number=True),
        Head(_("Chứng từ"), width=20),
        Head(_("Sửa bút toán"), is_number=True, width=12),
    ]


def _side(account: AccountName) -> list[Cell]:
    return [Cell(str(words.ACCOUNTS[account.kind])), Cell(account.detail)]


def _row(one: Posted) -> Row:
    return Row(
        [
            Cell(one.id),
            Cell(one.at.astimezone(clock.VIETNAM).date()),
            Cell(one.happened_at),
            Cell(one.booked_at),
            Cell(accounts_words.recipe(one.recipe)),
            *_side(one.debit),
            *_side(one.credit),
            Cell(one.amount_vnd),
            Cell(one.reference),
            Cell(one.corrects_id),
        ]
    )


def journal(asked: Asked, lines: Sequence[str], told: Callable[[], None] = lambda: None) -> Table:
    """Every transfer as a table that is read while it is written; `told` hears of each row."""

    def rows() -> Iterator[Row]:
        for one in ledger.journal(asked):
            told()
            yield _row(one)

    return Table(_("Sổ nhật ký"), lines, heads(), rows())


def write(
    asked: Asked,
    ending: str,
    file: IO[bytes],
    lines: Sequence[str],
    told: Callable[[], None] = lambda: None,
) -> None:
    """Write the book into a file; memory does not grow with it. `told` hears of each transfer."""
    if ending == "beancount":

        def heard(posted: str) -> bytes:
            if "\n  id: " in posted:
                told()
            return posted.encode()

        text = export.in_beancount(
            asked, title=lines[0], note="\n".join(lines), words=accounts_words.recipe
        )
        file.writelines(heard(one) for one in text)
    elif ending == "csv":
        file.writelines(accounts_files.csv_lines(journal(asked, lines, told)))
    else:
        accounts_files.workbook(journal(asked, lines, told), file)


def _opened(request: StaffRequest) -> Opened:
    return opened(request, default=this_month(clock.today(clock.now())))


@for_staff(Permission.PAYMENT_READ)
@require_safe
def account_export(request: StaffRequest) -> HttpResponse:
    """Which days, and the three files."""
    this = _opened(request)
    context = {
        **frame_of(this, Table(_("Xuất sổ"), [], [], [])),
        "number": ledger.count(this.asked),
        "section": "export",
    }
    crumbs = [Crumb(_("Sổ chi tiết"), reverse("desk_accounts")), Crumb(_("Xuất sổ"))]
    return show(request, this.desk, "accounts_export", context, noun=Noun.MONEY, crumbs=crumbs)


@for_staff(Permission.PAYMENT_READ)
@require_safe
def account_export_file(request: StaffRequest, ending: str) -> HttpResponseBase:
    """Every transfer in the days asked for."""
    this = _opened(request)
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - sent, then closed
    with translation.override("vi"):
        write(this.asked, ending, file, this.lines)
    return accounts_files.answer(request, file, name=this.file_name("so-nhat-ky"), ending=ending)

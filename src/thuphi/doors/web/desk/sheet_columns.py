"""The sheet drawn as it was understood: each column's meaning, to confirm or to change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit.actor import Permission
from thuphi.money.bills.workbook.columns import OfferedItem, letter
from thuphi.money.bills.workbook.errors import FileRefused
from thuphi.money.sheets import actions, errors, queries
from thuphi.money.sheets.found import Drawn
from thuphi.money.sheets.heads import Meaning
from thuphi.money.sheets.layouts import Column
from thuphi.money.sheets.matching import NEW_ITEM, offered
from thuphi.money.sheets.queries import Looked, Said

from .frame import Crumb, Noun, desk_of, show

CHARGE_MARK = "charge|"
SAID_AS_SUCH = {one.value for one in Meaning} - {Meaning.CHARGE.value, Meaning.UNKNOWN.value}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that a column's question offers."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Answers of one kind."""

    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ColumnCard:
    """One column as it is drawn, with its question."""

    name: str
    letter: str
    head: str
    groups: tuple[Group, ...]
    is_open: bool
    """Whether only a person can say what it is."""
    is_money: bool


@dataclass(frozen=True, slots=True)
class TableCard:
    """One table of the sheet as it is drawn."""

    sheet: str
    class_name: str
    columns: tuple[ColumnCard, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def _of_pupils() -> list[tuple[Meaning, str]]:
    return [
        (Meaning.ORDER, _("Số thứ tự")),
        (Meaning.CODE, _("Mã học sinh")),
        (Meaning.NAME, _("Họ và tên")),
        (Meaning.SURNAME, _("Họ và đệm")),
        (Meaning.GIVEN, _("Tên")),
        (Meaning.CLASS, _("Lớp")),
        (Meaning.GRADE, _("Khối")),
        (Meaning.BORN_ON, _("Ngày sinh")),
        (Meaning.PHONE, _("Số điện thoại")),
        (Meaning.PAYER, _("Họ tên người nộp")),
        (Meaning.EMAIL, _("Email")),
    ]


def _not_charged() -> list[tuple[Meaning, str]]:
    return [
        (Meaning.TOTAL, _("Cột tổng (chỉ để so)")),
        (Meaning.DEDUCTION, _("Khoản giảm trừ")),
        (Meaning.SETTLED, _("Đã nộp, còn nợ (không đọc)")),
        (Meaning.NOTHING, _("Không dùng")),
    ]


def _value(one: Column, looked: Looked, signature: str) -> str:
    said = looked.said.get(signature, {}).get(one.index)
    if said is not None:
        return f"{CHARGE_MARK}{said.item}" if said.meaning is Meaning.CHARGE else said.meaning.value
    if one.meaning is Meaning.CHARGE:
        item = offered(one, looked.items)
        return f"{CHARGE_MARK}{item.code}" if item is not None else CHARGE_MARK
    return "" if one.meaning is Meaning.UNKNOWN else one.meaning.value


def _groups(one: Column, chosen: str, items: Sequence[OfferedItem]) -> tuple[Group, ...]:
    def answers(pairs: Sequence[tuple[str, str]]) -> tuple[Choice, ...]:
        return tuple(Choice(value, label, value == chosen) for value, label in pairs)

    money = [(f"{CHARGE_MARK}{item.code}", f"{item.code} · {item.name}") for item in items]
    money.append(
        (f"{CHARGE_MARK}{NEW_ITEM}", _("Thêm “%(head)s” vào danh mục") % {"head": one.head})
    )
    return (
        Group(_("Khoản thu"), answers(money)),
        Group(_("Về học sinh"), answers([(m.value, label) for m, label in _of_pupils()])),
        Group(_("Không thu"), answers([(m.value, label) for m, label in _not_charged()])),
    )


def _cards(looked: Looked) -> list[TableCard]:
    cards = []
    for place, table in enumerate(_distinct(looked)):
        columns = []
        for one in table.layout.columns:
            chosen = _value(one, looked, table.layout.signature)
            columns.append(
                ColumnCard(
                    name=f"c{place}_{one.index}",
                    letter=letter(one.index),
                    head=one.head,
                    groups=_groups(one, chosen, looked.items),
                    is_open=chosen in ("", CHARGE_MARK),
                    is_money=chosen.startswith(CHARGE_MARK),
                )
            )
        width = len(columns)
        rows = tuple(
            (number, (*cells[:width], *[""] * (width - len(cells)))) for number, cells in table.rows
        )
        cards.append(TableCard(table.sheet, table.class_name, tuple(columns), rows))
    return cards


def _distinct(looked: Looked) -> list[Drawn]:
    """Sheets with the same heads are asked about once."""
    first: dict[str, Drawn] = {}
    for table in looked.found.tables:
        first.setdefault(table.layout.signature, table)
    return list(first.values())


def _heads_said(looked: Looked, posted: QueryDict) -> list[actions.SaidHeads]:
    """What was answered; a question without an answer is left to be asked again."""
    codes = {item.code for item in looked.items} | {NEW_ITEM}
    heads = []
    for place, table in enumerate(_distinct(looked)):
        said: dict[int, Said] = {}
        for one in table.layout.columns:
            answer = posted.get(f"c{place}_{one.index}", "")
            if answer.startswith(CHARGE_MARK) and answer.removeprefix(CHARGE_MARK) in codes:
                said[one.index] = Said(Meaning.CHARGE, answer.removeprefix(CHARGE_MARK))
            elif answer in SAID_AS_SUCH:
                said[one.index] = Said(Meaning(answer))
        heads.append(
            actions.SaidHeads(
                table.layout.signature, [one.head for one in table.layout.columns], said
            )
        )
    return heads


@for_staff(Permission.PEOPLE_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: StaffRequest, sheet_id: int) -> HttpResponse:
    """Show how the sheet was understood; what a person changes is remembered for the school."""
    desk = desk_of(request)
    try:
        looked = queries.look(by=desk.by, sheet_id=sheet_id)
    except errors.SheetNotFound as error:
        raise Http404 from error
    except (errors.SheetSavedBefore, FileRefused):
        return redirect("desk_sheet_preview", sheet_id)
    kept = queries.sheet(sheet_id)
    if request.method == "POST":
        actions.remember(
            by=desk.by,
            facility_id=kept.facility_id,
            heads=_heads_said(looked, request.POST),
            at=desk.at,
        )
        return redirect("desk_sheet_preview", sheet_id)
    return show(
        request,
        desk,
        "sheet_columns",
        {"sheet": kept, "tables": _cards(looked), "looked": looked},
        noun=Noun.RUNS,
        crumbs=[
            Crumb(_("Đợt thu"), reverse("desk_runs")),
            Crumb(_("Tệp của trường"), reverse("desk_sheet")),
            Crumb(_("Xem cột")),
        ],
    )

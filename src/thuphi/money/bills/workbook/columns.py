"""The sheets and columns of the workbook, and how a head names its column."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass

from thuphi.ground.kit.fold import search_key

AMOUNT_MARK = "(số tiền)"
"""A fee column whose head ends so takes amounts; every other one takes quantities."""

NOTE_MARK = "# "
"""A row whose code begins so is for people: the price list and the example."""


class Sheet(enum.StrEnum):
    """The sheets, in the order they stand."""

    PUPILS = "Học sinh"
    CHARGES = "Khoản thu"
    HELP = "Hướng dẫn"


class PupilColumn(enum.Enum):
    """A column of the pupils' sheet by its title."""

    CODE = "Mã học sinh"
    NAME = "Họ và tên"
    BORN_ON = "Ngày sinh"
    CLASS = "Lớp"
    GRADE = "Khối"
    PAYER = "Họ tên người nộp"
    PHONE = "Số điện thoại"
    EMAIL = "Email"

    @property
    def is_required(self) -> bool:
        """Whether every pupil must have it."""
        return self in REQUIRED


REQUIRED = frozenset({PupilColumn.CODE, PupilColumn.NAME, PupilColumn.CLASS, PupilColumn.PAYER})

ALSO_CALLED = {
    "ma hs": PupilColumn.CODE,
    "ma dinh danh": PupilColumn.CODE,
    "ho ten": PupilColumn.NAME,
    "ho va ten hoc sinh": PupilColumn.NAME,
    "ho ten hoc sinh": PupilColumn.NAME,
    "ten lop": PupilColumn.CLASS,
    "khoi lop": PupilColumn.GRADE,
    "ngay thang nam sinh": PupilColumn.BORN_ON,
    "nguoi nop": PupilColumn.PAYER,
    "ho ten phu huynh": PupilColumn.PAYER,
    "ho ten cha me": PupilColumn.PAYER,
    "sdt": PupilColumn.PHONE,
    "dien thoai": PupilColumn.PHONE,
    "thu dien tu": PupilColumn.EMAIL,
}
"""What lists from other programs call the same columns."""

IGNORED_BESIDE_CHARGES = frozenset(
    {"stt", "ghi chu", *(search_key(column.value) for column in PupilColumn)} | set(ALSO_CALLED)
)


@dataclass(frozen=True, slots=True)
class OfferedItem:
    """A fee item that may be billed in the school year. `price_vnd` is one unit's, whole đồng."""

    id: int
    code: str
    name: str
    unit: str
    price_vnd: int


@dataclass(frozen=True, slots=True)
class FeeColumn:
    """One fee item's column of the charges' sheet, by its place from 0."""

    index: int
    title: str
    item: OfferedItem
    takes_amounts: bool


def letter(index: int) -> str:
    """The name Excel gives a column: 0 is A, 26 is AA."""
    name = ""
    place = index + 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def label(index: int, title: str) -> str:
    """`D · Lớp`: how a fault names a column."""
    return f"{letter(index)} · {title}" if title else letter(index)


def folded(head: str) -> str:
    """A head without marks, case and the star of a required column."""
    return search_key(head.replace("*", " "))


def pupil_column(head: str) -> PupilColumn | None:
    """Which column of the pupils' sheet a head names."""
    key = folded(head)
    return _PUPIL_COLUMNS.get(key) or ALSO_CALLED.get(key)


_PUPIL_COLUMNS = {search_key(column.value): column for column in PupilColumn}


def fee_head(item: OfferedItem) -> str:
    """The head of an item's column; an item without a fixed price takes amounts."""
    return f"{item.code} - {item.name} {f'({item.unit})' if item.price_vnd else AMOUNT_MARK}"


_AMOUNT_TAIL = re.compile(r"\s*\(so tien\)$")
_DASH = re.compile(r"\s+[-–—]\s+")


def fee_column(head: str, index: int, items: Sequence[OfferedItem]) -> FeeColumn | None:
    """Which fee item a head names: by `code - ...`, or by the bare code."""
    takes_amounts = _AMOUNT_TAIL.search(folded(head)) is not None
    whole = head.strip()
    code = _DASH.split(whole, maxsplit=1)[0].strip()
    if takes_amounts and code == whole:
        code = code[: code.rfind("(")].strip()
    found = next((item for item in items if item.code == code), None)
    if found is None:
        alike = [item for item in items if item.code.casefold() == code.casefold()]
        found = alike[0] if len(alike) == 1 else None
    if found is None:
        return None
    return FeeColumn(index=index, title=whole, item=found, takes_amounts=takes_amounts)

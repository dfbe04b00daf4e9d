"""How the two workbooks are laid out: one facility's sheet, and a department's for many."""

from __future__ import annotations

import enum
import re

from thuphi.ground.kit.fold import search_key
from thuphi.oversight.declarations.labels import ITEMS, RECORDS, UNITS
from thuphi.oversight.declarations.rules import Item


class Sheet(enum.StrEnum):
    """The sheets that are read."""

    ONE = "Báo cáo tháng"
    MANY = "Các cơ sở"


MONTH = "Tháng"
CODE = "Mã cơ sở"
NAME = "Tên cơ sở"
ITEM = "Chỉ tiêu"
UNIT = "Đơn vị"
VALUE = "Giá trị"
BEFORE = "Tháng trước"
EXPLANATION = "Giải trình"

YES, NO = "Có", "Không"

_BY_LABEL = {search_key(label): item for item, label in ITEMS.items()}
_UNIT_TAIL = re.compile(r"\s*\([^()]*\)\s*\*?\s*$")
_RECORDS = {search_key(label): value for value, label in RECORDS.items()}


def head(item: Item) -> str:
    """The head of an item's column: `Số học sinh (số lượng)`."""
    return f"{ITEMS[item]} ({UNITS[item.unit]})"


def item_of(written: str) -> Item | None:
    """Which item a head or a first cell names, with or without its unit."""
    return _BY_LABEL.get(search_key(_UNIT_TAIL.sub("", written)))


def records_of(written: str) -> int | None:
    """How far a hospital is, by the words of the list or by 0, 1 and 2."""
    key = search_key(written)
    return _RECORDS.get(key, int(key) if key in {"0", "1", "2"} else None)

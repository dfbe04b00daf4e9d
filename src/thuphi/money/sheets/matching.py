"""What was read held against the school's own lists: who is new, which item is meant."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec
from django.utils.translation import gettext as _

from thuphi.ground.kit.fold import search_key
from thuphi.money.bills.workbook.cells import QUANTITY_MAX, grade_of
from thuphi.money.bills.workbook.columns import OfferedItem
from thuphi.registers.payers.actions import NewBeneficiary

from . import classes
from .found import Found, Pupil
from .heads import key_of
from .layouts import Column

NEW_ITEM = "+"
"""Said of a column instead of an item's code: put it on the list under the head's name."""


@dataclass(frozen=True, slots=True)
class Known:
    """A pupil on the school's list."""

    code: str
    name: str
    class_name: str
    payer_phone: str
    is_active: bool
    person: NewBeneficiary


@dataclass(frozen=True, slots=True)
class ItemSum:
    """One column's item: the item it is, or that it will be added; pupils and đồng under it."""

    head: str
    item: OfferedItem | None
    price_vnd: int
    pupils: int
    total_vnd: int


@dataclass(frozen=True, slots=True)
class ClassSum:
    """One class: pupils in the sheet, and what they are charged together in đồng."""

    class_name: str
    pupils: int
    total_vnd: int


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """What one pupil is to be charged; the item by its head, prices in whole đồng."""

    code: str
    head: str
    quantity: int
    unit_price_vnd: int


@dataclass(frozen=True, slots=True)
class Matched:
    """What saving a sheet would do today. `digest` stands for all of it."""

    people: tuple[NewBeneficiary, ...]
    lines: tuple[PlannedLine, ...]
    items: tuple[ItemSum, ...]
    classes: tuple[ClassSum, ...]
    pupils_new: int
    pupils_changed: int
    pupils_same: int
    total_vnd: int
    fault_count: int
    digest: str = ""

    @property
    def new_items(self) -> tuple[ItemSum, ...]:
        """The items that would be put on the list."""
        return tuple(one for one in self.items if one.item is None)


def offered(one: Column, items: Sequence[OfferedItem], chosen: str = "") -> OfferedItem | None:
    """The item a column means: the one that was chosen, or the one of its name or code."""
    if chosen:
        return next((item for item in items if item.code == chosen), None)
    key = key_of(one.item or one.head)
    alike = [
        item
        for item in items
        if key
        in (key_of(item.name), search_key(item.code), search_key(f"{item.code} - {item.name}"))
    ]
    return alike[0] if len(alike) == 1 else None


def match(
    found: Found,
    *,
    known: Sequence[Known],
    items: Sequence[OfferedItem],
    chosen: Mapping[str, Mapping[int, str]],
) -> Matched:
    """Compare with the lists of today, noting the faults that only they show."""
    by_head = _items(found, items, chosen)
    people: list[NewBeneficiary] = []
    lines: list[PlannedLine] = []
    counts = {"new": 0, "changed": 0, "same": 0}
    by_class: dict[str, list[int]] = {}
    register = _Register(known)
    rows: dict[str, int] = {}
    for pupil in found.pupils:
        code, person, how = _who(pupil, register, found)
        if not code:
            continue
        if code in rows:
            reason = _("cùng một học sinh với dòng %(row)d (mã “%(code)s” trong danh bạ)")
            found.fault(pupil.sheet, pupil.row, -1, "", reason % {"row": rows[code], "code": code})
            continue
        rows[code] = pupil.row
        counts[how] += 1
        people += [person] if person is not None else []
        lines += _lines(pupil, code, by_head)
        counted = by_class.setdefault(pupil.class_name, [0, 0])
        counted[0] += 1
        counted[1] += pupil.total_vnd
    matched = Matched(
        people=tuple(people),
        lines=tuple(lines),
        items=tuple(_sums(found, by_head)),
        classes=tuple(ClassSum(name, *by_class[name]) for name in sorted(by_class)),
        pupils_new=counts["new"],
        pupils_changed=counts["changed"],
        pupils_same=counts["same"],
        total_vnd=found.total_vnd,
        fault_count=found.fault_count,
    )
    return replace(matched, digest=hashlib.sha256(msgspec.json.encode(matched)).hexdigest())


Items = Mapping[str, OfferedItem | None]
"""By the head's name: the item it means, or None for one that is to be put on the list."""


def _items(
    found: Found, items: Sequence[OfferedItem], chosen: Mapping[str, Mapping[int, str]]
) -> dict[str, OfferedItem | None]:
    """The item of every column of money; one that nobody named is a fault of its head."""
    by_head: dict[str, OfferedItem | None] = {}
    taken: dict[int, str] = {}
    for table in found.tables:
        said = chosen.get(table.layout.signature, {})
        for one in table.layout.columns:
            if not one.item or one.item in by_head:
                continue
            choice = said.get(one.index, "")
            item = None if choice == NEW_ITEM else offered(one, items, choice)
            by_head[one.item] = item
            if item is None and choice != NEW_ITEM:
                reason = _("chưa biết là khoản mục thu nào trong danh mục: chọn ở bước xem cột")
            elif item is not None and item.id in taken:
                reason = _("khoản mục “%(item)s” đã là cột “%(other)s”: chọn khoản mục khác") % {
                    "item": item.name,
                    "other": taken[item.id],
                }
            else:
                if item is not None:
                    taken[item.id] = one.item
                continue
            found.fault(table.sheet, table.layout.head_row, one.index, one.head, reason)
    return by_head


class _Register:
    def __init__(self, known: Sequence[Known]) -> None:
        self.by_code = {one.code.casefold(): one for one in known}
        self.by_name: dict[tuple[str, str], list[Known]] = {}
        for one in known:
            if one.is_active:
                self.by_name.setdefault(_name_key(one.name, one.class_name), []).append(one)
        self._number = 0

    def free_code(self) -> str:
        """A code that no pupil has: for those whom the school gave none."""
        while True:
            self._number += 1
            code = f"HS{self._number:05d}"
            if code.casefold() not in self.by_code:
                return code


def _name_key(name: str, class_name: str) -> tuple[str, str]:
    return search_key(name), search_key(classes.tidy(class_name))


def _who(pupil: Pupil, register: _Register, found: Found) -> tuple[str, NewBeneficiary | None, str]:
    """The pupil's code, what is to be written of them, and whether they are new."""
    if pupil.code:
        one = register.by_code.get(pupil.code.casefold())
        if one is not None and pupil.name and search_key(one.name) != search_key(pupil.name):
            reason = _(
                "mã “%(code)s” trong danh bạ là “%(name)s”: sửa mã, hoặc sửa tên trong danh bạ"
            )
            found.fault(
                pupil.sheet, pupil.row, -1, "", reason % {"code": pupil.code, "name": one.name}
            )
            return "", None, "same"
    else:
        alike = register.by_name.get(_name_key(pupil.name, pupil.class_name), [])
        if len(alike) > 1:
            reason = _("danh bạ có %(count)d em tên “%(name)s” ở lớp này: thêm cột mã học sinh")
            found.fault(
                pupil.sheet, pupil.row, -1, "", reason % {"count": len(alike), "name": pupil.name}
            )
            return "", None, "same"
        one = alike[0] if alike else None
    if one is None:
        return _new(pupil, register, found)
    person = replace(
        one.person,
        class_name=pupil.class_name or one.class_name,
        grade=grade_of(pupil.class_name) or one.person.grade,
        born_on=pupil.born_on or one.person.born_on,
        payer_name=pupil.payer or one.person.payer_name,
        payer_phone=pupil.phone or one.payer_phone,
        payer_email=pupil.email or one.person.payer_email,
    )
    if person == one.person and one.is_active:
        return one.code, None, "same"
    return one.code, person, "changed"


def _new(pupil: Pupil, register: _Register, found: Found) -> tuple[str, NewBeneficiary | None, str]:
    if not pupil.name or not pupil.class_name:
        found.fault(
            pupil.sheet,
            pupil.row,
            -1,
            "",
            _("học sinh mới cần có họ tên và lớp (mã “%(code)s” chưa có trong danh bạ)")
            % {"code": pupil.code},
        )
        return "", None, "new"
    code = pupil.code or register.free_code()
    return (
        code,
        NewBeneficiary(
            code=code,
            name=pupil.name,
            born_on=pupil.born_on,
            class_name=pupil.class_name,
            grade=grade_of(pupil.class_name),
            payer_name=pupil.payer,
            payer_phone=pupil.phone,
            payer_email=pupil.email,
        ),
        "new",
    )


def _lines(pupil: Pupil, code: str, by_head: Items) -> Iterator[PlannedLine]:
    for charge in pupil.charges:
        item = by_head.get(charge.item)
        price_vnd = item.price_vnd if item is not None else 0
        times, rest = divmod(charge.amount_vnd, price_vnd) if price_vnd else (0, 0)
        if times and not rest and times <= QUANTITY_MAX:
            yield PlannedLine(code, charge.item, times, price_vnd)
        else:
            yield PlannedLine(code, charge.item, 1, charge.amount_vnd)


def _sums(found: Found, by_head: Items) -> Iterator[ItemSum]:
    seen: dict[str, Counter[int]] = {head: Counter() for head in by_head}
    for pupil in found.pupils:
        for charge in pupil.charges:
            seen.setdefault(charge.item, Counter())[charge.amount_vnd] += 1
    for head, amounts in seen.items():
        if amounts:
            item = by_head.get(head)
            yield ItemSum(
                head=head,
                item=item,
                price_vnd=item.price_vnd if item else amounts.most_common(1)[0][0],
                pupils=sum(amounts.values()),
                total_vnd=sum(amount * times for amount, times in amounts.items()),
            )

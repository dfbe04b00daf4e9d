"""What each column of a table means: by its head, by its neighbours, by what a person said, and
where the head does not tell, by the cells below it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from thuphi.money.bills.workbook.errors import CellUnreadable
from thuphi.money.bills.workbook.tables import is_blank

from . import amounts
from .headrows import Head, text_of
from .heads import (
    GENERIC_GROUP,
    GENERIC_LEAF,
    OF_NAMES,
    Meaning,
    counts_thousands,
    is_identity,
    key_of,
    may_be_total,
    meaning_of,
)

SAMPLE_ROWS = 300
LEAST_VND = 1000
"""Nothing that a school collects costs less: a column of smaller numbers counts something else."""
ENOUGH = 3
"""So many cells in a row are no slip: they say what a column is."""
_TICKS = frozenset({"x", "v", "✓", "✔", "có", "co"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column by its place from 0. `item` is the fee item's name as the head writes it."""

    index: int
    head: str
    group: str
    meaning: Meaning
    item: str = ""
    factor: int = 1


@dataclass(frozen=True, slots=True)
class HeadFault:
    """Something to mend that concerns a whole column."""

    index: int
    reason: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one table. `signature` stands for its heads."""

    signature: str
    head_row: int
    columns: tuple[Column, ...]
    faults: tuple[HeadFault, ...] = ()
    _asked: dict[tuple[Meaning, ...], tuple[Column, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def of(self, *meanings: Meaning) -> tuple[Column, ...]:
        """The columns that mean one of these, left to right."""
        found = self._asked.get(meanings)
        if found is None:
            # Asked many times in every row.
            found = tuple(column for column in self.columns if column.meaning in meanings)
            self._asked[meanings] = found
        return found


def signature_of(heads: Sequence[str]) -> str:
    """What stands for the heads of a table, left to right, however they are spelled."""
    said = "\n".join(key_of(head) for head in heads)
    return hashlib.sha256(said.encode()).hexdigest()


def lay_out(
    head: Head,
    sample: Sequence[Sequence[object]],
    *,
    in_thousands: bool,
    said: Mapping[str, Mapping[int, Meaning]],
) -> Layout:
    """The columns of a table. `said` is what people have said of heads before, by signature."""
    columns = [_column(head, index) for index in range(head.width)]
    signature = signature_of([" / ".join(head.words(index)) for index in range(head.width)])
    chosen = said.get(signature, {})
    columns = _names_apart(columns, sample)
    faults: list[HeadFault] = []
    columns = _people(columns, faults)
    columns = _totals(columns, sample)
    columns = _by_cells(columns, sample, chosen, faults)
    columns = [replace(one, meaning=chosen.get(one.index, one.meaning)) for one in columns]
    columns = _items(columns, head, sample, faults)
    faults = [fault for fault in faults if fault.index not in chosen or fault.index < 0]
    factor = amounts.THOUSAND if in_thousands else 1
    columns = [_with_factor(one, head, factor) for one in columns]
    faults += _sums_alone(columns, sample)
    return Layout(signature, head.first_row, tuple(columns), tuple(faults))


def _column(head: Head, index: int) -> Column:
    words = head.words(index)
    leaf = words[-1] if words else ""
    group = words[-2] if len(words) > 1 and words[-2] != leaf else ""
    return Column(index, leaf, group, _meaning(leaf, group))


def _meaning(leaf: str, group: str) -> Meaning:
    if not leaf:
        return Meaning.NOTHING
    own, over = meaning_of(leaf), meaning_of(group) if group else None
    if over in (Meaning.SETTLED, Meaning.DEDUCTION):
        return over
    if over is Meaning.PAYER and own in (Meaning.NAME, Meaning.NOTHING):
        return Meaning.PAYER if own is Meaning.NAME else Meaning.NOTHING
    if over in (Meaning.TOTAL, Meaning.NOTHING) and GENERIC_LEAF.fullmatch(key_of(leaf)):
        return over
    return own or Meaning.CHARGE


def _names_apart(columns: list[Column], sample: Sequence[Sequence[object]]) -> list[Column]:
    """A name in two columns under one head: what comes before the given name, and the given."""
    found = list(columns)
    names = [one for one in columns if one.meaning is Meaning.NAME]
    if not names or any(one.meaning is Meaning.SURNAME for one in columns):
        return found
    first = names[0].index
    after = (
        found[first + 1] if first + 1 < len(found) else Column(first + 1, "", "", Meaning.NOTHING)
    )
    is_merged = after.meaning is Meaning.NAME and after.head == names[0].head
    if is_merged and not any(_words_at(row, after.index) for row in sample):
        found[after.index] = replace(after, meaning=Meaning.NOTHING)
    elif is_merged or (not after.head and _is_given_name(sample, first)):
        found[first] = replace(found[first], meaning=Meaning.SURNAME)
        given = replace(after, meaning=Meaning.GIVEN, head=names[0].head)
        found[first + 1 : first + 2] = [given]
    elif after.meaning is Meaning.GIVEN:
        found[first] = replace(found[first], meaning=Meaning.SURNAME)
    return found


def _words_at(row: Sequence[object], index: int) -> str:
    return text_of(row[index]) if index < len(row) else ""


def _is_given_name(sample: Sequence[Sequence[object]], first: int) -> bool:
    pairs = [(_words_at(row, first), _words_at(row, first + 1)) for row in sample]
    given = [after for before, after in pairs if before and after]
    return len(given) * 2 > len([1 for before, _ in pairs if before]) and not any(
        any(letter.isdigit() for letter in word) or len(word) > 20 for word in given
    )


def _people(columns: list[Column], faults: list[HeadFault]) -> list[Column]:
    """One code, one name, one class: the school's own code goes before the Ministry's."""
    found = list(columns)
    codes = [one for one in found if one.meaning is Meaning.CODE]
    own = [one for one in codes if not is_identity(one.head)] or codes
    for one in codes:
        if one is not own[0]:
            found[one.index] = replace(one, meaning=Meaning.NOTHING)
    for meanings in ((Meaning.NAME,), (Meaning.SURNAME,), (Meaning.GIVEN,), (Meaning.CLASS,)):
        for one in [one for one in found if one.meaning in meanings][1:]:
            found[one.index] = replace(one, meaning=Meaning.NOTHING)
            if one.meaning in OF_NAMES:
                faults.append(HeadFault(one.index, _("có hai cột họ tên: mỗi bảng một trang tính")))
    if all(one.meaning not in (Meaning.NAME, Meaning.SURNAME) for one in found):
        found = [
            replace(one, meaning=Meaning.NAME) if one.meaning is Meaning.GIVEN else one
            for one in found
        ]
    return found


def _totals(columns: list[Column], sample: Sequence[Sequence[object]]) -> list[Column]:
    """`Số tiền` beside fee items is their sum; alone it is the charge."""
    charges = [one for one in columns if one.meaning is Meaning.CHARGE]
    doubtful = [one for one in charges if may_be_total(one.head) and not _named_by(one.group)]
    others = [
        one
        for one in charges
        if one not in doubtful and any(not is_blank(row, one.index) for row in sample)
    ]
    if not others:
        return columns
    return [replace(one, meaning=Meaning.TOTAL) if one in doubtful else one for one in columns]


def _named_by(group: str) -> bool:
    """Whether a group above a head names a fee item, and not just that items follow."""
    return bool(group) and GENERIC_GROUP.fullmatch(key_of(group)) is None


@dataclass(frozen=True, slots=True)
class _Seen:
    amounts: tuple[int, ...]
    ticks: int
    others: int
    example: str


def _seen(sample: Sequence[Sequence[object]], index: int) -> _Seen:
    found, ticks, others, example = [], 0, 0, ""
    for row in sample:
        if is_blank(row, index):
            continue
        try:
            amount = amounts.read(row[index])
        except CellUnreadable:
            word = text_of(row[index])
            ticks += word.lower() in _TICKS
            others += word.lower() not in _TICKS
            example = example or word
        else:
            found += [amount] if amount else []
    return _Seen(tuple(found), ticks, others, example)


def _by_cells(
    columns: list[Column],
    sample: Sequence[Sequence[object]],
    chosen: Mapping[int, Meaning],
    faults: list[HeadFault],
) -> list[Column]:
    """Columns whose head tells nothing: money below it, or something else that is not read."""
    found = []
    for one in columns:
        reason = ""
        if one.meaning is Meaning.CHARGE and one.index not in chosen:
            seen = _seen(sample, one.index)
            if not seen.amounts and not seen.ticks and seen.others >= ENOUGH:
                reason = _(
                    "không hiểu cột này: không có ô nào là số tiền (ví dụ “%(example)s”)"
                ) % {"example": seen.example[:60]}
            elif len(seen.amounts) >= ENOUGH and max(seen.amounts) < LEAST_VND:
                reason = _(
                    "các số đều nhỏ hơn 1.000 (ví dụ %(example)d): ghi rõ là đồng hay nghìn đồng,"
                    " hay cột này không phải số tiền"
                ) % {"example": seen.amounts[0]}
        if reason:
            faults.append(HeadFault(one.index, reason))
            one = replace(one, meaning=Meaning.UNKNOWN)
        found.append(one)
    return found


def _items(
    columns: list[Column],
    head: Head,
    sample: Sequence[Sequence[object]],
    faults: list[HeadFault],
) -> list[Column]:
    """The fee item that each column of money names; two columns never name the same."""
    named = {one.index: _item(one) for one in columns if one.meaning is Meaning.CHARGE}
    for index in [i for i, name in named.items() if list(named.values()).count(name) > 1]:
        over = columns[index].group or head.above.get(index, "")
        if over and over != columns[index].head:
            named[index] = f"{over} - {columns[index].head}"
    found = []
    taken: dict[str, int] = {}
    for one in columns:
        name = named.get(one.index)
        if name is not None:
            key = key_of(name)
            if key in taken:
                if any(not is_blank(row, one.index) for row in sample):
                    faults.append(
                        HeadFault(
                            one.index,
                            _("khoản thu “%(item)s” có hai cột: đặt tên khác nhau")
                            % {"item": name},
                        )
                    )
                one = replace(one, meaning=Meaning.UNKNOWN)
            else:
                taken[key] = one.index
                one = replace(one, item=name)
        found.append(one)
    return found


def _item(one: Column) -> str:
    if GENERIC_LEAF.fullmatch(key_of(one.head)) and _named_by(one.group):
        return one.group
    return one.head


def _with_factor(one: Column, head: Head, factor: int) -> Column:
    if any(counts_thousands(word, is_head=True) for word in head.words(one.index)):
        factor = amounts.THOUSAND
    return replace(one, factor=factor)


def _sums_alone(columns: Sequence[Column], sample: Sequence[Sequence[object]]) -> list[HeadFault]:
    """Sums without items would vanish unseen: nobody is billed a sum."""
    if any(one.meaning is Meaning.CHARGE for one in columns):
        return []
    return [
        HeadFault(
            one.index,
            _("chỉ có cột tổng, không có cột khoản thu nào: đặt tên cột theo khoản thu"),
        )
        for one in columns
        if one.meaning is Meaning.TOTAL and _seen(sample, one.index).amounts
    ][:1]

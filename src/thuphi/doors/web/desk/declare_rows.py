"""The month's form laid out: fields in their parts, the month before and what is wrong beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.forms import BoundField

from thuphi.doors.web.shared import declaration_words as words
from thuphi.doors.web.shared.declaration_parts import Totals, totals
from thuphi.doors.web.shared.declaration_rules import Told, told
from thuphi.doors.web.shared.declaration_words import Section
from thuphi.money.payments.rules import Method
from thuphi.oversight.declarations.queries import Sheet
from thuphi.oversight.declarations.rules import (
    COUNT_OF,
    LESSONS,
    VALUE_OF,
    Asked,
    Fault,
    Item,
    Rule,
    Values,
)

from .declare_forms import EXPLAIN, ValuesForm
from .words import Words

_METHOD_OF: dict[Item, Method] = {
    **{item: method for method, item in COUNT_OF.items()},
    **{item: method for method, item in VALUE_OF.items()},
}
_TITLE_OF: dict[Item, Words] = {
    **{item: words.METHODS[method] for item, method in _METHOD_OF.items()},
    **{item: words.LESSONS_OF[level] for level, pair in LESSONS.items() for item in pair},
}
"""Two values that belong together stand under one title."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something unusual, and the field for what the facility says about it."""

    name: Words
    sentence: str
    field: str
    explanation: str


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of the form with everything that stands beside it."""

    bound: BoundField
    is_needed: bool
    before: str
    refusals: list[Told]
    flags: list[Flag]

    @property
    def is_wrong(self) -> bool:
        """Whether it has to be mended before it can be sent."""
        return bool(self.refusals or self.bound.errors)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together; two of a kind have a title."""

    title: Words
    rows: list[FieldRow]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the form."""

    title: Words
    groups: list[Group]
    totals: Totals | None
    is_folded: bool
    """Money of a facility whose money is booked here: declared only when some came elsewhere."""
    is_open: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole form, and how much is wrong with it."""

    parts: list[Part]
    whole_refusals: list[Told]
    whole_flags: list[Flag]
    broken: int
    unexplained: int
    missing: int


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the fields."""

    sheet: Sheet
    values: Values
    explanations: Mapping[str, str]
    is_tried: bool
    """Whether somebody tried to send it: only then is every empty field named."""
    faults: Sequence[Fault] = field(default_factory=tuple)


def layout(form: ValuesForm, beside: Beside) -> Layout:
    """The form part by part."""
    refusals: dict[Item | None, list[Told]] = {}
    flags: dict[Item | None, list[Flag]] = {}
    unexplained = missing = broken = 0
    for fault in beside.faults:
        one = told(fault)
        if one.is_refusal:
            is_missing = one.rule is Rule.MANDATORY_ITEM_IS_THERE
            missing += is_missing
            broken += not is_missing or beside.is_tried
            if beside.is_tried or not is_missing:
                refusals.setdefault(one.item, []).append(one)
        else:
            said = beside.explanations.get(one.key, "")
            unexplained += not said.strip()
            flag = Flag(one.name, one.sentence, EXPLAIN + one.key, said)
            flags.setdefault(one.item, []).append(flag)
    rows = {
        one.item: _row(form, one, beside, refusals.get(one.item, []), flags.get(one.item, []))
        for one in beside.sheet.asked
    }
    return Layout(
        parts=[part for section in Section if (part := _part(section, rows, beside)) is not None],
        whole_refusals=[*refusals.get(None, []), *_strangers(refusals, rows)],
        whole_flags=flags.get(None, []),
        broken=broken if beside.is_tried else 0,
        unexplained=unexplained if beside.is_tried else 0,
        missing=missing,
    )


def _strangers(
    refusals: Mapping[Item | None, list[Told]], rows: Mapping[Item, FieldRow]
) -> list[Told]:
    return [one for item, found in refusals.items() if item and item not in rows for one in found]


def _row(
    form: ValuesForm, asked: Asked, beside: Beside, refusals: list[Told], flags: list[Flag]
) -> FieldRow:
    before = beside.sheet.before
    is_booked = asked.item in _METHOD_OF and bool(beside.sheet.context.booked)
    return FieldRow(
        form[asked.item.value],
        asked.is_mandatory and not is_booked,
        words.told(asked.item, before[asked.item]) if asked.item in before else "",
        refusals,
        flags,
    )


def _part(section: Section, rows: Mapping[Item, FieldRow], beside: Beside) -> Part | None:
    here = [item for item in rows if words.SAID[item].section is section]
    if not here:
        return None
    groups = [
        Group(title, [rows[item] for item in items])
        for title, items in groupby(here, key=lambda item: _TITLE_OF.get(item, ""))
    ]
    is_money = section is Section.MONEY
    says = any(item in beside.values or rows[item].is_wrong or rows[item].flags for item in here)
    return Part(
        words.SECTIONS[section],
        groups,
        totals(beside.values, beside.sheet.before) if is_money else None,
        is_folded=is_money and bool(beside.sheet.context.booked),
        is_open=says,
    )

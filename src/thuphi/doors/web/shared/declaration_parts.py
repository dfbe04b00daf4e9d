"""A declaration laid out for reading: its parts, its totals, its flags, who did what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from thuphi.money.payments.rules import Method
from thuphi.oversight.declarations.queries import Explained, Revision, Sheet
from thuphi.oversight.declarations.rules import (
    CASHLESS,
    COUNT_OF,
    VALUE_OF,
    Booked,
    Item,
    State,
    Values,
)

from . import declaration_words as words
from .declaration_rules import Told, told
from .methods_words import Pill, Words


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of a whole: of payments, or of đồng."""

    part: int = 0
    whole: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """Without cash of all, by count and by value, with the month before beside it."""

    count: Portion
    value: Portion
    count_before: Portion
    value_before: Portion


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A value in words, with the one of the month before and the one that is booked."""

    item: Item
    label: str
    value: str
    before: str
    booked: str = ""


@dataclass(frozen=True, slots=True)
class ToldPart:
    """A part of a declaration that is read and not written."""

    title: Words
    rows: list[ToldRow]
    totals: Totals | None


@dataclass(frozen=True, slots=True)
class ToldFlag:
    """A flag with what was said about it."""

    name: Words
    sentence: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody did about a declaration."""

    what: Words
    at: datetime
    who: str
    says: str = ""


def portions(values: Values) -> tuple[Portion, Portion]:
    """The payments and the đồng that came without cash, of all that is declared."""
    counts = {method: values.get(item, 0) for method, item in COUNT_OF.items()}
    sums = {method: values.get(item, 0) for method, item in VALUE_OF.items()}
    return (
        Portion(sum(counts[one] for one in CASHLESS), sum(counts.values())),
        Portion(sum(sums[one] for one in CASHLESS), sum(sums.values())),
    )


def totals(values: Values, before: Values) -> Totals | None:
    """Both shares of a month; nothing where no money is declared."""
    count, value = portions(values)
    if not count.whole and not value.whole:
        return None
    return Totals(count, value, *portions(before))


def booked_totals(booked: Mapping[Method, Booked]) -> Totals | None:
    """Both shares of what is booked here."""
    values = {COUNT_OF[method]: one.count for method, one in booked.items()}
    values |= {VALUE_OF[method]: one.value_vnd for method, one in booked.items()}
    return totals(values, {})


def booked_rows(booked: Mapping[Method, Booked]) -> list[tuple[Words, Booked]]:
    """What is booked here, in the order of the plans; nothing where nothing is."""
    if not booked:
        return []
    return [(words.METHODS[one], booked.get(one, Booked(0, 0))) for one in Method]


def told_parts(sheet: Sheet) -> list[ToldPart]:
    """Everything that is declared, part by part, with the month before and what is booked."""
    booked = {COUNT_OF[method]: one.count for method, one in sheet.context.booked.items()}
    booked |= {VALUE_OF[method]: one.value_vnd for method, one in sheet.context.booked.items()}
    found = []
    for section, title in words.SECTIONS.items():
        rows = [
            ToldRow(
                item,
                words.full(item),
                words.told(item, value),
                words.told(item, sheet.before[item]) if item in sheet.before else "",
                words.told(item, booked[item]) if item in booked else "",
            )
            for item, value in sheet.values.items()
            if words.SAID[item].section is section
        ]
        if rows:
            sums = totals(sheet.values, sheet.before)
            found.append(ToldPart(title, rows, sums if section is words.Section.MONEY else None))
    return found


def told_flags(explained: Iterable[Explained]) -> list[ToldFlag]:
    """What was unusual when it was submitted, and the facility's word on it."""
    return [_told_flag(told(one.fault), one.explanation) for one in explained]


def _told_flag(one: Told, explanation: str) -> ToldFlag:
    return ToldFlag(one.name, one.sentence, explanation)


def pill_of(state: State) -> Pill:
    """A state as people see it."""
    return words.STATES[state]


def people_of(revision: Revision) -> set[int | None]:
    """The logins of whoever touched a revision."""
    return {
        revision.written_by,
        revision.submitted_by,
        revision.returned_by,
        revision.verified_by,
        revision.approved_by,
    }


def steps_of(revision: Revision, names: Mapping[int, str]) -> list[Step]:
    """Who did what, the latest first."""

    def who(user_id: int | None) -> str:
        return _("phần mềm") if user_id is None else names.get(user_id, "")

    every = [
        (revision.approved_at, _("Duyệt"), revision.approved_by, ""),
        (revision.verified_at, _("Xác minh"), revision.verified_by, ""),
        (revision.returned_at, _("Trả lại"), revision.returned_by, revision.return_reason),
        (revision.submitted_at, _("Gửi"), revision.submitted_by, ""),
        (revision.written_at, _("Ghi"), revision.written_by, ""),
    ]
    found = [Step(what, at, who(by), says) for at, what, by, says in every if at is not None]
    return sorted(found, key=lambda step: step.at, reverse=True)

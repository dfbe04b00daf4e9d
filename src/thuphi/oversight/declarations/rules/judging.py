"""Holding a declaration against every rule. Shares are compared by cross-multiplication."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from thuphi.ground.kit.periods import Month
from thuphi.money.payments.rules import Method
from thuphi.registers.facilities.models import Sector

from .checks import Rule
from .facts import Booked, Context, Fault
from .items import (
    CASHLESS,
    COUNT_OF,
    LESSONS,
    VALUE_OF,
    Item,
    Unit,
    Values,
    asked_of,
    day_of,
    written_day,
)
from .outliers import is_far, median_doubled

VALUE_MAX = 10**15
"""More is a slip of the hand, for a sum as for a count."""
FIRST_YEAR, LAST_YEAR = 1990, 2100

AVERAGE_LEAST_VND = 1_000
AVERAGE_MOST_VND = {Sector.EDUCATION: 60_000_000, Sector.HEALTH: 300_000_000}
"""A single payment beyond these is rarer than a slip in its count or its value."""

ABOVE_BOOKED_PERCENT = 20
"""So much more than what is booked here may come in elsewhere without a word."""

LEAST_DISTANCE = {Unit.VND: 5_000_000, Unit.COUNT: 10}
"""Smaller changes from what is usual are not asked about."""

PARTS: dict[tuple[Item, Item], Rule] = {
    (Item.HOSPITAL_FEE_CASHLESS_VND, Item.HOSPITAL_FEE_DUE_VND): (
        Rule.HOSPITAL_FEE_CASHLESS_WITHIN_DUE
    ),
    (Item.TUITION_CASHLESS_VND, Item.TUITION_COLLECTED_VND): (
        Rule.TUITION_CASHLESS_WITHIN_COLLECTED
    ),
    (Item.PUPILS_WITH_E_TRANSCRIPT, Item.PUPILS): Rule.E_TRANSCRIPTS_WITHIN_PUPILS,
    **{(online, total): Rule.LESSONS_ONLINE_WITHIN_TOTAL for total, online in LESSONS.values()},
}
"""What is a share of what: more than the whole is refused."""

OF_MONEY = frozenset(
    {
        *COUNT_OF.values(),
        *VALUE_OF.values(),
        Item.HOSPITAL_FEE_DUE_VND,
        Item.HOSPITAL_FEE_CASHLESS_VND,
        Item.TUITION_COLLECTED_VND,
        Item.TUITION_CASHLESS_VND,
    }
)
"""What is known from bookings of a facility that bills through us: it may leave these out."""

Faults = Iterator[Fault]


def judge(values: Values, context: Context) -> tuple[Fault, ...]:
    """Every rule that the values break, in the order of the form. Raises nothing."""
    found = list(_each_value(values, context))
    broken = {fault.item for fault in found}
    sound = {item: value for item, value in values.items() if item not in broken}
    for check in _CHECKS:
        found.extend(check(sound, context))
    found.extend(_completeness(values, context))
    places = {item: place for place, item in enumerate(Item)}
    return tuple(sorted(found, key=lambda fault: -1 if fault.item is None else places[fault.item]))


def _each_value(values: Values, context: Context) -> Faults:
    asked = {one.item for one in asked_of(context.kind)}
    for item, value in values.items():
        if item not in asked:
            yield Fault(Rule.ITEM_IS_ASKED_FOR, item)
        elif value < 0:
            yield Fault(Rule.VALUE_NOT_NEGATIVE, item, {"value": value})
        elif not _is_in_range(item, value):
            yield Fault(Rule.VALUE_IN_ITS_RANGE, item, {"value": value})


def _is_in_range(item: Item, value: int) -> bool:
    match item.unit:
        case Unit.YES_NO:
            return value <= 1
        case Unit.RECORDS:
            return value <= 2
        case Unit.DAY:
            day = day_of(value)
            return day is not None and FIRST_YEAR <= day.year <= LAST_YEAR
        case Unit.COUNT | Unit.VND | Unit.LESSONS:
            return value <= VALUE_MAX


def _completeness(values: Values, context: Context) -> Faults:
    for one in asked_of(context.kind):
        if context.booked and one.item in OF_MONEY:
            continue
        if one.is_mandatory and one.item not in values:
            yield Fault(Rule.MANDATORY_ITEM_IS_THERE, one.item)


def _month(_values: Values, context: Context) -> Faults:
    month = context.month
    facts = {"month": month.label}
    if month.first_day_on > context.today:
        yield Fault(Rule.MONTH_HAS_BEGUN, None, facts)
    elif month == Month.of(context.today):
        yield Fault(Rule.MONTH_IS_OVER, None, facts)
    if not context.stood_in_month:
        yield Fault(Rule.FACILITY_STOOD_IN_MONTH, None, facts)


def _parts(values: Values, context: Context) -> Faults:
    mandatory = {one.item for one in asked_of(context.kind) if one.is_mandatory}
    for (part, whole), rule in PARTS.items():
        if part not in values:
            continue
        if whole not in values:
            if whole not in mandatory:
                yield Fault(Rule.WHOLE_IS_THERE, part, {"whole_item": whole.value})
        elif values[part] > values[whole]:
            facts: dict[str, int | str] = {
                "part": values[part],
                "whole": values[whole],
                "whole_item": whole.value,
            }
            yield Fault(rule, part, facts)


def _fee_within_cashless(values: Values, _context: Context) -> Faults:
    if any(VALUE_OF[method] not in values for method in CASHLESS):
        return
    cashless_vnd = sum(values[VALUE_OF[method]] for method in CASHLESS)
    for item in (Item.HOSPITAL_FEE_CASHLESS_VND, Item.TUITION_CASHLESS_VND):
        if values.get(item, 0) > cashless_vnd:
            facts = {"part": values[item], "whole": cashless_vnd}
            yield Fault(Rule.FEE_CASHLESS_WITHIN_CASHLESS, item, facts)


def _counts_and_values(values: Values, context: Context) -> Faults:
    most_vnd = AVERAGE_MOST_VND[context.kind.sector]
    for method in Method:
        count, value_vnd = values.get(COUNT_OF[method]), values.get(VALUE_OF[method])
        if count is None or value_vnd is None:
            continue
        facts = {"count": count, "value_vnd": value_vnd}
        if count == 0 and value_vnd > 0:
            yield Fault(Rule.NO_VALUE_WITHOUT_COUNT, VALUE_OF[method], facts)
        elif count > 0 and value_vnd == 0:
            yield Fault(Rule.NO_COUNT_WITHOUT_VALUE, COUNT_OF[method], facts)
        elif value_vnd < AVERAGE_LEAST_VND * count or value_vnd > most_vnd * count:
            facts |= {"least_vnd": AVERAGE_LEAST_VND, "most_vnd": most_vnd}
            yield Fault(Rule.AVERAGE_IS_PLAUSIBLE, VALUE_OF[method], facts)


def _days(values: Values, context: Context) -> Faults:
    for item, value in values.items():
        day = day_of(value) if item.unit is Unit.DAY else None
        if day is not None and day > context.today:
            yield Fault(Rule.DAY_IS_NOT_AHEAD, item, {"day": written_day(value)})
    known = {**context.standing, **values}
    equipped, accepts = known.get(Item.EQUIPPED_ON), known.get(Item.ACCEPTS_ON)
    if equipped is not None and accepts is not None and accepts < equipped:
        days = {"equipped": written_day(equipped), "accepts": written_day(accepts)}
        yield Fault(Rule.ACCEPTS_AFTER_EQUIPPED, Item.ACCEPTS_ON, days)
    used = sum(values.get(COUNT_OF[method], 0) for method in CASHLESS)
    if used and equipped is None:
        yield Fault(Rule.USED_IS_EQUIPPED, Item.EQUIPPED_ON, {"count": used})
    if used and accepts is None:
        yield Fault(Rule.USED_IS_ACCEPTED, Item.ACCEPTS_ON, {"count": used})


def _history(values: Values, context: Context) -> Faults:
    for item, value in values.items():
        least = LEAST_DISTANCE.get(item.unit)
        if least is None:
            continue
        before = context.history.get(item, ())
        if is_far(value, before, least):
            facts = {"value": value, "usual": median_doubled(before) // 2, "months": len(before)}
            yield Fault(Rule.NEAR_ITS_OWN_HISTORY, item, facts)


def _bookings(values: Values, context: Context) -> Faults:
    for methods, item in ((CASHLESS, None), ((Method.CASH,), Item.CASH_VND)):
        booked = [context.booked[method] for method in methods if method in context.booked]
        if not booked or any(
            COUNT_OF[method] not in values or VALUE_OF[method] not in values for method in methods
        ):
            continue
        declared = Booked(
            sum(values[COUNT_OF[method]] for method in methods),
            sum(values[VALUE_OF[method]] for method in methods),
        )
        here = Booked(sum(one.count for one in booked), sum(one.value_vnd for one in booked))
        yield from _against(declared, here, item)


def _against(declared: Booked, here: Booked, item: Item | None) -> Faults:
    facts = {
        "count": declared.count,
        "value_vnd": declared.value_vnd,
        "booked_count": here.count,
        "booked_vnd": here.value_vnd,
    }
    if declared.count < here.count or declared.value_vnd < here.value_vnd:
        yield Fault(Rule.NOT_BELOW_BOOKED, item, facts)
    elif 100 * declared.value_vnd > (100 + ABOVE_BOOKED_PERCENT) * here.value_vnd:
        facts["percent"] = ABOVE_BOOKED_PERCENT
        yield Fault(Rule.NOT_FAR_ABOVE_BOOKED, item, facts)


_CHECKS: tuple[Callable[[Values, Context], Faults], ...] = (
    _month,
    _parts,
    _fee_within_cashless,
    _counts_and_values,
    _days,
    _history,
    _bookings,
)


def refusals(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """The faults with which nothing can be submitted."""
    return tuple(fault for fault in faults if fault.severity is fault.severity.REFUSE)


def unexplained(faults: tuple[Fault, ...], explained: frozenset[str]) -> tuple[Fault, ...]:
    """The flags whose key nobody has explained."""
    return tuple(
        fault
        for fault in faults
        if fault.severity is fault.severity.FLAG and fault.key not in explained
    )

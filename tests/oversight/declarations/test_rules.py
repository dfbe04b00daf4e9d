"""Every rule by its name: what breaks it, what does not, and how grave it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from tests.oversight.declarations.months import (
    COLLEGE,
    HOSPITAL,
    MONEY,
    PRIMARY,
    PRIVATE,
    PRIVATE_SCHOOL,
    SCHOOL,
    SEPTEMBER,
    STATION,
    WARD,
    known,
)
from thuphi.ground.kit.periods import Month
from thuphi.money.payments.rules import Method
from thuphi.oversight.declarations.labels import ITEMS, RULES, sentence
from thuphi.oversight.declarations.rules import (
    DECLARATION_STATES,
    Booked,
    Context,
    Fault,
    Item,
    Kind,
    Rule,
    Severity,
    State,
    asked_of,
    day_of,
    day_value,
    judge,
    written_day,
)
from thuphi.registers.facilities.models import Level, Ownership, Sector


def names(values: Mapping[Item, int], context: Context | None = None) -> list[str]:
    return [fault.key for fault in judge(values, context or known())]


def without(values: Mapping[Item, int], *items: Item) -> dict[Item, int]:
    return {item: value for item, value in values.items() if item not in items}


@pytest.mark.parametrize(
    ("kind", "values"), [(PRIMARY, SCHOOL), (PRIVATE, PRIVATE_SCHOOL), (HOSPITAL, WARD)]
)
def test_a_careful_declaration_breaks_no_rule(kind: Kind, values: dict[Item, int]) -> None:
    assert judge(values, known(kind)) == ()


def test_a_negative_value_is_refused_by_name() -> None:
    (fault,) = judge({**SCHOOL, Item.CASH_COUNT: -1}, known())
    assert (fault.rule, fault.item, fault.severity) == (
        Rule.VALUE_NOT_NEGATIVE, Item.CASH_COUNT, Severity.REFUSE,
    )  # fmt: skip
    assert sentence(fault) == "“Số giao dịch tiền mặt” là -1: không được âm."


@pytest.mark.parametrize(
    ("item", "value"),
    [
        (Item.ONLINE_TEACHING, 2),
        (Item.EQUIPPED_ON, 20250230),
        (Item.EQUIPPED_ON, 19891231),
        (Item.ACCEPTS_ON, 20251301),
        (Item.QR_VND, 10**15 + 1),
    ],
)
def test_a_value_no_item_can_have_is_refused(item: Item, value: int) -> None:
    assert f"value_in_its_range:{item.value}" in names({**SCHOOL, item: value})


def test_electronic_records_have_three_steps() -> None:
    assert names({**WARD, Item.EMR_STATE: 3}, known(HOSPITAL)) == ["value_in_its_range:emr_state"]


def test_a_school_is_not_asked_for_hospital_fees() -> None:
    values = {**SCHOOL, Item.HOSPITAL_FEE_DUE_VND: 1}
    assert names(values) == ["item_is_asked_for:hospital_fee_due_vnd"]


def test_a_mandatory_item_may_be_nought_but_not_left_out() -> None:
    assert names(without(SCHOOL, Item.CASH_COUNT)) == ["mandatory_item_is_there:cash_count"]
    assert names({**SCHOOL, Item.CASH_COUNT: 0, Item.CASH_VND: 0}) == []


def test_a_facility_with_bookings_may_leave_out_its_money() -> None:
    values = without(PRIVATE_SCHOOL, *MONEY, Item.TUITION_COLLECTED_VND, Item.TUITION_CASHLESS_VND)
    booked = {Method.QR: Booked(1, 50_000)}
    assert names(values, known(PRIVATE, booked=booked)) == []


def test_a_part_needs_its_whole() -> None:
    kind = Kind(Sector.EDUCATION, Level.MULTI_LEVEL, Ownership.PUBLIC)
    values = {
        **without(SCHOOL, Item.LESSONS_TOTAL_PRIMARY),
    }
    assert names(values, known(kind)) == ["whole_is_there:lessons_online_primary"]


@pytest.mark.parametrize(
    ("kind", "values", "part", "whole", "rule"),
    [
        (HOSPITAL, {**WARD, Item.QR_VND: 30_000_000}, Item.HOSPITAL_FEE_CASHLESS_VND,
         Item.HOSPITAL_FEE_DUE_VND, "hospital_fee_cashless_within_due"),
        (PRIVATE, {**PRIVATE_SCHOOL, Item.QR_VND: 30_000_000}, Item.TUITION_CASHLESS_VND,
         Item.TUITION_COLLECTED_VND, "tuition_cashless_within_collected"),
        (PRIMARY, SCHOOL, Item.LESSONS_ONLINE_PRIMARY, Item.LESSONS_TOTAL_PRIMARY,
         "lessons_online_within_total"),
        (PRIMARY, SCHOOL, Item.PUPILS_WITH_E_TRANSCRIPT, Item.PUPILS,
         "e_transcripts_within_pupils"),
    ],
)  # fmt: skip
def test_a_share_over_a_hundred_percent_is_refused(
    kind: Kind, values: dict[Item, int], part: Item, whole: Item, rule: str
) -> None:
    assert names({**values, part: values[whole]}, known(kind)) == []
    (fault,) = judge({**values, part: values[whole] + 1}, known(kind))
    assert (fault.key, fault.severity) == (f"{rule}:{part.value}", Severity.REFUSE)
    assert "100%" in sentence(fault)


def test_fees_paid_without_cash_above_all_cashless_money_are_flagged() -> None:
    values = {**WARD, Item.HOSPITAL_FEE_CASHLESS_VND: 12_600_001}
    (fault,) = judge(values, known(HOSPITAL))
    assert fault.key == "fee_cashless_within_cashless:hospital_fee_cashless_vnd"
    assert fault.severity is Severity.FLAG
    assert names({**values, Item.HOSPITAL_FEE_CASHLESS_VND: 12_600_000}, known(HOSPITAL)) == []


def test_a_value_without_a_count_is_refused_and_the_reverse_too() -> None:
    assert names({**SCHOOL, Item.CARD_VND: 1}) == ["no_value_without_count:card_vnd"]
    assert names({**SCHOOL, Item.CARD_COUNT: 1}) == ["no_count_without_value:card_count"]


@pytest.mark.parametrize(
    ("count", "value_vnd", "is_odd"),
    [(10, 10_000, False), (10, 9_999, True), (1, 60_000_000, False), (1, 60_000_001, True)],
)
def test_an_average_payment_beyond_belief_is_flagged(
    count: int, value_vnd: int, is_odd: bool
) -> None:
    found = names({**SCHOOL, Item.CARD_COUNT: count, Item.CARD_VND: value_vnd})
    assert found == (["average_is_plausible:card_vnd"] if is_odd else [])


def test_a_month_that_has_not_begun_is_refused() -> None:
    (fault,) = judge(SCHOOL, known(month=Month(2026, 11)))
    assert (fault.key, fault.severity) == ("month_has_begun", Severity.REFUSE)
    assert sentence(fault) == "Tháng 11/2026 chưa đến: chưa thể khai."


def test_a_month_that_is_not_over_is_flagged() -> None:
    assert names(SCHOOL, known(month=Month(2026, 10))) == ["month_is_over"]
    assert names(SCHOOL, known(month=Month(2026, 10), today=date(2026, 11, 1))) == []


def test_a_month_before_the_facility_existed_is_refused() -> None:
    (fault,) = judge(SCHOOL, known(stood_in_month=False))
    assert (fault.key, fault.severity) == ("facility_stood_in_month", Severity.REFUSE)


def test_a_day_that_is_still_to_come_is_refused() -> None:
    assert names({**SCHOOL, Item.ACCEPTS_ON: 20261006}) == ["day_is_not_ahead:accepts_on"]
    assert names({**SCHOOL, Item.ACCEPTS_ON: 20261005}) == []


def test_nobody_accepts_before_being_equipped() -> None:
    values = {**SCHOOL, Item.ACCEPTS_ON: 20240104}
    assert names(values) == ["accepts_after_equipped:accepts_on"]
    assert names({**SCHOOL, Item.ACCEPTS_ON: 20240105}) == []


def test_payments_without_equipment_or_without_a_first_day_are_flagged() -> None:
    values = without(SCHOOL, Item.EQUIPPED_ON, Item.ACCEPTS_ON)
    assert names(values) == ["used_is_equipped:equipped_on", "used_is_accepted:accepts_on"]


def test_days_of_earlier_months_hold() -> None:
    values = without(SCHOOL, Item.EQUIPPED_ON, Item.ACCEPTS_ON)
    standing = {Item.EQUIPPED_ON: 20230101, Item.ACCEPTS_ON: 20230101}
    assert names(values, known(standing=standing)) == []
    values[Item.ACCEPTS_ON] = 20221231
    assert names(values, known(standing=standing)) == ["accepts_after_equipped:accepts_on"]


def test_a_month_far_from_the_facilitys_own_is_flagged() -> None:
    months = (38, 40, 41, 39, 42, 40)
    assert names(SCHOOL, known(history={Item.QR_COUNT: months})) == []
    (fault,) = judge({**SCHOOL, Item.QR_COUNT: 400}, known(history={Item.QR_COUNT: months}))
    assert fault.key == "near_its_own_history:qr_count"
    assert fault.facts == {"value": 400, "usual": 40, "months": 6}
    assert names({**SCHOOL, Item.QR_COUNT: 400}, known(history={Item.QR_COUNT: months[1:]})) == []


def test_less_than_what_is_booked_here_is_refused() -> None:
    context = known(booked={Method.QR: Booked(41, 12_600_001), Method.WEB: Booked(1, 1)})
    (fault,) = judge(SCHOOL, context)
    assert (fault.key, fault.severity) == ("not_below_booked", Severity.REFUSE)
    assert "42 giao dịch, 12.600.002" in sentence(fault)
    assert names(SCHOOL, known(booked={Method.QR: Booked(42, 12_600_000)})) == []


def test_much_more_than_what_is_booked_here_is_flagged() -> None:
    assert names(SCHOOL, known(booked={Method.CARD: Booked(1, 10_500_000)})) == []
    (fault,) = judge(SCHOOL, known(booked={Method.CARD: Booked(1, 10_499_999)}))
    assert (fault.key, fault.severity) == ("not_far_above_booked", Severity.FLAG)


def test_cash_is_held_against_booked_cash() -> None:
    assert names(SCHOOL, known(booked={Method.CASH: Booked(11, 3_000_000)})) == [
        "not_below_booked:cash_vnd"
    ]


def test_every_rule_has_its_sentence_and_every_item_its_name() -> None:
    assert set(RULES) == set(Rule)
    assert set(ITEMS) == set(Item)
    assert len(set(ITEMS.values())) == len(Item)
    for rule in Rule:
        facts = dict.fromkeys(
            ("value", "part", "whole", "count", "value_vnd", "least_vnd", "most_vnd", "usual",
             "months", "booked_count", "booked_vnd", "percent"), 7,
        )  # fmt: skip
        words = dict.fromkeys(("month", "day", "accepts", "equipped"), "x")
        fault = Fault(rule, Item.QR_VND, {**facts, **words, "whole_item": "pupils"})
        assert "%(" not in sentence(fault)


def test_what_is_asked_depends_on_the_kind_of_facility() -> None:
    def asked(kind: Kind) -> set[Item]:
        return {one.item for one in asked_of(kind)} - set(MONEY)

    assert asked(STATION) == {
        Item.HOSPITAL_FEE_DUE_VND, Item.HOSPITAL_FEE_CASHLESS_VND, Item.TELEHEALTH_SESSIONS,
    }  # fmt: skip
    assert asked(COLLEGE) == {
        Item.TUITION_COLLECTED_VND, Item.TUITION_CASHLESS_VND, Item.DIGITISED_MATERIALS,
        Item.PORTAL_TUITION, Item.PORTAL_TUITION_ON,
    }  # fmt: skip
    assert {Item.EMR_STATE, Item.EMR_PAPERLESS_ON} <= asked(HOSPITAL)
    assert Item.LESSONS_TOTAL_LOWER_SECONDARY not in asked(PRIMARY)


def test_a_day_is_kept_as_a_number_that_can_be_read() -> None:
    assert day_value(date(2026, 9, 30)) == 20260930
    assert day_of(20260930) == date(2026, 9, 30)
    assert day_of(20260931) is None
    assert written_day(20260930) == "30/09/2026"


def test_only_these_moves_are_allowed() -> None:
    assert [f"{old}>{new}" for old, new in DECLARATION_STATES.pairs()] == [
        "draft>submitted", "submitted>returned", "submitted>verified", "returned>draft",
        "returned>submitted", "verified>approved", "verified>returned",
    ]  # fmt: skip
    assert DECLARATION_STATES.is_last(State.APPROVED)


def test_the_month_is_named_as_forms_write_it() -> None:
    assert SEPTEMBER.label == "09/2026"


@pytest.mark.parametrize(
    ("item", "value"),
    [
        (Item.QR_VND, 10**15),
        (Item.EQUIPPED_ON, 19900101),
        (Item.ACCEPTS_ON, 21001231),
        (Item.ONLINE_TEACHING, 1),
    ],
)
def test_the_outermost_value_of_an_item_is_in_its_range(item: Item, value: int) -> None:
    assert f"value_in_its_range:{item.value}" not in names({**SCHOOL, item: value})


def test_a_month_has_begun_on_its_first_day() -> None:
    october = known(month=Month(2026, 10), today=date(2026, 10, 1))
    assert names(SCHOOL, october) == ["month_is_over"]

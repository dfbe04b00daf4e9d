"""The rules a declaration is held against: their names, and how grave each is. No database."""

from __future__ import annotations

import enum


class Severity(enum.StrEnum):
    """A refusal cannot be submitted; a flag can, with an explanation."""

    REFUSE = "refuse"
    FLAG = "flag"


class Rule(enum.StrEnum):
    """Every rule by its name, in the manner of DHIS2's validation rules."""

    VALUE_NOT_NEGATIVE = "value_not_negative"
    VALUE_IN_ITS_RANGE = "value_in_its_range"
    ITEM_IS_ASKED_FOR = "item_is_asked_for"
    MANDATORY_ITEM_IS_THERE = "mandatory_item_is_there"
    WHOLE_IS_THERE = "whole_is_there"
    HOSPITAL_FEE_CASHLESS_WITHIN_DUE = "hospital_fee_cashless_within_due"
    TUITION_CASHLESS_WITHIN_COLLECTED = "tuition_cashless_within_collected"
    LESSONS_ONLINE_WITHIN_TOTAL = "lessons_online_within_total"
    E_TRANSCRIPTS_WITHIN_PUPILS = "e_transcripts_within_pupils"
    FEE_CASHLESS_WITHIN_CASHLESS = "fee_cashless_within_cashless"
    NO_VALUE_WITHOUT_COUNT = "no_value_without_count"
    NO_COUNT_WITHOUT_VALUE = "no_count_without_value"
    AVERAGE_IS_PLAUSIBLE = "average_is_plausible"
    MONTH_HAS_BEGUN = "month_has_begun"
    MONTH_IS_OVER = "month_is_over"
    FACILITY_STOOD_IN_MONTH = "facility_stood_in_month"
    DAY_IS_NOT_AHEAD = "day_is_not_ahead"
    ACCEPTS_AFTER_EQUIPPED = "accepts_after_equipped"
    USED_IS_EQUIPPED = "used_is_equipped"
    USED_IS_ACCEPTED = "used_is_accepted"
    NEAR_ITS_OWN_HISTORY = "near_its_own_history"
    NOT_BELOW_BOOKED = "not_below_booked"
    NOT_FAR_ABOVE_BOOKED = "not_far_above_booked"

    @property
    def severity(self) -> Severity:
        """How grave a breach of it is."""
        return Severity.FLAG if self in _FLAGS else Severity.REFUSE


_FLAGS = frozenset(
    {
        Rule.FEE_CASHLESS_WITHIN_CASHLESS,
        Rule.AVERAGE_IS_PLAUSIBLE,
        Rule.MONTH_IS_OVER,
        Rule.USED_IS_EQUIPPED,
        Rule.USED_IS_ACCEPTED,
        Rule.NEAR_ITS_OWN_HISTORY,
        Rule.NOT_FAR_ABOVE_BOOKED,
    }
)

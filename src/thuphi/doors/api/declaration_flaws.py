"""What is wrong with a declaration, in words for whoever writes the software."""

from __future__ import annotations

from collections.abc import Mapping

from thuphi.oversight.declarations.labels import sentence
from thuphi.oversight.declarations.rules import Fault, Rule

from .problems import Flawed, pointer
from .words import Words

ENGLISH: Mapping[Rule, str] = {
    Rule.VALUE_NOT_NEGATIVE: "{item} is {value}: it must not be negative.",
    Rule.VALUE_IN_ITS_RANGE: "{item} does not take {value}.",
    Rule.ITEM_IS_ASKED_FOR: "{item} is not asked of this kind of facility: leave it out.",
    Rule.MANDATORY_ITEM_IS_THERE: "{item} is missing: send 0 when there was nothing.",
    Rule.WHOLE_IS_THERE: "{item} is there and {whole_item} is not: send both.",
    Rule.HOSPITAL_FEE_CASHLESS_WITHIN_DUE: "{item} ({part}) is more than is due ({whole}).",
    Rule.TUITION_CASHLESS_WITHIN_COLLECTED: "{item} ({part}) is more than collected ({whole}).",
    Rule.LESSONS_ONLINE_WITHIN_TOTAL: "{item} ({part}) is more than {whole_item} ({whole}).",
    Rule.E_TRANSCRIPTS_WITHIN_PUPILS: "{item} ({part}) is more than the pupils ({whole}).",
    Rule.FEE_CASHLESS_WITHIN_CASHLESS: "{item} ({part}) is more than all cashless ({whole}).",
    Rule.NO_VALUE_WITHOUT_COUNT: "{item} is {value_vnd} with a count of 0.",
    Rule.NO_COUNT_WITHOUT_VALUE: "{item} is {count} with a value of 0.",
    Rule.AVERAGE_IS_PLAUSIBLE: (
        "{item}: {value_vnd} in {count} payments; one is usually {least_vnd} to {most_vnd}."
    ),
    Rule.MONTH_HAS_BEGUN: "The month {month} has not begun.",
    Rule.MONTH_IS_OVER: "The month {month} is not over: figures may be incomplete.",
    Rule.FACILITY_STOOD_IN_MONTH: "The facility was not at work in {month}.",
    Rule.DAY_IS_NOT_AHEAD: "{item} is {day}, which has not come.",
    Rule.ACCEPTS_AFTER_EQUIPPED: "accepts_on ({accepts}) is before equipped_on ({equipped}).",
    Rule.USED_IS_EQUIPPED: "{count} cashless payments, and equipped_on is not declared.",
    Rule.USED_IS_ACCEPTED: "{count} cashless payments, and accepts_on is not declared.",
    Rule.NEAR_ITS_OWN_HISTORY: "{item} is {value}, far from the usual {usual} of {months} months.",
    Rule.NOT_BELOW_BOOKED: (
        "{count} payments, {value_vnd}: less than the {booked_count}, {booked_vnd} booked here."
    ),
    Rule.NOT_FAR_ABOVE_BOOKED: (
        "{value_vnd} is more than {percent} percent above the {booked_vnd} booked here."
    ),
}


def told(fault: Fault) -> str:
    """What is wrong, in the language of the request."""
    facts = {**fault.facts, "item": "" if fault.item is None else fault.item.value}
    english = ENGLISH[fault.rule].format(**facts)
    # Sentences are put in as they are: their braces would be names of facts.
    return Words("{said}", "{meant}").said(said=sentence(fault), meant=english)


def flawed(fault: Fault, *, has_values: bool) -> Flawed:
    """One fault with its place: a value of the request, or the explanation it lacks."""
    if fault.item is None:
        place = "#/values" if has_values else "#/explanations"
    elif has_values:
        place = pointer(("values", fault.item.value))
    else:
        place = pointer(("explanations", fault.key))
    return Flawed(detail=told(fault), pointer=place, code=fault.rule.value)

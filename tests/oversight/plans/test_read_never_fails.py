"""Whatever is done to a plan's text, the answer is a plan or all its faults, and never a crash."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.oversight.plans.texts import SMALL
from thuphi.oversight.plans import reading
from thuphi.oversight.plans.errors import PlanUnreadable
from thuphi.oversight.plans.rules import Plan

LINES = SMALL.splitlines()
VALUES = st.sampled_from(
    ["1", "-1", "99999999999999999999", "1.5", "nan", "true", '""', '"\\u0000"', "[]", "{}", "[[]]",
     "[1, 'a']", "0001-01-01", "9999-12-31", "12:00:00", "2026-01-01T00:00:00Z", '"ALL_UNITS"',
     "[{}]", "{a=1}", '"STTTT"', '["STTTT", "STTTT"]', "2000-01-01", "", '"', "[", "'''"]
)  # fmt: skip
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["drop", "double", "swap", "value", "cut", "insert"]),
        st.integers(0, len(LINES) - 1),
        st.integers(0, len(LINES) - 1),
        VALUES,
    ),
    min_size=1,
    max_size=5,
)


def spoil(deeds: list[tuple[str, int, int, str]]) -> str:
    """The small plan after these deeds, each on a line of it."""
    lines = list(LINES)
    for deed, first, second, value in deeds:
        one, other = first % max(1, len(lines)), second % max(1, len(lines))
        match deed:
            case "drop":
                del lines[one : one + 1]
            case "double":
                lines.insert(other, lines[one] if lines else "")
            case "swap" if lines:
                lines[one], lines[other] = lines[other], lines[one]
            case "value" if lines:
                lines[one] = f"{lines[one].partition('=')[0]}= {value}"
            case "cut" if lines:
                lines[one] = lines[one][: len(lines[one]) // 2]
            case _:
                lines.insert(one, value)
    return "\n".join(lines)


def answer(text: str) -> Plan | PlanUnreadable:
    """What reading says."""
    try:
        return reading.read(text, name="x.toml")
    except PlanUnreadable as refused:
        return refused


@settings(max_examples=400, deadline=None)
@given(DEEDS)
def test_a_spoilt_plan_is_read_or_refused(
    deeds: list[tuple[str, int, int, str]],
) -> None:
    text = spoil(deeds)
    told = answer(text)
    if isinstance(told, PlanUnreadable):
        assert told.faults
        assert all(1 <= fault.line <= text.count("\n") + 1 for fault in told.faults)
        assert all(fault.reason for fault in told.faults)
        assert list(told.faults) == sorted(set(told.faults))
    else:
        assert told.targets


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
@example("\ud800")
@example("\x00")
@example("a.b.c = 1")
def test_any_text_at_all_is_refused(text: str) -> None:
    assert isinstance(answer(text), PlanUnreadable)

"""Who answers for a plan's agency on a day, and who has to report."""

from __future__ import annotations

from datetime import date

import pytest

from tests.oversight.plans.texts import SMALL
from thuphi.oversight.plans import answering, reading
from thuphi.oversight.plans.errors import AgencyUnknown
from thuphi.oversight.plans.shelf import shipped

PLANS = {one.id: one for one in shipped()}
BG = PLANS["BG2022"]


@pytest.mark.parametrize(
    ("code", "on", "answers"),
    [
        ("STTTT", date(2022, 6, 1), "STTTT"),
        ("STTTT", date(2025, 2, 28), "STTTT"),
        ("STTTT", date(2025, 3, 1), "SKHCN"),
        ("NHNN", date(2025, 3, 1), "NHNN_KV"),
        ("UBND_HUYEN", date(2025, 6, 30), "UBND_HUYEN"),
        ("UBND_HUYEN", date(2025, 7, 1), "UBND_XA"),
        ("SYT", date(2026, 1, 1), "SYT"),
    ],
)
def test_the_successor_answers_from_its_day(code: str, on: date, answers: str) -> None:
    assert answering.answering_on(BG, code, on).code == answers


def test_parts_of_the_work_went_elsewhere() -> None:
    assert answering.parts_on(BG, "STTTT", date(2025, 2, 28)) == ()
    parts = answering.parts_on(BG, "STTTT", date(2025, 3, 1))
    assert [(what, office.code) for what, office in parts] == [
        ("báo chí, xuất bản, thông tin cơ sở", "SVHTTDL"),
        ("an toàn thông tin mạng, an ninh mạng", "CAT"),
    ]


def test_a_chain_of_successors_is_followed_to_its_end() -> None:
    text = SMALL.replace(
        'kind = "science_department"',
        'kind = "science_department"\nuntil = 2026-09-01\n'
        'successors = [{ agency = "CAT", from = 2026-09-01 }]',
    )
    plan = reading.read(text, name="")
    assert answering.answering_on(plan, "STTTT", date(2026, 8, 31)).code == "SKHCN"
    assert answering.answering_on(plan, "STTTT", date(2026, 9, 1)).code == "CAT"


def test_an_agency_that_the_plan_does_not_name_is_refused() -> None:
    with pytest.raises(AgencyUnknown):
        answering.answering_on(BG, "SXD", date(2026, 1, 1))


def test_the_units_of_bac_giang_are_those_that_lead_its_tasks() -> None:
    first, second, _ = BG.duties
    assert answering.reporting_units(BG, first) == (
        "SGDDT", "SYT", "NHNN", "DH_CD_TC", "UBND_HUYEN", "BAO_DAI",
    )  # fmt: skip
    assert answering.reporting_units(BG, second) == ("STTTT",)


def test_who_takes_a_part_of_the_work_answers_for_nothing_else_wherever_it_is_written() -> None:
    whole = '    { agency = "SKHCN", from = 2026-03-01 },\n'
    part = '    { agency = "CAT", from = 2026-03-01, what = "an ninh mạng" },\n'
    assert whole + part in SMALL
    plan = reading.read(SMALL.replace(whole + part, part + whole), name="")
    assert answering.answering_on(plan, "STTTT", date(2026, 3, 1)).code == "SKHCN"

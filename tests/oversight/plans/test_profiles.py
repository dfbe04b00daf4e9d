"""The five shipped plans are complete."""

from __future__ import annotations

from datetime import date

import pytest

from thuphi.oversight.plans import reading, words
from thuphi.oversight.plans.rules import (
    Comparator,
    Indicator,
    Modality,
    Periodicity,
    Plan,
    Sector,
    Urban,
)
from thuphi.oversight.plans.shelf import PROFILES, shipped
from thuphi.registers.agencies.models import AgencyKind
from thuphi.registers.facilities import rules as facilities
from thuphi.registers.facilities.models import Level, Ownership, Tier
from thuphi.registers.facilities.models import Sector as RegisterSector
from thuphi.registers.places.rules import Level as PlaceLevel

E, H = "education", "health"
T22, T25 = "2022-12-31", "2025-12-31"
P, IU, U, A = "PLATFORM_ADOPT", "CASHLESS_INSTALL_USE", "CASHLESS_USE", "CASHLESS_ACCEPT"
N, V = "TXN_COUNT_SHARE", "TXN_VALUE_SHARE"
C = "ONLINE_CURRICULUM_SHARE"
TARGETS = """
NAT-T1 E P ge 50 T22 stated | NAT-T2 H P ge 50 T22 stated | NAT-T3 E IU ge 50 T22 stated
NAT-T4 H IU ge 50 T22 stated | NAT-T5 E N ge 50 T22 stated | NAT-T6 E V ge 50 T22 stated
NAT-T7 H N ge 50 T22 stated | NAT-T8 H V ge 50 T22 stated
BG-T1 E P ge 50 T22 minimum | BG-T2 H P ge 50 T22 minimum | BG-T3 E IU ge 50 T22 minimum
BG-T4 H IU ge 50 T22 minimum | BG-T5 E N ge 50 T22 minimum | BG-T6 E V ge 50 T22 minimum
BG-T7 H N ge 50 T22 minimum | BG-T8 H V ge 50 T22 minimum
TH-T1 E P ge 50 T22 stated | TH-T2 H P ge 50 T22 stated | TH-T3 E U ge 100 T22 stated
TH-T4 H U ge 100 T22 stated | TH-T5 E N gt 50 T22 stated | TH-T6 H N gt 50 T22 stated
AG-T1 E P ge 50 T22 stated | AG-T2 H P ge 50 T22 stated | AG-T3 E U ge 50 T22 stated
AG-T4 H U ge 50 T22 stated | AG-T5 E N gt 50 T22 stated | AG-T6 H N gt 50 T22 stated
AG-T7 E ONLINE_TEACHING_DEPLOYED ge 100 T22 stated | AG-T8 E C ge 25 T22 pilot_minimum
AG-T9 E C ge 15 T22 pilot_minimum | AG-T10 E C ge 10 T22 pilot_minimum
HY-T1 E P ge 50 T22 strive | HY-T2 H P ge 50 T22 strive | HY-T3 H U ge 50 T22 minimum
HY-T4 H HOSPITAL_FEE_VALUE_SHARE_OF_DUE ge 50 T22 stated | HY-T5 E A ge 100 T22 strive
HY-T6 E U ge 100 T25 strive | HY-T7 E TUITION_VALUE_SHARE_OF_COLLECTED ge 50 T25 strive
HY-T8 E PORTAL_ONLINE_TUITION ge 100 T25 strive | HY-T9 H A ge 100 T25 strive
"""
SHORT = {"E": E, "H": H, "T22": T22, "T25": T25, "P": P, "IU": IU, "U": U, "A": A, "N": N, "V": V,
         "C": C}  # fmt: skip


def plan(id: str) -> Plan:
    return {one.id: one for one in shipped()}[id]


def test_the_numbers_of_things_are_those_of_the_papers() -> None:
    counted = {
        one.id: (
            len(one.targets),
            len(one.tasks),
            len(one.facility_rules),
            len(one.duties),
            len(one.legal_bases),
        )
        for one in shipped()
    }
    assert counted == {
        "NAT2022": (8, 9, 0, 0, 3),
        "BG2022": (8, 21, 7, 3, 2),
        "TH2022": (6, 16, 4, 6, 3),
        "AG2022": (10, 26, 8, 4, 5),
        "HY2022_2025": (9, 3, 0, 0, 6),
    }


def test_every_target_has_its_indicator_goal_day_and_modality() -> None:
    rows = [row.split() for line in TARGETS.strip().splitlines() for row in line.split(" | ")]
    wanted = [tuple(SHORT.get(cell, cell) for cell in row) for row in rows]
    told = [
        (
            one.id,
            one.sector.value,
            one.indicator.value,
            one.comparator.value,
            str(one.goal),
            one.due_on.isoformat(),
            one.modality.value,
        )
        for each in shipped()
        for one in each.targets
    ]
    assert told == wanted
    assert len(told) == 41


def test_scopes_speak_the_words_of_the_register() -> None:
    scopes = {one.id: one.scope for each in shipped() for one in each.targets}
    assert scopes["TH-T6"].levels == {"hospital"}
    assert scopes["TH-T6"].tiers == {"province"}
    assert scopes["HY-T8"].levels == {"university", "college"}
    assert {id for id, scope in scopes.items() if scope.is_urban_only} == {
        "HY-T5", "HY-T6", "HY-T7", "HY-T9",
    }  # fmt: skip
    assert {id for id, scope in scopes.items() if scope.platform_list} == {"AG-T1", "AG-T2"}
    assert scopes["AG-T1"].platform_list == "QD186"
    assert scopes["AG-T8"].curriculum_level == "upper_secondary"
    assert scopes["AG-T8"].levels == {"upper_secondary", "multi_level"}
    assert scopes["AG-T10"].curriculum_level == "primary"


def test_only_the_pilots_have_a_day_that_is_assumed() -> None:
    assumed = {one.id for each in shipped() for one in each.targets if one.due_is_assumed}
    assert assumed == {"AG-T8", "AG-T9", "AG-T10"}


def test_a_wrong_reference_of_the_paper_is_kept_beside_the_right_one() -> None:
    tasks = {one.id: one for one in plan("AG2022").tasks}
    assert tasks["AG-K2.2"].reference == "IV.2.2; VI.2"
    assert tasks["AG-K2.2"].original_reference == "VI.2: khoản 2, khoản 3, phần III"
    assert tasks["AG-K4a"].reference == "IV.4; VI.3"
    assert tasks["AG-K4a"].original_reference == "VI.3: khoản 4, phần III"
    assert tasks["AG-K1.2"].original_reference == ""


def test_three_leads_are_shared_and_spending_is_marked() -> None:
    shared = {one.id for each in shipped() for one in each.tasks if one.is_shared_lead}
    assert shared == {
        "BG-K3a", "BG-K3b", "TH-K3a", "TH-K3b", "AG-K3.1a", "AG-K3.1b", "AG-K3.1c",
    }  # fmt: skip
    assert [one.id for one in plan("BG2022").tasks if one.is_outgoing] == ["BG-K9b"]
    assert [one.id for one in plan("NAT2022").tasks if one.is_mandatory_content] == ["NAT-K6"]


def test_duties_have_their_deadlines_and_routes() -> None:
    first, second, third = plan("BG2022").duties
    assert first.deadline is not None
    assert first.deadline.before_day == 20
    assert not first.deadline.is_inclusive
    assert second.deadline is not None
    assert second.deadline.before_day == 25
    assert second.aggregates == ("BG-REP1",)
    assert third.periodicity is Periodicity.AD_HOC
    half = plan("TH2022").duties[0]
    assert half.via == "STTTT"
    assert half.deadline is not None
    assert (half.deadline.before_day, half.deadline.before_month) == (30, 6)


def test_offices_of_2022_have_their_successors() -> None:
    office = plan("BG2022").agency("STTTT")
    assert office.until_on == date(2025, 3, 1)
    assert [(heir.agency, heir.what) for heir in office.successors] == [
        ("SKHCN", ""),
        ("SVHTTDL", "báo chí, xuất bản, thông tin cơ sở"),
        ("CAT", "an toàn thông tin mạng, an ninh mạng"),
    ]
    assert plan("TH2022").agency("UBND_HUYEN").until_on == date(2025, 7, 1)


@pytest.mark.parametrize("one", shipped(), ids=lambda one: one.id)
def test_townships_are_urban_until_the_reform(one: Plan) -> None:
    assert one.urban_on(date(2025, 6, 30)) is Urban.WARDS_AND_TOWNSHIPS
    assert one.urban_on(date(2025, 7, 1)) is Urban.WARDS


def test_the_four_unified_fields_are_only_an_giangs() -> None:
    assert [one.id for one in shipped() if one.unified_fields] == ["AG2022"]
    assert len(plan("AG2022").unified_fields) == 4
    assert plan("BG2022").min_methods_ready == {Sector.EDUCATION: 3, Sector.HEALTH: 3}
    assert plan("TH2022").min_methods_ready == {}


def test_every_plan_says_what_it_leaves_open() -> None:
    assert all(one.ambiguities for one in shipped())


def test_words_are_those_of_the_registers() -> None:
    for sector in Sector:
        levels = facilities.LEVELS[RegisterSector(sector.value)]
        assert words.LEVELS[sector] == {level.value for level in levels}
    assert {level.value for level in Level} == words.ALL_LEVELS
    assert {tier.value for tier in Tier} == words.TIERS
    assert {one.value for one in Ownership} == words.OWNERSHIPS
    assert {kind.value for kind in AgencyKind} == words.AGENCY_KINDS
    assert {level.value for level in PlaceLevel} == words.AGENCY_LEVELS


def test_every_file_of_the_folder_is_shipped_once() -> None:
    read = {reading.read_file(file).id for file in PROFILES.glob("*.toml")}
    told = [one.id for one in shipped()]
    assert told == ["NAT2022", "BG2022", "TH2022", "AG2022", "HY2022_2025"]
    assert set(told) == read


def test_comparators_and_modalities_are_all_in_use() -> None:
    targets = [one for each in shipped() for one in each.targets]
    assert {one.comparator for one in targets} == set(Comparator)
    assert {one.modality for one in targets} == set(Modality)
    assert {one.indicator for one in targets} == set(Indicator)

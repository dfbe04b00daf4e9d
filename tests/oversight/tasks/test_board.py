"""Every task of a plan stands on the board with its leads, then and now (M68, M69, M70, M114)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.oversight.reports import offices as builders
from tests.oversight.reports.offices import Offices, officer
from tests.oversight.tasks import boards
from tests.oversight.tasks.boards import AT, ON
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM, NotAllowed
from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.tasks import actions, queries
from thuphi.oversight.tasks.models import TaskItem, TaskPart
from thuphi.oversight.tasks.rules import PartState


def test_every_task_of_the_plan_is_on_the_board_in_its_order(bac_giang: Offices) -> None:
    assert boards.opened(bac_giang) == 21
    shown = boards.board(bac_giang)
    assert [one.task for one in shown.cards] == list(builders.plan("BG2022").tasks)
    assert {one.state for one in shown.cards} == {PartState.NOT_STARTED}


def test_shared_leads_and_every_district_have_their_own_part(bac_giang: Offices) -> None:
    boards.opened(bac_giang)
    shared = boards.card(bac_giang, "BG-K3a")
    assert [one.agency_name for one in shared.parts] == ["Sở Giáo dục và Đào tạo", "Sở Y tế"]
    assert shared.is_shared
    local = boards.card(bac_giang, "BG-K10")
    assert {one.agency_id for one in local.parts} == {one.pk for one in bac_giang.local}
    assert {one.agency_id for one in local.supports} == {
        bac_giang.education.pk,
        bac_giang.health.pk,
    }


def test_a_lead_that_nobody_answers_for_is_named_by_its_code(bac_giang: Offices) -> None:
    boards.opened(bac_giang)
    bank = boards.card(bac_giang, "BG-K8a")
    assert (bank.parts, bank.unled, bank.state) == ((), ("NHNN",), PartState.NOT_STARTED)


def test_opening_again_adds_only_what_was_missing(bac_giang: Offices) -> None:
    boards.opened(bac_giang)
    events, parts = Event.objects.count(), TaskPart.objects.count()
    assert boards.opened(bac_giang) == 0
    assert (Event.objects.count(), TaskPart.objects.count()) == (events, parts)
    builders.found_state_bank(bac_giang)
    assert boards.opened(bac_giang) == 0
    assert TaskPart.objects.count() == parts + 3
    assert boards.card(bac_giang, "BG-K8a").unled == ()


def test_a_successor_takes_the_part_over_and_gets_no_second_one(bac_giang: Offices) -> None:
    boards.opened(bac_giang)
    science = builders.merge_information(bac_giang)
    later = datetime(2025, 3, 2, 9, 0, tzinfo=VIETNAM)
    boards.opened(bac_giang, at=later)
    card = boards.card(bac_giang, "BG-K5a", on=date(2025, 3, 2))
    (part,) = card.parts
    assert (part.agency_name, part.answering_id, part.answering_name) == (
        "Sở Thông tin và Truyền thông",
        science.pk,
        "Sở Khoa học và Công nghệ",
    )
    assert ("an toàn thông tin mạng, an ninh mạng", "Công an tỉnh Bắc Giang") in card.elsewhere
    assert boards.card(bac_giang, "BG-K5a").elsewhere == ()
    inbox = queries.inbox(agency_ids=[science.pk], on=date(2025, 3, 2))
    assert {one.task.id for one in inbox.leads} == {
        "BG-K4a", "BG-K4b", "BG-K5a", "BG-K5b", "BG-K6", "BG-K7",
    }  # fmt: skip
    actions.update_part(
        by=officer(science), part_id=part.id, state=PartState.DOING, percent=30, at=later
    )


def test_a_board_goes_with_its_province_over_a_reform(bac_giang: Offices) -> None:
    boards.opened(bac_giang)
    on = date(2025, 7, 2)
    bac_ninh = builders.province("24", on)
    assert bac_ninh.pk != bac_giang.place.pk
    shown = queries.board(plan=builders.plan("BG2022"), place=bac_ninh, on=on)
    assert len(shown.cards) == 21
    again = actions.open_board(
        by=SYSTEM,
        plan=builders.plan("BG2022"),
        place=bac_ninh,
        at=datetime(2025, 7, 2, 9, 0, tzinfo=VIETNAM),
    )
    assert (again, TaskItem.objects.count()) == (0, 21)


def test_each_office_finds_its_own_tasks_and_shared_ones_only(bac_giang: Offices) -> None:
    boards.opened(bac_giang)
    health = queries.inbox(agency_ids=[bac_giang.health.pk], on=ON)
    assert {one.task.id for one in health.leads} == {"BG-K2.1", "BG-K2.2", "BG-K3a", "BG-K3b"}
    assert {one.task.id for one in health.supports} == {"BG-K4a", "BG-K4b", "BG-K6", "BG-K10"}
    nobody = queries.inbox(agency_ids=[bac_giang.ministry.pk], on=ON)
    assert (nobody.leads, nobody.supports) == ((), ())


def test_the_board_is_grouped_by_group_and_lead(bac_giang: Offices) -> None:
    boards.opened(bac_giang)
    shown = boards.board(bac_giang)
    assert [one.task.id for one in shown.by_group()["ranking"]] == ["BG-K3b"]
    leads = shown.by_lead()
    assert len(leads["Sở Y tế", bac_giang.health.pk]) == 4
    assert sum(len(cards) for cards in leads.values()) == 6 + 4 + 6 + 2


def test_tasks_past_their_day_are_overdue_until_all_leads_are_done(db: None) -> None:
    thanh_hoa = builders.of_2022("38", districts=1)
    boards.opened(thanh_hoa, "TH2022")
    assert boards.board(thanh_hoa, "TH2022", date(2022, 12, 31)).overdue == ()
    late = boards.board(thanh_hoa, "TH2022", date(2023, 1, 1)).overdue
    assert len(late) == 13


def test_the_board_asks_a_fixed_number_of_questions(
    bac_giang: Offices, django_assert_num_queries: object
) -> None:
    boards.opened(bac_giang)
    plan = builders.plan("BG2022")
    assert callable(django_assert_num_queries)
    with django_assert_num_queries(5):
        queries.board(plan=plan, place=bac_giang.place, on=ON)


def test_only_the_machine_or_an_operator_opens_a_board(bac_giang: Offices) -> None:
    with pytest.raises(NotAllowed):
        actions.open_board(
            by=officer(bac_giang.information),
            plan=builders.plan("BG2022"),
            place=bac_giang.place,
            at=AT,
        )
    assert TaskItem.objects.count() == 0

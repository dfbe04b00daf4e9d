"""Rows for the tables that oversight works with, for the tests of constraints and guards."""

from __future__ import annotations

from datetime import date, timedelta

from tests import world as worlds
from tests.oversight.reports import filed as reports_at_work
from tests.oversight.reports import offices as offices_of
from tests.oversight.tasks import boards
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.periods import Month
from thuphi.oversight.declarations import actions as declarations
from thuphi.oversight.declarations.rules import Item
from thuphi.oversight.plans import actions as plans
from thuphi.oversight.plans.shelf import PROFILES
from thuphi.oversight.reports import actions as reports
from thuphi.oversight.tasks import actions as tasks
from thuphi.oversight.tasks.rules import PartState
from thuphi.registers.platforms import actions as platforms
from thuphi.registers.platforms.actions import NewPlatform, NewUse
from thuphi.registers.platforms.rules import Category
from thuphi.registers.staff.rules import Role

LATER = worlds.AT + timedelta(days=1)


def build(world: World) -> None:
    """A plan that was adopted, declarations, a platform in use."""
    _plan()
    _declarations(world)
    _reports(world)


def _plan() -> None:
    text = (PROFILES / "bg-2022.toml").read_text(encoding="utf-8")
    plans.adopt(by=SYSTEM, text=text, at=worlds.AT)


def _declarations(world: World) -> None:
    """A platform in use, a declaration that was sent back and one that was approved."""
    nga = worlds.person("nga", "Trịnh Thu Nga", Role.OFFICER, place_id=world.province.pk)
    _platform(world)
    for month in (Month(2026, 9), Month(2026, 8)):
        made = declarations.save(
            by=world.lan.actor, facility_id=world.a.id, month=month, values=_MONTH, at=LATER
        )
        declarations.add_evidence(
            by=world.lan.actor, declaration_id=made.pk, words="Sổ quỹ", at=LATER,
            upload=declarations.Upload("so-quy.pdf", b"%PDF-1.7"),
        )  # fmt: skip
        declarations.submit(
            by=world.lan.actor, declaration_id=made.pk, at=LATER,
            explanations={"average_is_plausible:cash_vnd": "Tiền nước uống"},
        )  # fmt: skip
        if month == Month(2026, 9):
            declarations.send_back(
                by=world.dung.actor, declaration_id=made.pk, reason="Xem lại", at=LATER
            )
        else:
            declarations.verify(by=world.dung.actor, declaration_id=made.pk, at=LATER)
            declarations.approve(by=nga.actor, declaration_id=made.pk, at=LATER)


def _platform(world: World) -> None:
    platform = platforms.register_platform(
        by=SYSTEM,
        platform=NewPlatform(
            name="Trường học số Ví Dụ", vendor="Công ty Ví Dụ", is_vietnamese=True,
            categories=[Category.LMS_ONLINE], source="https://example.vn/186",
        ),
        at=LATER,
    )  # fmt: skip
    platforms.list_platform(
        by=SYSTEM, platform_id=platform.pk, list_code="QD186", from_on=date(2022, 2, 11),
        source="Quyết định 186/QĐ-BTTTT", at=LATER,
    )  # fmt: skip
    use = NewUse(
        platform_id=platform.pk, category=Category.LMS_ONLINE, from_on=date(2024, 9, 1),
        evidence="Hợp đồng 12/2024",
    )  # fmt: skip
    made = platforms.declare_use(by=world.lan.actor, facility_id=world.a.id, use=use, at=LATER)
    platforms.decide_use(by=world.dung.actor, use_id=made.pk, approve=True, at=LATER)


_MONTH = {
    **{item: 0 for item in Item if item.value.endswith(("qr_count", "qr_vnd", "web_count",
       "web_vnd", "mobile_money_count", "mobile_money_vnd", "card_count", "card_vnd"))},
    Item.CASH_COUNT: 10, Item.CASH_VND: 5_000, Item.EQUIPPED_ON: 20240105,
    Item.ONLINE_TEACHING: 1, Item.LESSONS_TOTAL_PRIMARY: 400, Item.LESSONS_ONLINE_PRIMARY: 40,
    Item.PUPILS: 350,
}  # fmt: skip


def _reports(world: World) -> None:
    """Bắc Giang of 2022: reports on time, corrected, sent back, summed up; its board of tasks."""
    offices = offices_of.of_2022("24")
    at = reports_at_work.ON_TIME
    reports_at_work.owe(offices)
    by = offices_of.officer(offices.education)
    first = reports_at_work.filed(offices.education)
    second = reports.correct(by=by, filing_id=first.pk, reason="Sai số liệu.", at=at)
    reports.file(by=by, filing_id=second.pk, at=at)
    back = reports_at_work.filed(offices.health)
    information = offices_of.officer(offices.information)
    reports.send_back(by=information, filing_id=back.pk, reason="Thiếu phụ lục.", at=at)
    reports_at_work.drafted(offices.local[0])
    reports_at_work.filed(offices.information, "BG-REP2")
    reports.escalate(by=SYSTEM, at=at)
    plan = offices_of.plan("BG2022")
    told = reports.tell(
        by=by, plan=plan, place=offices.place, text="Thiếu máy POS.",
        agency_id=offices.education.pk, at=at,
    )  # fmt: skip
    reports.answer(by=information, difficulty_id=told.pk, text="Đã đề nghị ngân hàng.", at=at)
    reports.tell(
        by=world.hoa.actor, plan=plan, place=offices.place, text="Phụ huynh chưa quen.",
        facility_id=world.a.id, at=at,
    )  # fmt: skip
    boards.opened(offices)
    part = boards.part(offices, "BG-K5a", offices.information)
    tasks.update_part(
        by=information, part_id=part.pk, state=PartState.DONE, percent=100, evidence="QĐ 12", at=at
    )
    tasks.confirm(by=information, part_id=part.pk, at=at)
    tasks.comment(
        by=information,
        item_id=part.item_id,
        agency_id=offices.information.pk,
        text="Đã xong.",
        at=at,
    )
    for source in ("Ngân sách tỉnh", "Xã hội hóa"):
        money = tasks.fund(
            by=information, item_id=part.item_id, agency_id=offices.information.pk,
            source=source, amount_vnd=1_000_000, at=at,
        )  # fmt: skip
    tasks.strike_funding(by=information, funding_id=money.pk, reason="Ghi nhầm.", at=at)

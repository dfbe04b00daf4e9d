"""A whole month at one school, clicked through: the first morning, who takes what, the run, meals,
notices, money right and wrong, changes, reminders, what goes back, the books and the closing. The
same clicks write docs/huong-dan-ke-toan.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories import month_paid, month_planned
from tests.stories.guide import Guide
from tests.stories.month_told import Told, Visitor
from tests.stories.test_accountant_month import sign_in
from tests.stories.whole_month import opened

pytestmark = [pytest.mark.browser]


def test_a_whole_month_at_one_school(town: str, visitor: Visitor, tmp_path: Path) -> None:
    guide = Guide(
        "docs/huong-dan-ke-toan.md",
        "Một tháng thu tiền, từng bước",
        "Dành cho kế toán trường.",
        "Tên người và tên trường là tên đặt ra; hình chụp từ một tháng chạy thử,",
        "nút nào được nhắc là nút đã được bấm.",
    )
    with opened(town, tmp_path) as school:
        lan = sign_in(school.site, visitor(width=1280), school.world.lan)
        told = Told(school, guide, lan, visitor)
        for part in (
            month_planned.first_morning,
            month_planned.own_list,
            month_planned.registers,
            month_planned.plans_the_run,
            month_planned.brings_up_to_date,
            month_planned.writes_to_families,
            month_planned.teacher_ticks,
            month_paid.money_comes,
            month_paid.cash_by_class,
            month_paid.late_exemption,
            month_paid.price_cut,
            month_paid.settles_meals,
            month_paid.reminds,
            month_paid.pays_back,
            month_paid.prints_books,
            month_paid.closes,
        ):
            part(told)
    guide.close()

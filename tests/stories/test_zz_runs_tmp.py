from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import BrowserContext

from tests import world
from tests.stories import conftest as c
from tests.stories.conftest import Site
from tests.stories.test_desk_registers import sign_in
from tests.world import AT
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills import actions as bills
from thuphi.money.bills.rules import ExemptionKind, Period, days_of
from thuphi.money.closing.actions import close_run
from thuphi.money.payments import actions as payments
from thuphi.money.registrations import actions as registrations
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.actions import NewBeneficiary

pytestmark = [pytest.mark.browser]


def test_pictures(site: Site, visitor: Callable[..., BrowserContext]) -> None:
    made = world.build()
    a = made.a
    more = [NewBeneficiary(f"HS1{n:02}", f"Nguyễn Thị Hoài Thương {n}", class_name="2A", grade="2") for n in range(9)]
    payers.enrol_many(by=SYSTEM, facility_id=a.id, people=more, at=AT)
    old = world.issued_run(made, name="Thu tháng 9", items=[("NU", 1)], allows_part=True)
    run = world.issued_run(made, items=[("NU", 1), ("BT", 1)], allows_part=True)
    world.hear(made, run[0].code, 165_000)
    payments.post_waiting(at=AT + timedelta(hours=2))
    world.hear(made, run[1].code, 165_000)
    registrations.register(by=SYSTEM, facility_id=a.id, beneficiary_id=a.pupils["HS001"].pk, fee_item_id=a.items["AN"].pk, from_on=date(2026, 9, 1), quantity=20, percent=80, at=AT)
    begins, ends = days_of(Period.FIRST_TERM, "2026-2027")
    bills.exempt(by=SYSTEM, facility_id=a.id, beneficiary_id=a.pupils["HS001"].pk, fee_item_id=a.items["BT"].pk, percent=50, reason="Hộ cận nghèo 2026", from_on=begins, until_on=ends, at=AT, kind=ExemptionKind.NEAR_POOR_HOUSEHOLD, period=Period.FIRST_TERM, paper="GXN 12/UBND")
    lan = sign_in(site, visitor(width=1280, script=True), made.lan)
    d = f"{site.address}/ban-lam-viec"
    closed = close_run(by=SYSTEM, run_id=old[0].run_id, at=AT)
    faults = []
    pages = {
        "grid": f"{d}/dang-ky?class=2A",
        "pupil-reg": f"{d}/hoc-sinh/{a.pupils['HS001'].pk}/dang-ky",
        "pupil": f"{d}/hoc-sinh/{a.pupils['HS001'].pk}",
        "exemptions": f"{d}/mien-giam?days=all",
        "run-new": f"{d}/dot-thu/moi",
        "update": f"{d}/dot-thu/{run[0].run_id}/cap-nhat?on=2026-11-22&item_{a.items['BT'].pk}=on&item_{a.items['AN'].pk}=on&often_{a.items['AN'].pk}=22&leave_out=HS102",
        "close": f"{d}/dot-thu/{run[0].run_id}/chot",
        "closed": f"{d}/dot-thu/{old[0].run_id}/chot",
        "run": f"{d}/dot-thu/{run[0].run_id}",
        "arrears": f"{d}/dot-thu/{run[0].run_id}/thu-bu?runs={old[0].run_id}",
        "put-off": f"{d}/khoan/{run[2].code}/gia-han",
        "opening": f"{d}/no-dau-ky",
        "runs": f"{d}/dot-thu",
    }
    for name, address in pages.items():
        try:
            c.look_at(visitor, address, f"r-{name}", cookies=lan.context)
        except AssertionError as error:
            faults.append(str(error))
    assert not faults, "\n".join(faults)

from datetime import date, timedelta
import pytest
from tests import world as worlds
from tests.money.reconciliation.test_settling import line, match, settle, take, NINE
from tests.money.settlement_files import Paid, vnpay
from tests.stories.conftest import look_at, PICTURES
from tests.stories.test_cashier_collects import sign_in
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.payments import actions as payments
from thuphi.registers.methods import actions as methods
from thuphi.money.statements.models import Settlement

pytestmark = [pytest.mark.browser]

def test_look(town, site, visitor, tmp_path):
    world = worlds.build()
    bills = worlds.issued_run(world, items=[("AN", 22)], allows_part=True)
    gate = methods.register_merchant(by=SYSTEM, facility_id=world.a.id, channel="vnpay", slug="vidu-vnpay", account_number="",
        settings={"vnp_TmnCode": "SCHOOL01", "vnp_HashSecret": "MADEUPSECRETFORTESTS0123456789AB"}, at=worlds.AT)
    for n, b in enumerate(bills, 1):
        worlds.hear(world, b.code, 660_000, merchant=gate, reference=str(14422570+n), account="", method="web", our_reference=f"{b.code}-1", paid_at=NINE - timedelta(hours=n))
    worlds.hear(world, bills[0].code, 200_000, reference="FT1")
    payments.post_waiting(at=NINE)
    take(world, vnpay([Paid("14422571", f"{bills[0].code}-1"), Paid("14422572", f"{bills[1].code}-1"), Paid("14422599", gross_vnd=100_000, fee_vnd=1_000)], number="DS-2026-1006"))
    take(world, vnpay([Paid("14422700", gross_vnd=1_000_000, fee_vnd=10_000)], day="07/10/2026"), "b.csv")
    settle(world)
    one = Settlement.objects.get(reference="DS-2026-1006")
    line(world, one.net_vnd, "VNPAY thanh toan DS 2026 1006"); match(world)
    line(world, 990_000, f"chuyen tien {bills[2].code}", on=date(2026,10,8))
    lan = sign_in(site, visitor(width=1280), world.lan)
    base = f"{site.address}/ban-lam-viec/doi-soat/sao-ke/quyet-toan/"
    other = Settlement.objects.get(reference="2026-10-07")
    look_at(visitor, f"{base}?from_on=2026-10-01&until_on=2026-10-31&channel=vnpay", "d-settlements", cookies=lan.context)
    look_at(visitor, f"{base}{one.pk}", "d-settlement", cookies=lan.context)
    look_at(visitor, f"{base}{other.pk}", "d-settlement-open", cookies=lan.context)
    look_at(visitor, f"{base}nhap/", "d-settlement-take", cookies=lan.context)
    lan.goto(f"{base}nhap/")
    lan.set_input_files("input[type=file]", files=[{"name": "vnpay-thang-10.csv", "mimeType": "text/csv", "buffer": vnpay([Paid("9"), Paid("10")], day="08/10/2026")}])
    lan.get_by_role("button", name="Chỉ xem trước").click()
    lan.wait_for_selector("text=Đọc được hết")
    lan.screenshot(path=PICTURES / "d-take-looked-1280.png", full_page=True)
    lan.set_viewport_size({"width": 390, "height": 844})
    lan.screenshot(path=PICTURES / "d-take-looked-390.png", full_page=True)
    lan.set_input_files("input[type=file]", files=[{"name": "x.csv", "mimeType": "text/csv", "buffer": vnpay([Paid("9")], with_total=False).replace(b"660.000", b"66.00")}])
    lan.get_by_role("button", name="Chỉ xem trước").click()
    lan.wait_for_selector("text=chỗ cần sửa")
    lan.screenshot(path=PICTURES / "d-take-faults-390.png", full_page=True)

"""Every page of the accountant's desk with real rows of school A, asked for by who may not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.test_access import patterns
from tests.house import every_table
from tests.world import Person, World
from thuphi.doors.web.desk import urls
from thuphi.money.bills.models import Bill, CollectionRun
from thuphi.registers.staff.rules import Role

ROUTES = {str(one.name): one for one in patterns(urls.urlpatterns)}
TABLES = {
    "deed_id": "adjustments.Adjustment",
    "pupil_id": "payers.Beneficiary",
    "registration_id": "registrations.Registration",
    "exemption_id": "bills.Exemption",
    "sheet_id": "sheets.SchoolSheet",
    "letter_id": "notices.Letter",
    "book_id": "tills.ReceiptBook",
    "hand_over_id": "tills.HandOver",
    "deposit_id": "tills.CashDeposit",
    "list_id": "payouts.PayoutList",
    "item_id": "catalogue.FeeItem",
    "agreement_id": "catalogue.FeeAgreement",
    "invoice_id": "invoices.Invoice",
    "account_id": "payouts.PayoutAccount",
}
NAMES = ("Ví Dụ", "Nguyễn Minh Anh", "Trần Gia Bảo", "Đặng Khánh Chi", "0912345678")


@pytest.fixture
def world(db: None) -> World:
    return every_table.build()


def addresses(world: World) -> Iterator[tuple[str, str, bool]]:
    bill = Bill.objects.filter(facility_id=world.a.id, state="paid").earliest("pk")
    for name, one in ROUTES.items():
        values: dict[str, object] = {}
        for key in one.pattern.converters:
            if key in TABLES:
                model = apps.get_model(TABLES[key])
                found = model._default_manager.filter(facility_id=world.a.id).first()
                values[key] = found.pk if found else 1
            elif key == "run_id":
                values[key] = bill.run_id
            elif key == "code":
                values[key] = bill.code
            elif key == "facility_id":
                values[key] = world.a.id
            elif key == "name":
                values[key] = "x"
            elif key == "number":
                values[key] = 1
            elif key == "form":
                values[key] = "bon"
            else:
                values[key] = 1
        yield name, reverse(name, kwargs=values), any(k in TABLES or k in ("run_id", "code") for k in values)


def test_explore(world: World) -> None:
    people = {
        "quan": world.quan,
        "headB": worlds.person("nga9", "Ngô Thúy Nga", Role.HEAD, facility_id=world.b.id),
        "minh": world.minh, "hoa": world.hoa, "dung": world.dung, "lan": world.lan,
    }
    before = {m._meta.db_table: m._default_manager.count() for m in apps.get_models() if m.__module__.startswith("thuphi.")}
    lines = []
    for name, address, has_row in sorted(addresses(world)):
        access = getattr(ROUTES[name].callback, "access", None)
        line = [f"{name:34}", f"{access.permission.name if access and access.permission else None!s:18}"]
        for who, person in people.items():
            client = Client(raise_request_exception=False)
            client.force_login(person.user)
            got = client.get(address)
            post = client.post(address) if who in ("quan", "headB", "dung") else None
            body = (b"".join(got.streaming_content) if got.streaming else got.content).decode(errors="replace")
            leak = "!" if who in ("quan", "headB") and any(n in body for n in NAMES) else ""
            line.append(f"{who}:{got.status_code}{leak}/{post.status_code if post is not None else '-'}")
        lines.append(" ".join(line))
    after = {m._meta.db_table: m._default_manager.count() for m in apps.get_models() if m.__module__.startswith("thuphi.")}
    lines.append(str({k: (before[k], after[k]) for k in before if before[k] != after[k]}))
    open("/tmp/x_matrix.txt", "w").write("\n".join(lines))

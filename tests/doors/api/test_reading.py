"""Payments and ways of paying, as a school's software reads them."""

from __future__ import annotations

from datetime import timedelta

from tests import world as worlds
from tests.doors.api.conftest import NOW, Software, as_worker, bill_for, make_key, read
from tests.world import World
from thuphi.money.payments import actions as payments
from thuphi.registers.neighbours.rules import Scope


def test_payments_carry_the_four_fields_and_are_there_once(
    world: World, software: Software
) -> None:
    told = read(software.post("bills", bill_for(external_reference="HD"), idempotency_key="1"))
    code = str(told["code"])
    with as_worker():
        worlds.hear(world, code, 660_000, paid_at=NOW, bank_reference="FT26")
        worlds.hear(world, "", 50_000, paid_at=NOW + timedelta(days=1))
        worlds.hear(world, "", 70_000, merchant=world.b.sandbox)
        payments.post_waiting(at=NOW)
    page = read(software.get("payments"))
    assert page["next_cursor"] is None
    rows = page["payments"]
    assert isinstance(rows, list)
    first, second = rows
    assert {name: first[name] for name in first if name not in ("id", "booked_at")} == {
        "bill_code": code,
        "external_reference": "HD",
        "payer_name": "Nguyễn Văn Bình",
        "beneficiary_name": "Nguyễn Minh Anh",
        "reason": "Tiền ăn tháng 10/2026",
        "finding": "exact",
        "method": "qr",
        "channel": "sandbox",
        "amount_vnd": 660_000,
        "applied_vnd": 660_000,
        "excess_vnd": 0,
        "unidentified_vnd": 0,
        "paid_at": "2026-10-06T02:30:00Z",
        "bank_reference": "FT26",
        "receipt_number": "2026-0000001",
    }
    assert (second["finding"], second["bill_code"], second["unidentified_vnd"]) == (
        "unknown", None, 50_000,
    )  # fmt: skip
    assert read(software.get(f"bills/{code}"))["state"] == "paid"


def test_payments_are_asked_by_day_bill_and_page(world: World, software: Software) -> None:
    with as_worker():
        for day in range(3):
            worlds.hear(world, "", 10_000 + day, paid_at=NOW + timedelta(days=day))
        payments.post_waiting(at=NOW)

    def amounts(question: str) -> list[int]:
        rows = read(software.get(f"payments?{question}"))["payments"]
        assert isinstance(rows, list)
        return [row["amount_vnd"] for row in rows]

    assert amounts("from=2026-10-07") == [10_001, 10_002]
    assert amounts("to=2026-10-06") == [10_000]
    assert amounts("from=2026-10-07&to=2026-10-07") == [10_001]
    assert amounts("bill_code=TFZZZZZZZZ22") == []
    first = read(software.get("payments?limit=2"))
    assert amounts("limit=2") == [10_000, 10_001]
    assert amounts(f"limit=2&cursor={first['next_cursor']}") == [10_002]
    for wrong in (
        "from=2026-10-08&to=2026-10-07", "from=0001-01-01", "to=9999-12-31",
        "from=1759708800", "from=0001", "to=2026-02-30",
        f"cursor={'A' * 81}", "cursor=YmlsbHM6MQ",
        "cursor=cGF5bWVudHM6OTk5OTk5OTk5OTk5OTk5OTk5OjE", "bill_code=x",
    ):  # fmt: skip
        assert software.get(f"payments?{wrong}").status_code == 422, wrong
    assert amounts("from=1900-01-01&to=2199-12-31") == [10_000, 10_001, 10_002]


def test_methods_say_how_far_the_school_is(world: World, software: Software) -> None:
    told = read(software.get("methods"))
    methods = told["methods"]
    assert isinstance(methods, list)
    assert [one["method"] for one in methods] == ["qr", "web", "mobile_money", "card"]
    assert told["has_three_methods"] is False
    assert told["is_met"] is False
    assert told["has_focal_point"] is True


def test_each_reading_has_its_own_scope(world: World, software: Software) -> None:
    with as_worker():
        reader = Software(make_key(world.a, world.hoa, Scope.PAYMENTS_READ).key.written)
    assert reader.get("payments").status_code == 200
    for path in ("methods", "bills", "webhooks"):
        assert reader.get(path).status_code == 403, path

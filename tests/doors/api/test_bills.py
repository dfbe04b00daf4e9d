"""Bills over the API: issued one by one or together, read, withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from tests.doors.api.conftest import NOW, Software, as_worker, bill_for, make_key, read
from tests.world import Person, World
from thuphi.ground.events.models import Event
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills import actions as bills
from thuphi.money.bills.models import Bill, BillLine
from thuphi.money.payments import actions as payments
from thuphi.money.payments.rebuild import differences
from thuphi.registers.neighbours.rules import MAY_CONNECT, Scope
from thuphi.registers.payers.models import Beneficiary


def pointers(answer: HttpResponse) -> list[tuple[str, str]]:
    """Where a refusal points, and why."""
    members = read(answer)
    errors = members.get("errors")
    assert isinstance(errors, list), members
    return [(one.get("pointer", one.get("parameter", "")), one["code"]) for one in errors]


def test_a_bill_is_issued_with_four_fields_a_code_and_its_transfers(
    world: World, software: Software
) -> None:
    answer = software.post(
        "bills", bill_for(external_reference="HD-1", allows_part=True), idempotency_key="k1"
    )
    assert answer.status_code == 201, answer.content
    told = read(answer)
    code = told["code"]
    assert told == {
        "code": code,
        "external_reference": "HD-1",
        "state": "open",
        "is_overdue": False,
        "payer_name": "Nguyễn Văn Bình",
        "beneficiary": {"code": "HS001", "name": "Nguyễn Minh Anh", "class_name": "2A"},
        "reason": "Tiền ăn tháng 10/2026",
        "total_vnd": 660_000,
        "paid_vnd": 0,
        "remaining_vnd": 660_000,
        "allows_part": True,
        "due_on": "2026-10-31",
        "issued_at": "2026-10-06T02:30:00Z",
        "closed_at": None,
        "pay_url": f"http://testserver/b/{code}",
        "lines": [
            {
                "kind": "charge",
                "fee_item_code": "AN",
                "description": "Tiền ăn bán trú",
                "quantity": 22,
                "unit_price_vnd": 30_000,
                "amount_vnd": 660_000,
            }
        ],
    }
    assert answer["Content-Language"] == "vi"
    assert "no-store" in answer["Cache-Control"]
    assert read(software.get(f"bills/{code}")) == told
    with as_worker():
        assert differences() == []
        event = Event.objects.get(kind="bill_issued")
        assert (event.subject, event.actor, event.facility_id) == (
            code,
            "api:Phần mềm A",
            world.a.id,
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT recipe, amount_vnd FROM transfer WHERE reference = %s", [code])
            assert cursor.fetchall() == [("issue", 660_000)]


def test_a_price_of_its_own_and_somebody_new(world: World, software: Software) -> None:
    answer = software.post(
        "bills",
        bill_for(
            beneficiary={
                "code": "HS900", "name": " Lý  Thu Thảo ", "class_name": "1C",
                "born_on": "2020-05-06", "payer_phone": "0912000111",
            },
            payer_name="Lý Văn Tám",
            lines=[{"fee_item_code": "NU", "unit_price_vnd": 12_000}],
        ),
        idempotency_key="k",
    )  # fmt: skip
    assert answer.status_code == 201, answer.content
    told = read(answer)
    assert (told["payer_name"], told["total_vnd"]) == ("Lý Văn Tám", 12_000)
    with as_worker():
        person = Beneficiary.objects.get(code="HS900")
        assert (person.name, person.payer_name, person.class_name, person.facility_id) == (
            "Lý Thu Thảo", "Lý Văn Tám", "1C", world.a.id,
        )  # fmt: skip


@pytest.mark.parametrize(
    "amount",
    ["1250000.0", '"1250000"', "1.25e6", "true", "null1", "-1", "1000000000001", "NaN", "[]"],
)
def test_money_is_a_whole_number_without_quotes(
    world: World, software: Software, amount: str
) -> None:
    body = (
        '{"beneficiary":{"code":"HS001"},"reason":"x","due_on":"2026-10-31",'
        f'"lines":[{{"fee_item_code":"AN","unit_price_vnd":{amount}}}]}}'
    )
    answer = software.post("bills", body, idempotency_key="k")
    assert answer.status_code in (400, 422)
    assert answer["Content-Type"] == "application/problem+json"
    if answer.status_code == 422:
        assert pointers(answer)[0][0] == "#/lines/0/unit_price_vnd"
    assert Bill.objects.count() == 0


def test_every_flaw_of_a_bill_is_named_with_its_place(world: World, software: Software) -> None:
    answer = software.post(
        "bills",
        {
            "beneficiary": {"code": "HS001", "name": "Người Khác"},
            "reason": "Thu",
            "due_on": "2026-10-05",
            "lines": [{"fee_item_code": "KHONG"}, {"fee_item_code": "AN"}],
        },
        idempotency_key="k",
    )
    assert answer.status_code == 422
    assert pointers(answer) == [
        ("#/beneficiary/name", "name_differs"),
        ("#/lines/0/fee_item_code", "item_not_found"),
        ("#/due_on", "due_in_the_past"),
    ]
    told = read(answer)
    assert told["type"] == "/api/v1/docs#invalid"
    assert told["detail"] == "Có 3 chỗ cần sửa, xem errors."
    english = software.post(
        "bills", bill_for(lines=[]), idempotency_key="k", accept_language="en-GB,vi;q=0.5"
    )
    assert read(english)["title"] == "Invalid data, nothing was written"
    assert read(english)["errors"] == [
        {"detail": "At least 1 entries.", "code": "too_short", "pointer": "#/lines"}
    ]
    assert english["Content-Language"] == "en"
    assert Bill.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"beneficiary": {"code": "MOI"}}, "#/beneficiary/name"),
        ({"beneficiary": {"code": "MOI", "name": "Mới"}}, "#/payer_name"),
        ({"reason": " "}, "#/reason"),
        ({"reason": "a\u0000b"}, "#/reason"),
        ({"reason": "x" * 201}, "#/reason"),
        ({"due_on": 20261031}, "#/due_on"),
        ({"due_on": "31/10/2026"}, "#/due_on"),
        ({"note": "x"}, "#/note"),
        ({"allows_part": "yes"}, "#/allows_part"),
        ({"school_year": "2026"}, "#/school_year"),
        ({"lines": [{"fee_item_code": "AN", "quantity": 0}]}, "#/lines/0/quantity"),
        ({"lines": [{"fee_item_code": "AN", "unit_price_vnd": 0}]}, "#/lines"),
    ],
)
def test_a_bill_without_its_fields_is_refused(
    world: World, software: Software, change: dict[str, object], place: str
) -> None:
    answer = software.post("bills", bill_for(**change), idempotency_key="k")
    assert answer.status_code == 422, answer.content
    assert [where for where, _ in pointers(answer)][:1] == [place]
    assert Bill.objects.count() == 0


def test_a_batch_is_issued_whole_or_not_at_all(world: World, software: Software) -> None:
    good = [bill_for(code, external_reference=f"R-{code}") for code in ("HS001", "HS002")]
    wrong = bill_for("HS003", lines=[{"fee_item_code": "XX"}], external_reference="R-HS001")
    answer = software.post("bills/batch", {"bills": [*good, wrong]}, idempotency_key="k")
    assert answer.status_code == 422
    assert pointers(answer) == [
        ("#/bills/2/lines/0/fee_item_code", "item_not_found"),
        ("#/bills/2/external_reference", "reference_twice"),
    ]
    assert Bill.objects.count() == 0
    answer = software.post("bills/batch", {"bills": good}, idempotency_key="k")
    assert answer.status_code == 201
    issued = read(answer)["bills"]
    assert isinstance(issued, list)
    assert [bill["external_reference"] for bill in issued] == ["R-HS001", "R-HS002"]
    with as_worker():
        assert Bill.objects.count() == 2
        assert differences() == []


def test_a_reference_is_there_once_in_a_facility(world: World, software: Software) -> None:
    first = read(software.post("bills", bill_for(external_reference="HD"), idempotency_key="1"))
    again = software.post("bills", bill_for(external_reference="HD"), idempotency_key="2")
    assert again.status_code == 422
    assert pointers(again) == [("#/external_reference", "reference_taken")]
    assert str(first["code"]) in again.content.decode()
    with as_worker():
        other = make_key(world.b, head_of_b(world), name="B")
    software_b = Software(other.key.written)
    answer = software_b.post(
        "bills",
        bill_for(external_reference="HD", lines=[{"fee_item_code": "HP"}]),
        idempotency_key="1",
    )
    assert answer.status_code == 201, answer.content


def head_of_b(world: World) -> Person:
    """The accountant of school B with the right to let software in."""
    actor = replace(world.quan.actor, permissions=world.quan.actor.permissions | {MAY_CONNECT})
    return replace(world.quan, actor=actor)


def test_bills_of_another_school_do_not_exist(world: World, software: Software) -> None:
    told = read(software.post("bills", bill_for(), idempotency_key="1"))
    with as_worker():
        key = make_key(world.b, head_of_b(world)).key.written
    stranger = Software(key)
    for answer in (
        stranger.get(f"bills/{told['code']}"),
        stranger.post(f"bills/{told['code']}/cancel", {"reason": "x"}),
    ):
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"
    assert read(stranger.get("bills")) == {"bills": [], "next_cursor": None}
    with as_worker():
        assert Bill.objects.get().state == "open"


def test_a_list_is_read_page_after_page(world: World, software: Software) -> None:
    wanted = [bill_for(code, external_reference=f"R{code}") for code in ("HS001", "HS002", "HS003")]
    made = read(software.post("bills/batch", {"bills": wanted}, idempotency_key="1"))["bills"]
    assert isinstance(made, list)
    codes = [bill["code"] for bill in made]
    seen: list[str] = []
    cursor = ""
    for _ in range(5):
        page = read(software.get(f"bills?limit=2{cursor}"))
        assert isinstance(page["bills"], list)
        seen += [bill["code"] for bill in page["bills"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == codes
    for question, found in (
        ("beneficiary_code=HS002", [codes[1]]),
        ("external_reference=RHS003", [codes[2]]),
        ("state=open", codes),
        ("state=paid", []),
        ("state=overdue", []),
    ):
        page = read(software.get(f"bills?{question}"))
        assert isinstance(page["bills"], list)
        assert [bill["code"] for bill in page["bills"]] == found, question
    for wrong in ("limit=0", "limit=201", "limit=x", "state=lost", "cursor=!!", "cursor=abcd"):
        answer = software.get(f"bills?{wrong}")
        assert answer.status_code == 422, wrong
        assert pointers(answer)[0][0] == wrong.partition("=")[0]


def test_a_list_asks_the_same_few_questions_however_long_it_is(
    world: World, software: Software
) -> None:
    counts = []
    for number in range(2):
        wanted = [bill_for(code) for code in ("HS001", "HS002", "HS003")] * 5
        software.post("bills/batch", {"bills": wanted}, idempotency_key=str(number))
        with CaptureQueriesContext(connection) as asked:
            page = read(software.get("bills?limit=200"))
        assert isinstance(page["bills"], list)
        assert len(page["bills"]) == 15 * (number + 1)
        counts.append(len(asked))
    assert counts == [6, 6]


def test_a_bill_is_withdrawn_unless_money_came(world: World, software: Software) -> None:
    told = read(software.post("bills", bill_for(), idempotency_key="1"))
    path = f"bills/{told['code']}/cancel"
    assert software.post(path, {"reason": ""}).status_code == 422
    answer = software.post(path, {"reason": "Lập nhầm"}, idempotency_key="c")
    assert answer.status_code == 200
    assert read(answer)["state"] == "cancelled"
    assert read(answer)["remaining_vnd"] == 0
    again = software.post(path, {"reason": "Lập nhầm"}, idempotency_key="c")
    assert again.content == answer.content
    assert again["Idempotent-Replayed"] == "true"
    refused = software.post(path, {"reason": "Lập nhầm"}, idempotency_key="d")
    assert (refused.status_code, read(refused)["detail"]) == (409, "Khoản thu đã hủy trước đó.")
    paid = read(software.post("bills", bill_for("HS002"), idempotency_key="2"))
    with as_worker():
        payments.take_cash(
            by=world.minh.actor, code=str(paid["code"]), amount_vnd=660_000, key="1",
            payer_name="", at=NOW,
        )  # fmt: skip
    refused = software.post(f"bills/{paid['code']}/cancel", {"reason": "x"})
    assert refused.status_code == 409
    assert read(refused)["type"] == "/api/v1/docs#conflict"
    with as_worker():
        assert differences() == []


def test_an_exemption_of_the_day_is_honoured(world: World, software: Software) -> None:
    with as_worker():
        bills.exempt(
            by=SYSTEM, facility_id=world.a.id, beneficiary_id=world.a.pupils["HS001"].pk,
            fee_item_id=world.a.items["BH"].pk, percent=50, reason="Hộ cận nghèo",
            from_on=date(2026, 9, 1), until_on=date(2027, 6, 1), at=NOW,
        )  # fmt: skip
    answer = software.post("bills", bill_for(lines=[{"fee_item_code": "BH"}]), idempotency_key="1")
    told = read(answer)
    assert told["total_vnd"] == 315_900
    assert isinstance(told["lines"], list)
    assert [(line["kind"], line["amount_vnd"]) for line in told["lines"]] == [
        ("charge", 631_800),
        ("exemption", -315_900),
    ]
    with as_worker():
        assert BillLine.objects.count() == 2
        assert differences() == []


def test_a_key_without_the_scope_may_not(world: World, software: Software) -> None:
    with as_worker():
        reader = Software(make_key(world.a, world.hoa, Scope.BILLS_READ).key.written)
    answer = reader.post("bills", bill_for(), idempotency_key="1")
    assert answer.status_code == 403
    assert "bills:write" in answer.content.decode()
    assert reader.get("bills").status_code == 200
    assert Bill.objects.count() == 0

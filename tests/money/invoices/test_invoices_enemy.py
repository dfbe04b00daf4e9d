"""A provider of e-invoices that lies: numbers twice or of nobody, words that cannot be kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from tests import world as worlds
from tests.money.seen import post_all, rows
from tests.world import AT, World
from thuphi.doors.jobs import invoices as job
from thuphi.ground.channels.contract import Answer, Call
from thuphi.money.bills.models import Bill
from thuphi.money.invoices import actions
from thuphi.money.invoices.actions import NewAccount
from thuphi.money.invoices.models import Invoice
from thuphi.money.invoices.port import Reply, SignedJson, Told
from thuphi.money.invoices.rules import InvoiceKind
from thuphi.money.invoices.sending import take_step

SERIAL = "1C26TVD"
SOON = AT + timedelta(hours=2)
PROVIDER = SignedJson("https://hoadon.example", "0101234567", "s")


class Answers:
    """A way out on which every call gets this body."""

    def __init__(self, **body: object) -> None:
        self.body = msgspec.json.encode(body)

    def send(self, call: Call, *, line: str) -> Answer:
        return Answer(status=200, headers={}, body=self.body, at=SOON)


@pytest.fixture
def world(db: None) -> World:
    made = worlds.build()
    actions.open_account(
        by=made.hoa.actor,
        facility_id=made.a.id,
        account=NewAccount(
            kind=InvoiceKind.RECEIPT,
            address="https://hoadon.example",
            tax_code="0101234567",
            serial=SERIAL,
            secret="made up",
        ),
        at=AT,
    )
    return made


@pytest.fixture
def two(world: World) -> list[Invoice]:
    """Two invoices that were asked for."""
    bills = worlds.issued_run(world, items=[("NU", 1)])
    for bill in bills[:2]:
        worlds.hear(world, bill.code, 15_000)
    post_all()
    assert actions.ask_for(by=world.lan.actor, facility_id=world.a.id, at=SOON) == 2
    return list(Invoice.objects.order_by("pk"))


def steps(**body: object) -> list[Invoice]:
    due = actions.claim_due(at=SOON, limit=20)
    return [take_step(one, way=Answers(**body), at=SOON) for one in due]


def test_one_number_for_two_invoices_is_believed_once_and_stops_nobody(two: list[Invoice]) -> None:
    first, second = steps(status="issued", serial=SERIAL, number=7)
    assert (first.state, first.number) == ("issued", 7)
    assert (second.state, second.number) == ("sent", None)
    assert second.next_try_at is not None


@pytest.mark.parametrize(
    "body",
    [
        {"serial": SERIAL, "number": 2**40},
        {"serial": SERIAL, "number": 7, "code": "a\0b"},
        {"serial": SERIAL, "number": 7, "lookup": "x" * 900_000},
        {"serial": "", "number": 7},
        {"serial": "x" * 900_000, "number": 7},
    ],
    ids=["number", "nought", "lookup", "no serial", "long serial"],
)
def test_what_cannot_be_an_invoice_of_ours_is_unclear(
    two: list[Invoice], body: dict[str, object]
) -> None:
    for one in steps(status="issued", **body):
        assert (one.state, one.number) == ("sent", None)


def test_words_of_a_refusal_may_hold_anything(two: list[Invoice]) -> None:
    for one in steps(status="refused", reason="\0" + "x" * 900_000):
        assert one.state == "refused"
        assert one.reason == "x" * 299 or one.reason == "x" * 300


def test_an_invoice_that_cannot_be_written_down_keeps_no_other_waiting(
    two: list[Invoice], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Way:
        def send(self, call: Call, *, line: str) -> Answer:
            return Answer(
                status=200,
                headers={},
                body=msgspec.json.encode({"status": "issued", "serial": SERIAL, "number": 9}),
                at=SOON,
            )

    Invoice.objects.update(next_try_at=datetime.now(UTC) - timedelta(days=1))
    assert job.send_due(Way()) == 2  # type: ignore[arg-type]
    assert sorted(Invoice.objects.values_list("state", flat=True)) == ["issued", "sent"]


def test_an_invoice_of_a_unit_without_account_keeps_no_other_waiting(
    world: World, two: list[Invoice]
) -> None:
    [bill] = worlds.issued_run(world, school=world.b)
    Invoice.objects.create(
        facility_id=world.b.id,
        bill=Bill.objects.get(pk=bill.pk),
        kind="receipt",
        amount_vnd=1,
        buyer="x",
        lines=[],
        state="asked",
        asked_by=1,
        asked_at=AT,
        next_try_at=AT,
    )
    due = actions.claim_due(at=SOON, limit=20)
    assert [one.invoice.facility_id for one in due] == [world.a.id, world.a.id]


def test_an_invoice_bears_the_day_of_viet_nam(two: list[Invoice]) -> None:
    night = datetime(2026, 10, 5, 18, 30, tzinfo=UTC)
    Invoice.objects.update(next_try_at=AT)
    assert {str(one.order.on) for one in actions.claim_due(at=night, limit=20)} == {"2026-10-06"}


def test_the_secret_stands_nowhere_in_plain(world: World) -> None:
    told = rows("SELECT a::text FROM invoice_account AS a")
    kept = rows("SELECT e::text FROM event AS e")
    assert "made up" not in str(told) + str(kept)


def test_a_reply_is_read_whatever_its_form() -> None:
    for body in (b"", b"<html>", b"[]", b'{"status": 1}', b'{"status": "issued", "number": -1}'):
        answer = Answer(status=200, headers={}, body=body, at=SOON)
        assert PROVIDER.read(answer) == Reply(told=Told.UNCLEAR) or (
            PROVIDER.read(answer).told is Told.UNCLEAR
        )

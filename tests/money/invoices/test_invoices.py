"""E-invoices against a provider over HTTP that refuses, delays, repeats and loses its answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from django.db import DatabaseError, connection, transaction

from tests import world as worlds
from tests.money.seen import post_all, rows
from tests.world import AT, World
from thuphi.doors.cli.processes import free_port
from thuphi.ground.calls.sender import Sender
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.money.adjustments import actions as adjustments
from thuphi.money.adjustments.actions import Change
from thuphi.money.adjustments.rules import AdjustmentKind
from thuphi.money.bills.models import Bill
from thuphi.money.invoices import actions, errors, queries
from thuphi.money.invoices.actions import NewAccount
from thuphi.money.invoices.models import Invoice
from thuphi.money.invoices.port import Line, Order, SignedJson
from thuphi.money.invoices.queries import Break
from thuphi.money.invoices.rules import InvoiceKind, InvoiceState
from thuphi.money.invoices.sending import take_step

SECRET = "einvoice-secret-of-the-tests"
TAX_CODE = "0101234567"
SERIAL = "1C26TVD"
TOTAL = 45_000
SOON = AT + timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Office:
    """The provider as tests reach it."""

    url: str

    def next(self, **fault: object) -> None:
        assert httpx.post(f"{self.url}/control", json=fault, trust_env=False).status_code == 200

    @property
    def sender(self) -> Sender:
        return Sender(may_go_to=frozenset({self.url.removeprefix("http://")}))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    config = tmp_path_factory.mktemp("einvoice") / "einvoice.json"
    unit = {"tax_code": TAX_CODE, "secret": SECRET, "serials": [SERIAL, "1C26TVE"]}
    config.write_text(json.dumps({"units": [unit]}))
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "asgi", "--log-level", "warning"),
        *("--port", str(port), "simulators.einvoice.app:app"),
    ]
    environment = {**os.environ, "EINVOICE_CONFIG": str(config)}
    with subprocess.Popen(command, env=environment) as process:
        url = f"http://127.0.0.1:{port}"
        for _ in range(200):
            try:
                httpx.get(url, trust_env=False)
                break
            except httpx.TransportError:
                assert process.poll() is None
                time.sleep(0.1)
        yield url
        process.terminate()


@pytest.fixture
def office(house: str) -> Office:
    made = Office(house)
    made.next()
    return made


@pytest.fixture
def world(db: None, office: Office) -> World:
    made = worlds.build()
    account = NewAccount(
        kind=InvoiceKind.RECEIPT, address=office.url, tax_code=TAX_CODE, serial=SERIAL,
        secret=SECRET,
    )  # fmt: skip
    actions.open_account(by=made.hoa.actor, facility_id=made.a.id, account=account, at=AT)
    return made


@pytest.fixture
def bills(world: World) -> list[Bill]:
    """Three bills of 45.000 đ; the first two are paid."""
    found = worlds.issued_run(world, items=[("AN", 1), ("NU", 1)])
    for bill in found[:2]:
        worlds.hear(world, bill.code, TOTAL)
    post_all()
    return found


def asked(world: World) -> int:
    return actions.ask_for(by=world.lan.actor, facility_id=world.a.id, at=SOON)


def step(office: Office, *, later: timedelta = timedelta(0)) -> list[Invoice]:
    at = SOON + later
    with transaction.atomic():
        due = actions.claim_due(at=at, limit=50)
    return [take_step(one, way=office.sender, at=at) for one in due]


def states() -> list[str]:
    return list(Invoice.objects.order_by("pk").values_list("state", flat=True))


def breaks(world: World) -> list[Break]:
    return [one.kind for one in queries.differences(world.a.id)]


def test_paid_bills_get_numbers_that_stand_in_a_row_and_agree_with_the_bills(
    world: World, bills: list[Bill], office: Office
) -> None:
    assert breaks(world) == [Break.NOT_INVOICED, Break.NOT_INVOICED]
    assert asked(world) == 2
    assert [one.state for one in step(office)] == ["issued", "issued"]
    first, second = Invoice.objects.order_by("pk")
    assert second.number == (first.number or 0) + 1
    assert len(first.tax_office_code) == 34
    assert first.lines == [
        ["Tiền ăn bán trú (Thu tháng 10/2026)", 1, 30_000],
        ["Nước uống (Thu tháng 10/2026)", 1, 15_000],
    ]
    assert breaks(world) == []
    with pytest.raises(errors.NothingToInvoice):
        asked(world)


def test_a_refusal_stands_with_its_reason_and_may_be_sent_again(
    world: World, bills: list[Bill], office: Office
) -> None:
    asked(world)
    office.next(refuse="Mã số thuế người mua không tồn tại")
    step(office)
    assert sorted(states()) == ["issued", "refused"]
    refused = Invoice.objects.get(state="refused")
    assert refused.reason == "Mã số thuế người mua không tồn tại"
    actions.take_up_again(by=world.lan.actor, invoice_id=refused.pk, at=SOON)
    step(office)
    assert states() == ["issued", "issued"]
    with pytest.raises(errors.NotWaiting):
        actions.take_up_again(by=world.lan.actor, invoice_id=refused.pk, at=SOON)


@pytest.mark.parametrize("fault", ["drop", "garble"])
def test_an_answer_that_is_lost_is_asked_after_and_gives_one_number(
    world: World, bills: list[Bill], office: Office, fault: str
) -> None:
    asked(world)
    office.next(**{fault: True})
    step(office)
    assert sorted(states()) == ["issued", "sent"]
    assert step(office) == []
    step(office, later=timedelta(minutes=5))
    assert states() == ["issued", "issued"]
    assert len(set(Invoice.objects.values_list("number", flat=True))) == 2
    assert breaks(world) == []


def test_a_number_that_comes_late_is_waited_for(
    world: World, bills: list[Bill], office: Office
) -> None:
    asked(world)
    office.next(delay=1)
    step(office)
    assert "sent" in states()
    time.sleep(1.1)
    step(office, later=timedelta(minutes=5))
    assert states() == ["issued", "issued"]


def test_what_never_arrived_is_sent_after_all(world: World, bills: list[Bill]) -> None:
    asked(world)
    nowhere = Office(f"http://127.0.0.1:{free_port()}")
    step(nowhere)
    assert states() == ["sent", "sent"]


def test_a_wrong_secret_is_refused_in_the_providers_words(
    world: World, bills: list[Bill], office: Office
) -> None:
    actions.open_account(
        by=world.hoa.actor, facility_id=world.a.id, at=AT,
        account=NewAccount(
            kind=InvoiceKind.RECEIPT, address=office.url, tax_code=TAX_CODE, serial=SERIAL,
            secret="another",
        ),
    )  # fmt: skip
    asked(world)
    step(office)
    assert states() == ["refused", "refused"]
    assert Invoice.objects.first().reason == "Sai chữ ký hoặc mã số thuế"  # type: ignore[union-attr]


def test_a_bill_that_changed_is_named_and_replaced_never_cancelled(
    world: World, bills: list[Bill], office: Office
) -> None:
    asked(world)
    step(office)
    adjustments.adjust(
        by=world.lan.actor, facility_id=world.a.id, kind=AdjustmentKind.OTHER,
        changes=[Change(bills[0].code, world.a.items["AN"].pk, -10_000)],
        reason="Giảm giá", paper="QĐ 5", at=SOON,
    )  # fmt: skip
    assert breaks(world) == [Break.OTHER_AMOUNT]
    old = Invoice.objects.get(bill=bills[0])
    new = actions.replace(by=world.lan.actor, invoice_id=old.pk, at=SOON)
    with pytest.raises(errors.NotWaiting):
        actions.replace(by=world.lan.actor, invoice_id=old.pk, at=SOON)
    step(office)
    new.refresh_from_db()
    old.refresh_from_db()
    assert (old.state, new.state, new.amount_vnd) == ("replaced", "issued", 35_000)
    assert breaks(world) == []
    other = Invoice.objects.get(bill=bills[1])
    with pytest.raises(errors.NothingChanged):
        actions.replace(by=world.lan.actor, invoice_id=other.pk, at=SOON)


def test_who_may_ask_and_who_may_open_an_account(world: World, bills: list[Bill]) -> None:
    with pytest.raises(NotYours):
        actions.ask_for(by=world.quan.actor, facility_id=world.a.id, at=SOON)
    with pytest.raises(NotAllowed):
        actions.ask_for(by=world.minh.actor, facility_id=world.a.id, at=SOON)
    with pytest.raises(errors.AccountMissing):
        actions.ask_for(by=SYSTEM, facility_id=world.b.id, at=SOON)
    wrong = NewAccount(
        kind=InvoiceKind.RECEIPT, address="https://x.vn", tax_code="12", serial=SERIAL, secret="s"
    )
    with pytest.raises(errors.AccountIncomplete, match="tax_code"):
        actions.open_account(by=world.hoa.actor, facility_id=world.a.id, account=wrong, at=AT)
    assert rows("SELECT count(*) FROM event WHERE facts::text LIKE '%%einvoice-secret%%'") == [(0,)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE invoice SET amount_vnd = amount_vnd + 1",
        "UPDATE invoice SET state = 'asked', number = NULL, issued_at = NULL",
        "UPDATE invoice SET number = number + 100",
        "DELETE FROM invoice",
    ],
)
def test_the_database_keeps_what_was_issued(
    world: World, bills: list[Bill], office: Office, statement: str
) -> None:
    asked(world)
    step(office)
    with (
        pytest.raises(DatabaseError, match="invoice_is_kept"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_number_that_is_missing_between_two_is_named(
    world: World, bills: list[Bill], office: Office
) -> None:
    asked(world)
    (first,) = actions.claim_due(at=SOON, limit=1)
    take_step(first, way=office.sender, at=SOON)
    another = SignedJson(office.url, TAX_CODE, SECRET)
    order = Order(
        reference=f"OTHER{time.monotonic_ns()}", kind="receipt", serial=SERIAL, on=SOON.date(),
        buyer="Người khác", lines=[Line("Khác", 1, 5)], total_vnd=5,
    )  # fmt: skip
    told = another.read(office.sender.send(another.issue(order), line="another"))
    step(office)
    found = queries.differences(world.a.id)
    assert [(one.kind, one.number) for one in found] == [(Break.NUMBER_MISSING, told.number)]
    assert queries.counts(world.a.id) == {InvoiceState.ISSUED: 2}

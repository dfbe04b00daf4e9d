"""Statements at the desk: taken in whole or not at all, gaps told, a bank's columns taught once."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.doors.web.desk.conftest import At, as_worker
from tests.doors.web.desk.saying import Answer, said
from tests.world import ACCOUNT_A, ACCOUNT_B, World
from thuphi.money.statements.models import BankLine, ColumnProfile, Statement, StatementFile


def mt940(*amounts: int, day: str = "261005", opening: int = 0, number: int = 5,
          account: str = ACCOUNT_A) -> bytes:  # fmt: skip
    """A day's credits as a bank writes them."""
    lines = [f":20:S{number}", f":25:{account}", f":28C:{number}/1", f":60F:C{day}VND{opening},"]
    for place, amount in enumerate(amounts):
        lines += [f":61:{day}{day[2:]}C{amount},NTRFNONREF//FT{number}{place}", ":86:NOP TIEN"]
    lines += [f":62F:C{day}VND{opening + sum(amounts)},", "-", ""]
    return "\r\n".join(lines).encode()


def sheet(*rows: tuple[str, ...], head: tuple[str, ...]) -> bytes:
    """A workbook without balances."""
    book, kept = openpyxl.Workbook(), io.BytesIO()
    page = book.active
    assert page is not None
    page.append([f"Số tài khoản: {ACCOUNT_A}"])
    page.append(list(head))
    for row in rows:
        page.append(list(row))
    book.save(kept)
    return kept.getvalue()


def take(client: Client, content: bytes, name: str = "sao-ke.sta", **more: str) -> Answer:
    upload = SimpleUploadedFile(name, content)
    return client.post(reverse("desk_statement_take"), {"statement": upload, **more}, follow=True)


def test_a_statement_is_taken_in_once(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    told = said(take(client, mt940(100_000, 250_000)))
    assert "Đã nhập 2 dòng mới; 0 dòng đã có từ trước" in told
    assert "Đang khớp 2 dòng" in told
    assert "Tệp này đã nhập rồi" in said(take(client, mt940(100_000, 250_000), "khac.txt"))
    assert BankLine.objects.count() == 2
    one = Statement.objects.get()
    page = said(client.get(reverse("desk_statement", args=[one.pk])))
    assert "Sao kê ngày 5/10/2026" in page or "Sao kê ngày 05/10/2026" in page
    assert "350.000 đ" in page
    assert "NOP TIEN" in page


def test_a_day_told_by_two_files_stands_once(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    take(client, mt940(100_000, 250_000))
    told = said(take(client, mt940(100_000, 250_000).replace(b"\r\n", b"\n"), "lf.sta"))
    assert "Đã nhập 0 dòng mới; 2 dòng đã có từ trước" in told


def test_a_missing_statement_is_named(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    take(client, mt940(100_000))
    told = said(take(client, mt940(50_000, day="261006", opening=300_000, number=8)))
    assert "thiếu sao kê số 6 đến 7" in told
    assert "kết thúc với 100.000 đ" in told
    assert "mở đầu với 300.000 đ" in told


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (mt940(100_000).replace(b"VND100000,", b"VND99000,"), "khác số dư cuối"),
        (mt940(100_000).partition(b":62F:")[0], ":62F:"),
        (b"", "Tệp rỗng"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "không phải sao kê"),
        (mt940(100_000, account=ACCOUNT_B), "không phải tài khoản đã duyệt của đơn vị"),
    ],
)
def test_a_file_that_cannot_be_believed_leaves_nothing(
    world: World, at_desk: At, content: bytes, words: str
) -> None:
    answer = take(at_desk(world.lan), content)
    assert words in said(answer)
    assert not StatementFile.objects.exists()


def test_a_sheet_without_balances_is_looked_at_first(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    head = ("Ngày giao dịch", "Số tham chiếu", "Số tiền ghi nợ", "Số tiền ghi có", "Mô tả")
    book = sheet(("05/10/2026", "FT1", "", "1.250.000", "NOP TIEN"), head=head)
    told = said(take(client, book, "vcb.xlsx"))
    assert "xem kỹ tiền vào, tiền ra" in told
    assert "1.250.000 đ" in told
    assert not BankLine.objects.exists()
    assert "Đã nhập 1 dòng mới" in said(take(client, book, "vcb.xlsx", is_right="1"))
    assert BankLine.objects.get().direction == "in"


def test_a_bank_that_nobody_knows_is_taught_once(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    head = ("Hôm nào", "Vô", "Ra", "Kể lể")
    book = sheet(("05/10/2026", "70.000", "", "NOP TIEN"), head=head)
    address = reverse("desk_statement_profiles")
    assert "khai báo mẫu cột" in said(take(client, book, "la.xlsx"))
    looked = client.post(address, {"do": "look", "sample": SimpleUploadedFile("la.xlsx", book)})
    assert "Kể lể" in said(looked)
    typed = {
        "do": "keep", "name": "Ngân hàng lạ", "head_0": head[0], "field_0": "transacted",
        "head_1": head[1], "field_1": "credit", "head_2": head[2], "field_2": "debit",
        "head_3": head[3], "field_3": "text",
    }  # fmt: skip
    assert "Chưa nhớ được" in said(client.post(address, {**typed, "name": " "}, follow=True))
    assert "Đã nhớ mẫu cột “Ngân hàng lạ”" in said(client.post(address, typed, follow=True))
    assert ColumnProfile.objects.get().heads["credit"] == ["Vô"]
    assert "Đã nhập 1 dòng mới" in said(take(client, book, "la.xlsx", is_right="1"))


def test_another_school_sees_nothing_and_a_head_takes_nothing(world: World, at_desk: At) -> None:
    take(at_desk(world.lan), mt940(100_000))
    with as_worker():
        one = Statement.objects.get()
    other = at_desk(world.quan)
    assert other.get(reverse("desk_statement", args=[one.pk])).status_code == 404
    assert "Chưa nhập sao kê nào" in said(other.get(reverse("desk_statements")))
    assert at_desk(world.hoa).post(reverse("desk_statement_take"), {}).status_code == 403

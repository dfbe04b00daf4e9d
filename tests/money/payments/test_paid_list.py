"""A portal's paid list: read by its heads, taken in whole or not at all, twice without harm."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.money.seen import balances, post_all
from tests.world import AT, World
from thuphi.ground.kit.actor import SYSTEM, NotAllowed, NotYours
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.bills.models import Bill
from thuphi.money.payments import paid_list
from thuphi.money.payments.hearing import HeardResult
from thuphi.money.payments.paid_list import ListRefused
from thuphi.registers.methods import actions as methods
from thuphi.registers.methods.models import Merchant

LATER = AT + timedelta(days=1)
HEADS = "STT;Mã hồ sơ;Số tiền;Thời gian thanh toán;Mã giao dịch;Người nộp"


@pytest.fixture
def portal(world: World) -> Merchant:
    return methods.register_merchant(
        by=SYSTEM, facility_id=world.a.id, channel="portal", slug="vidu-dvcqg",
        account_number="", settings={}, at=AT,
    )  # fmt: skip


def lines(*rows: str) -> bytes:
    return ("\ufeffCổng Dịch vụ công quốc gia\n" + "\n".join([HEADS, *rows])).encode()


def take(world: World, portal: Merchant, content: bytes) -> Counter[HeardResult]:
    return paid_list.take_in(by=world.lan.actor, merchant_id=portal.pk, content=content, at=LATER)


def test_a_list_pays_its_bills_once(world: World, bills: list[Bill], portal: Merchant) -> None:
    content = lines(
        f"1;{bills[0].code};660.000;05/10/2026 09:15;G22.01;Nguyễn Văn Bình",
        f"2;Hoc phi {bills[1].code};660000;05/10/2026;G22.02;Trần Thị Cúc",
        "Tổng cộng;;1.320.000;;;",
    )
    assert take(world, portal, content) == {HeardResult.RECORDED: 2}
    post_all()
    bills[0].refresh_from_db()
    assert bills[0].state == "paid"
    assert balances(world.a.id)["clearing:portal"] == 1_320_000
    assert take(world, portal, content) == {HeardResult.REPEATED: 2}
    other = lines(f"1;{bills[0].code};600.000;05/10/2026 09:15;G22.01;Nguyễn Văn Bình")
    assert take(world, portal, other) == {HeardResult.OTHERWISE: 1}
    post_all()
    assert balances(world.a.id)["clearing:portal"] == 1_320_000


def test_a_workbook_reads_as_well(world: World, bills: list[Bill], portal: Merchant) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Đã nộp")
        day = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet.write_row(3, 0, ["Mã khoản thu", "Số tiền", "Ngày nộp", "Mã giao dịch"])
        sheet.write_row(4, 0, [bills[0].code, 660_000])
        sheet.write_datetime(4, 2, datetime(2026, 10, 5, 9, 15), day)
        sheet.write(4, 3, 220_001)
    found = paid_list.read(file.getvalue(), at=LATER)
    assert found.faults == ()
    (row,) = found.rows
    assert (row.row, row.transaction, row.amount_vnd) == (5, "220001", 660_000)
    assert row.paid_at == datetime(2026, 10, 5, 9, 15, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1;không có mã;660.000;05/10/2026;G1;x", "Không thấy mã khoản thu"),
        ("1;TF0000000132;1.25;05/10/2026;G1;x", "Số tiền không đọc được"),
        ("1;TF0000000132;0;05/10/2026;G1;x", "Số tiền phải lớn hơn 0"),
        ("1;TF0000000132;660.000;hôm qua;G1;x", "Thời gian không đọc được"),
        ("1;TF0000000132;660.000;05/10/2026;;x", "Thiếu mã giao dịch"),
        ("1;TF0000000132;660.000;05/10/2062;G1;x", "Thời gian ở tương lai"),
        ("1;TF0000000132;660.000;01/01/1026;G1;x", "Thời gian không đọc được"),
    ],
)
def test_a_fault_names_its_row_and_nothing_is_taken_in(
    world: World, bills: list[Bill], portal: Merchant, row: str, reason: str
) -> None:
    content = lines(f"1;{bills[0].code};660.000;05/10/2026;G0;x", row)
    (fault,) = paid_list.read(content, at=LATER).faults
    assert fault.row == 4
    assert reason in fault.reason
    with pytest.raises(ListRefused):
        take(world, portal, content)
    post_all()
    assert "clearing:portal" not in balances(world.a.id)


def test_the_same_transaction_twice_in_one_list_is_a_fault(bills: list[Bill]) -> None:
    row = f"1;{bills[0].code};660.000;05/10/2026;G0;x"
    assert [fault.row for fault in paid_list.read(lines(row, row), at=LATER).faults] == [4]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\xff\xfe\x00", b"a;b;c\n1;2;3"])
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(ListRefused):
        paid_list.read(content, at=LATER)


CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["TF0000000132", "660.000", "0", "05/10/2026 09:15", "01/01/0001", "G1", ""]),
)
ROWS = st.lists(st.lists(CELLS, max_size=8).map(";".join), max_size=6).map(
    lambda all_: lines(*all_)
)


@given(st.one_of(st.binary(max_size=400), ROWS))
def test_a_file_is_read_with_its_faults_or_refused(content: bytes) -> None:
    try:
        found = paid_list.read(content, at=LATER)
    except ListRefused:
        return
    places = [one.row for one in (*found.rows, *found.faults)]
    assert all(row.amount_vnd > 0 and row.paid_at <= LATER for row in found.rows)
    assert all(place > 2 for place in places), "above the rows stand a title and the heads"


def test_only_who_finds_owners_takes_a_list_in(
    world: World, bills: list[Bill], portal: Merchant, as_role: Callable[..., None]
) -> None:
    content = lines(f"1;{bills[0].code};660.000;05/10/2026;G0;x")
    for actor, refusal in ((world.minh.actor, NotAllowed), (world.quan.actor, NotYours)):
        with pytest.raises(refusal):
            paid_list.take_in(by=actor, merchant_id=portal.pk, content=content, at=LATER)
    as_role("thuphi_app", world.a.id)
    assert take(world, portal, content) == {HeardResult.RECORDED: 1}

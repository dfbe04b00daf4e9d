"""`thuphi import paid-list`: the totals, the faults, and the writing."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests import world as worlds
from tests.money.seen import post_all
from tests.world import World
from thuphi.doors.cli.commands import app
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills.models import Bill
from thuphi.registers.methods import actions as methods

HEADS = "Mã khoản thu;Số tiền;Thời gian;Mã giao dịch"


@pytest.fixture
def bills(db: None, monkeypatch: pytest.MonkeyPatch) -> list[Bill]:
    """Bills of 660.000 đ at a school that has a contract with the portal."""
    monkeypatch.setenv("COLUMNS", "200")
    world: World = worlds.build()
    methods.register_merchant(
        by=SYSTEM, facility_id=world.a.id, channel="portal", slug="vidu-dvcqg",
        account_number="", settings={}, at=worlds.AT,
    )  # fmt: skip
    return worlds.issued_run(world, items=[("AN", 22)])


def told(
    folder: Path, *rows: str, merchant: str = "vidu-dvcqg", confirm: bool = False
) -> tuple[int, str]:
    file = folder / "da-nop.csv"
    file.write_text("\n".join([HEADS, *rows]), encoding="utf-8")
    more = ["--confirm"] if confirm else []
    done = CliRunner().invoke(
        app, ["import", "paid-list", str(file), "--merchant", merchant, *more]
    )
    return done.exit_code, done.output.replace("\u00a0", " ")


def row(bill: Bill, transaction: str = "G1", amount: str = "660.000") -> str:
    return f"{bill.code};{amount};05/10/2026 09:15;{transaction}"


def state(bill: Bill) -> str:
    post_all()
    bill.refresh_from_db()
    return bill.state


def test_without_confirm_it_only_says_what_the_list_holds(
    bills: list[Bill], tmp_path: Path
) -> None:
    code, output = told(tmp_path, row(bills[0]), row(bills[1], "G2"))
    assert code == 0
    assert "2 giao dịch, 1.320.000 đ." in output
    assert "Chưa ghi gì. Thêm --confirm để ghi." in output
    assert state(bills[0]) == "open"


def test_with_confirm_it_takes_all_of_it_in_once(bills: list[Bill], tmp_path: Path) -> None:
    code, output = told(tmp_path, row(bills[0]), row(bills[1], "G2"), confirm=True)
    assert code == 0, output
    assert "Đã ghi 2 giao dịch mới, 0 đã có từ trước, 0 khác với lần trước" in output
    assert [state(bill) for bill in bills] == ["paid", "paid", "open"]
    code, output = told(tmp_path, row(bills[0]), row(bills[1], "G2", "1.000"), confirm=True)
    assert code == 0
    assert "Đã ghi 0 giao dịch mới, 1 đã có từ trước, 1 khác với lần trước" in output


def test_a_fault_is_named_by_its_row_and_nothing_is_written(
    bills: list[Bill], tmp_path: Path
) -> None:
    wrong = row(bills[1], "G2", "1.25")
    code, output = told(tmp_path, row(bills[0]), wrong, confirm=True)
    assert code == 2
    assert "Dòng 3: Số tiền không đọc được: viết 1.250.000." in output
    assert state(bills[0]) == "open"


def test_no_such_contract_and_no_list_end_with_a_sentence(
    bills: list[Bill], tmp_path: Path
) -> None:
    code, output = told(tmp_path, row(bills[0]), merchant="vidu-sepay")
    assert code == 2
    assert "Không có đơn vị nào nhận tiền qua Cổng ở địa chỉ “vidu-sepay”." in output
    file = tmp_path / "hong.xlsx"
    file.write_bytes(b"PK\x03\x04x")
    done = CliRunner().invoke(app, ["import", "paid-list", str(file), "--merchant", "vidu-dvcqg"])
    assert done.exit_code == 2
    assert "Tệp bị hỏng" in done.output

"""`thuphi statement import`: a bank's file from the disk to the table of what it came to."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from tests import world as worlds
from tests.world import ACCOUNT_B, World
from thuphi.doors.cli.statement_import import import_file
from thuphi.money.bills.models import Bill
from thuphi.money.statements.models import BankLine

app = typer.Typer()
app.command()(import_file)


def mt940(code: str, account: str = "0011001932418") -> str:
    lines = [
        ":20:SK0510", f":25:{account}", ":28C:12/1", ":60F:C261005VND1000000,",
        ":61:2610051005C660000,NTRFNONREF//FT26278000000001", f":86:CT DEN {code} HOC PHI",
        ":61:2610051005D5500,NCHGNONREF//FT26278000000002", ":86:PHI SMS",
        ":62F:C261005VND1654500,", "-",
    ]  # fmt: skip
    return "\r\n".join(lines) + "\r\n"


def ran(file: Path, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(file), *options], env={"COLUMNS": "200"})
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


@pytest.fixture
def bills(world: World) -> list[Bill]:
    """Three bills of school A, 660.000 đồng each."""
    return worlds.issued_run(world, items=[("AN", 22)], allows_part=True)


@pytest.fixture
def file(tmp_path: Path, bills: list[Bill]) -> Path:
    found = tmp_path / "sk.sta"
    found.write_text(mt940(bills[0].code), "ascii")
    return found


def test_a_file_is_taken_in_matched_and_told(world: World, bills: list[Bill], file: Path) -> None:
    code, said = ran(file, "--facility", "27001")
    assert code == 0, said
    assert "Đã nhập 2 dòng, 2 dòng mới" in said
    assert "Khớp" in said
    assert "Không phải tiền thu" in said
    bills[0].refresh_from_db()
    assert bills[0].state == "paid"
    assert BankLine.objects.count() == 2


def test_the_same_file_again_changes_nothing(world: World, file: Path) -> None:
    ran(file, "--facility", "27001")
    code, said = ran(file, "--facility", "27001")
    assert code == 0
    assert "Tệp này đã nhập rồi" in said
    assert "Không có dòng nào chờ đối soát" in said


def test_anothers_account_is_refused_by_its_number(world: World, file: Path) -> None:
    code, said = ran(file, "--facility", "27002")
    assert (code, BankLine.objects.count()) == (1, 0)
    assert "Tài khoản 0011001932418 không phải của đơn vị 27002" in said
    assert ACCOUNT_B not in said


def test_a_file_that_does_not_add_up_is_refused_with_its_faults(world: World, file: Path) -> None:
    file.write_text(file.read_text("ascii").replace("1654500", "1654501"), "ascii")
    code, said = ran(file, "--facility", "27001")
    assert (code, BankLine.objects.count()) == (1, 0)
    assert "✗" in said


def test_a_facility_or_profile_that_is_not_there_is_named(world: World, file: Path) -> None:
    assert ran(file, "--facility", "99999") == (2, "✗ Không có đơn vị nào mã “99999”.\n")
    code, said = ran(file, "--facility", "27001", "--profile", "VCB")
    assert (code, said) == (2, "✗ Đơn vị không có mẫu cột nào tên “VCB”.\n")

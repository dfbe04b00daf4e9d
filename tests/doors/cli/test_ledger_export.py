"""`thuphi ledger export`: a whole book in a file that other tools read, or no file at all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import python_calamine
import typer
from typer.testing import CliRunner, Result

from tests import world as worlds
from tests.money.accounts.history import lived
from tests.money.seen import number
from tests.world import World
from thuphi.doors.cli import ledger_export

SCHOOL_A = "27001"


@pytest.fixture
def world(db: None) -> World:
    """Two schools; the first with a history."""
    made = worlds.build()
    lived(made, seed=41, deeds=60)
    return made


def run(*arguments: str | Path) -> Result:
    """The command as typed."""
    app = typer.Typer()
    app.command("export")(ledger_export.export)
    return CliRunner().invoke(app, [str(one) for one in arguments], env={"COLUMNS": "200"})


def transfers(world: World) -> int:
    return number("SELECT count(*) FROM transfer WHERE facility_id = %s", world.a.id)


def test_beancount_is_what_is_written_when_nothing_else_is_said(
    world: World, tmp_path: Path
) -> None:
    file = tmp_path / "so.beancount"
    told = run("--facility", SCHOOL_A, "-o", file)
    assert told.exit_code == 0
    assert f"{transfers(world)} bút toán" in told.output
    tool = Path(sys.executable).parent / "bean-check"
    assert subprocess.run([str(tool), "--no-cache", str(file)], check=False).returncode == 0
    text = file.read_text(encoding="utf-8")
    assert text.count("\n  id: ") == transfers(world)
    assert 'option "title" "Trường Tiểu học Ví Dụ"' in text
    assert "; Từ đầu đến nay" in text
    assert list(tmp_path.iterdir()) == [file]


def test_csv_and_workbook_have_every_transfer_of_the_days(world: World, tmp_path: Path) -> None:
    days = ("--from", "2026-10-05", "--to", "2026-10-05")
    of_day = number(
        "SELECT count(*) FROM transfer WHERE facility_id = %s AND happened_at <"
        " '2026-10-06 00:00+07' AND happened_at >= '2026-10-05 00:00+07'",
        world.a.id,
    )
    lines = tmp_path / "so.csv"
    assert run("--facility", SCHOOL_A, "--format", "csv", "-o", lines, *days).exit_code == 0
    assert lines.read_bytes().startswith(b"\xef\xbb\xbf")
    assert lines.read_text(encoding="utf-8-sig").count("\n") == of_day + 1
    book = tmp_path / "so.xlsx"
    assert run("--facility", SCHOOL_A, "--format", "xlsx", "-o", book).exit_code == 0
    rows = python_calamine.CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0).to_python()
    head = next(place for place, row in enumerate(rows) if row[0] == "Bút toán")
    assert len(rows) - head - 1 == transfers(world)


def test_by_the_day_of_arrival_what_has_not_arrived_is_not_written(
    world: World, tmp_path: Path
) -> None:
    file = tmp_path / "so.beancount"
    assert run("--facility", SCHOOL_A, "--by", "arrived", "-o", file).exit_code == 0
    text = file.read_text(encoding="utf-8")
    assert '  recipe: "pay"\n' not in text
    assert '  recipe: "pay_cash"\n' in text


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--facility", "99999"), "Không có đơn vị nào mã “99999”"),
        (("--facility", SCHOOL_A, "--from", "5/9/2026"), "“5/9/2026” không phải một ngày"),
        (
            ("--facility", SCHOOL_A, "--from", "2026-10-05", "--to", "2026-10-04"),
            "--to phải sau hoặc trùng --from",
        ),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    world: World, tmp_path: Path, arguments: tuple[str, ...], why: str
) -> None:
    told = run(*arguments, "-o", tmp_path / "so.beancount")
    assert told.exit_code == 2
    assert why in told.output
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(world: World, tmp_path: Path) -> None:
    told = run("--facility", SCHOOL_A, "-o", tmp_path / "none" / "so.beancount")
    assert told.exit_code == 2
    assert "Không ghi được" in told.output


def test_a_file_that_stood_there_stays_whole_when_the_new_one_breaks_off(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "so.csv"
    file.write_text("cũ", encoding="utf-8")

    def breaks_off(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    write: Callable[..., None] = breaks_off
    monkeypatch.setattr("thuphi.doors.web.desk.accounts_journal.write", write)
    assert run("--facility", SCHOOL_A, "--format", "csv", "-o", file).exit_code == 2
    assert file.read_text(encoding="utf-8") == "cũ"
    assert list(tmp_path.iterdir()) == [file]

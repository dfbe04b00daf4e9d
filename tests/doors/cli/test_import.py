"""`thuphi import`: the preview, the faults, and the writing."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests import world
from tests.money.bills.workbook.books import NAM, book
from tests.world import SCHOOL_YEAR, World
from thuphi.doors.cli.workbook import app
from thuphi.money.bills.models import Charge, CollectionRun

GOOD = book([NAM], [("HS010", 22, "x", "16.000 đ")])
TOLD = ["--facility", "27001", "--school-year", SCHOOL_YEAR]
WRITE = ["--confirm", "--run-name", "Thu 11", "--opens", "2026-11-01", "--due", "30/11/2026"]


@pytest.fixture
def scene(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("COLUMNS", "200")
    return world.build()


def told(tmp_path: Path, content: bytes, *more: str) -> tuple[int, str]:
    file = tmp_path / "thang-11.xlsx"
    file.write_bytes(content)
    done = CliRunner().invoke(app, ["pupils", str(file), *TOLD, *more])
    return done.exit_code, done.output.replace("\u00a0", " ")


def test_without_confirm_it_only_says_what_it_would_do(scene: World, tmp_path: Path) -> None:
    code, output = told(tmp_path, GOOD)
    assert code == 0
    assert "1 học sinh mới, 0 thay đổi, 0 giữ nguyên" in output
    assert "826.000 đ" in output
    assert "Chưa ghi gì" in output
    assert not CollectionRun.objects.exists()


def test_with_confirm_it_writes_all(scene: World, tmp_path: Path) -> None:
    code, output = told(tmp_path, GOOD, *WRITE)
    assert code == 0, output
    assert "Đã ghi 1 học sinh mới, 0 thay đổi, 3 khoản, 826.000 đ." in output
    assert Charge.objects.filter(run=CollectionRun.objects.get()).count() == 3


def test_faults_are_a_table_and_exit_two(scene: World, tmp_path: Path) -> None:
    code, output = told(tmp_path, book([NAM], [("HS010", -1)]), *WRITE)
    assert code == 2
    assert "1 chỗ cần sửa; chưa ghi gì" in output
    assert "“-1” là số âm; số lượng không được âm" in output
    assert not CollectionRun.objects.exists()


@pytest.mark.parametrize(
    ("content", "more", "words"),
    [
        (b"Ma,Ten\n", (), "Tệp là văn bản (CSV)"),
        (GOOD, ("--confirm",), "cần --run-name và --due"),
        (GOOD, (*WRITE, "--due", "2026-10-01"), "Hạn nộp phải từ ngày bắt đầu"),
        (GOOD, ("--school-year", "2026-2028"), "hai năm liền nhau"),
        (GOOD, ("--facility", "99999"), "Không có đơn vị mã 99999"),
    ],
)
def test_what_cannot_be_done_is_said_and_exits_two(
    scene: World, tmp_path: Path, content: bytes, more: tuple[str, ...], words: str
) -> None:
    code, output = told(tmp_path, content, *more)
    assert code == 2
    assert words in output
    assert not CollectionRun.objects.exists()


def test_the_template_it_writes_goes_back_in(scene: World, tmp_path: Path) -> None:
    written = tmp_path / "mau.xlsx"
    done = CliRunner().invoke(app, ["template", str(written), *TOLD])
    assert done.exit_code == 0, done.output
    code, output = told(tmp_path, written.read_bytes())
    assert (code, "0 học sinh mới" in output) == (0, True)

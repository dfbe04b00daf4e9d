"""`thuphi import preview` reads a school's own sheet without a database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.money.sheets.books import book

ROWS = [
    ("DANH SÁCH THU TIỀN THÁNG 10/2025",),
    ("STT", "Mã HS", "Họ và tên", "SĐT", "Học phí", "Tiền ăn"),
    (1, "HS01", "Nguyễn Văn An", 912345678, "155.000 đ", 700_000),
    (2, None, "Trần Thị Bình", None, "x", None),
]


def preview(file: Path) -> subprocess.CompletedProcess[str]:
    here = {name: said for name, said in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "thuphi.doors.cli", "import", "preview", str(file)],
        capture_output=True, text=True, check=False, timeout=60,
        env={**here, "DJANGO_SETTINGS_MODULE": "no.such.settings"},
    )  # fmt: skip


def test_it_prints_rows_faults_and_the_total(tmp_path: Path) -> None:
    file = tmp_path / "thu.xlsx"
    file.write_bytes(book({"6A1": ROWS}))
    done = preview(file)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "rows": [
            {
                "pupil_code": "HS01",
                "pupil_name": "Nguyễn Văn An",
                "class": "6A1",
                "phone": "0912345678",
                "charges": [
                    {"item": "Học phí", "amount_vnd": 155_000},
                    {"item": "Tiền ăn", "amount_vnd": 700_000},
                ],
            },
            {
                "pupil_code": "",
                "pupil_name": "Trần Thị Bình",
                "class": "6A1",
                "phone": "",
                "charges": [],
            },
        ],
        "faults": [
            {
                "sheet": "6A1",
                "row": 4,
                "column": "E",
                "reason": "cột “Học phí”: “x” không phải số tiền",
            }
        ],
        "total_vnd": 855_000,
    }


def test_a_file_that_cannot_be_read_ends_with_two_and_says_why(tmp_path: Path) -> None:
    broken = tmp_path / "a.xlsx"
    broken.write_bytes(b"PK\x03\x04 broken")
    done = preview(broken)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Tệp bị hỏng" in done.stderr
    gone = preview(tmp_path / "none.xlsx")
    assert (gone.returncode, gone.stdout) == (2, "")
    assert "Không mở được tệp" in gone.stderr

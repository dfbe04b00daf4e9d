"""The whole story from one command, as a newcomer runs it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from thuphi.doors.cli.processes import answers, free_port
from thuphi.ground.server.embedded import EmbeddedServer
from thuphi.ground.server.folders import make_folder, state_folder

WAYS = (
    *("Chọn cách trả", "QR", "Web: VNPAY", "Web: MoMo", "Web: ZaloPay", "QR: payOS"),
    *("Mobile Money", "Nhà mạng thu hộ", "Thẻ", "Bệnh viện"),
    *("Không báo", "Không trả lời", "Báo muộn", "Báo hai lần", "Báo ngược thứ tự", "Sai số tiền"),
    *("Sai chữ ký", "Từ lạ", "Bị từ chối", "Nhà cung cấp hỏng"),
    *("Trả lại theo cách đã trả", "Trả lại không được", "Trả lại bằng chuyển khoản"),
    *("Nhiều khoản, một mã", "Hai lần trả cùng thành công", "Ba trong bốn cách", "Hai bên khớp"),
)
WISHES = (
    "Một tỉnh mới là một tệp, tệp sai bị chỉ từng dòng",
    "Năm kế hoạch được đánh giá trên tỉnh mẫu",
    "Trường thu bằng phần mềm khác thì kê khai",
    "Nhiệm vụ chung, mỗi bên xác nhận phần mình",
    "Báo cáo tháng nộp đúng hạn",
    "Báo cáo tháng nộp muộn",
    "Báo cáo được đính chính",
    "Văn bản Word, PDF, Excel mở được",
    "Báo cáo đi lên, đơn vị thiếu có tên",
    "Một trang cho Chủ tịch, một trang cho dân",
)
MONTH = (
    *("Đọc sổ của trường", "Đăng ký khoản thu", "Đợt thu theo đăng ký", "Cập nhật đợt thu"),
    *("Báo cho gia đình", "Chấm ăn", "Nộp đúng, thiếu, thừa, không nội dung, tiền mặt"),
    *("Một trang cho gia đình", "Điều chỉnh khoản đã thu", "Quyết toán tiền ăn"),
    *("Nhắc nộp, tiền về thì thôi nhắc", "Biên lai điện tử", "Chi trả tiền thừa"),
    *("Sổ và danh sách", "Chốt đợt thu"),
)
BANK = (
    *("Tiền vào mà không ai báo", "Sao kê camt.053", "MT940 và hai bảng tính cùng ngày"),
    *("Người quyết định chỗ chưa chắc", "Ngân hàng thu lại một khoản", "Bảng kết quả"),
    "Khóa sổ ngày",
)
STOOD_BEFORE = (
    *("Các gia đình trả tiền", "Mỗi cách một lần trả", "Một trường đã kê khai"),
    *("Một nhiệm vụ chung đã xong", "Một báo cáo nộp đúng hạn", "Một báo cáo nộp muộn"),
    "Sao kê của ngân hàng",
)
"""What the evening of the demo does once, however often everything is started."""

PATIENCE_SECONDS = 240


@pytest.fixture
def state() -> Iterator[Path]:
    """A state folder of its own, as on a fresh machine."""
    folder = Path(tempfile.mkdtemp(dir=make_folder(state_folder(), 0o711), prefix="demo"))
    folder.chmod(0o711)
    yield folder
    EmbeddedServer(folder / "postgres").stop()
    shutil.rmtree(folder)


def own_environment(state: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("THUPHI_", "DATABASE_URL", "DJANGO_"))
    }
    return {**kept, "THUPHI_STATE": str(state), "PYTHONUNBUFFERED": "1"}


def run(state: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "thuphi.doors.cli", *arguments],
        env=own_environment(state),
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def processes_of(state: Path) -> list[str]:
    """Command lines of processes whose environment or arguments name this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
        except (PermissionError, FileNotFoundError, ProcessLookupError):
            continue
        if str(state).encode() in told:
            found.append((process / "cmdline").read_bytes().decode().replace("\0", " "))
    return found


@pytest.mark.slow
def test_the_demo_tells_the_whole_story_and_leaves_nothing_running(state: Path) -> None:
    told = run(state, "demo", "--check")
    assert told.returncode == 0, told.stdout + told.stderr
    assert "✗" not in told.stdout
    assert told.stdout.count("✓") == 21 + len(WAYS) + len(WISHES) + len(MONTH) + len(BANK) + 1
    story = told.stdout.partition("Bốn cách trả")[2]
    assert [title for title in (*WAYS, *WISHES, *MONTH, *BANK) if f". {title}: " not in story] == []
    assert "41 chỉ tiêu, mỗi con số bằng tổng các cơ sở của nó" in story
    assert "Trường THCS Sông Thương: 4/4, đạt" in story
    assert "Bệnh viện Đa khoa Kinh Bắc: 3/4, đạt" in story
    assert "Trạm Y tế xã Tân Chi: 0/4, chưa đạt" in story
    assert processes_of(state) == []


def test_a_story_that_nobody_knows_is_named_with_those_there_are(state: Path) -> None:
    told = run(state, "demo", "--check", "roads")
    assert told.returncode == 2
    assert "roads" in told.stdout
    assert "road" in told.stdout
    assert processes_of(state) == []


def test_without_check_the_demo_says_what_to_do(state: Path) -> None:
    told = run(state, "demo")
    assert told.returncode == 2
    assert "--check" in told.stdout


def told_until(process: subprocess.Popen[str], words: str) -> str:
    """What a command has printed when it comes to these words."""
    assert process.stdout is not None
    told, end = "", time.monotonic() + PATIENCE_SECONDS
    while words not in told:
        line = process.stdout.readline()
        assert line, told
        assert time.monotonic() < end, told
        told += line
    return told


@pytest.mark.slow
def test_up_says_where_everybody_answers_and_ends_with_all_of_it(state: Path) -> None:
    begin_and_end(state)


@pytest.mark.slow
def test_what_was_started_once_can_be_started_again(state: Path) -> None:
    begin_and_end(state)
    told = begin_and_end(state)
    again = [line for line in told.splitlines() if "đã có từ lần trước" in line]
    assert [title for title in STOOD_BEFORE if not any(title in line for line in again)] == []
    assert len(again) == len(STOOD_BEFORE)


def begin_and_end(state: Path) -> str:
    """Start everything, look at every page, end it; what it has said."""
    web, bank = free_port(), free_port() + 2_000
    command = [sys.executable, "-m", "thuphi.doors.cli", "up", "--port", str(web)]
    with subprocess.Popen(
        [*command, "--bank-port", str(bank)],
        env=own_environment(state), stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        told = told_until(process, "Ctrl-C để dừng tất cả.")
        pages = re.findall(r"^  .*(http://127\.0\.0\.1:\d+\S*)", told, re.MULTILINE)
        ports = [int(page.split(":")[2].partition("/")[0]) for page in pages]
        assert sorted(set(ports)) == sorted([web, *range(bank, bank + 9)])
        assert [page for page in pages if not answers(page)] == []
        assert "simulators.street" in " ".join(processes_of(state))
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) in {0, 1}
    assert processes_of(state) == []
    return told

"""A report as a document: the real thing in the browser, files with proper names."""

from __future__ import annotations

import io
from datetime import datetime
from urllib.parse import unquote

import docx
import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.doors.web.office import boards
from tests.doors.web.office.boards import Town
from tests.doors.web.office.conftest import At
from tests.world import World
from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.reports.models import Filing

ON_TIME = datetime(2026, 9, 18, 9, 0, tzinfo=VIETNAM)


@pytest.fixture
def town(world: World) -> Town:
    """Bắc Ninh of 2026 with a plan, its board and its reports."""
    return boards.build(world)


@pytest.fixture
def filed(town: Town) -> Filing:
    """The education department's report of September."""
    return boards.filed(town.thanh, town.owed(town.education, 9), ON_TIME)


def test_the_pdf_opens_in_the_browser_under_its_own_name(
    town: Town, filed: Filing, at_office: At
) -> None:
    answer = at_office(town.kien).get(reverse("office:report_pdf", args=[filed.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    named = answer["Content-Disposition"]
    assert named.startswith(
        'inline; filename="bao-cao-thang-9-2026---so-giao-duc-va-dao-tao---1.pdf"'
    )
    assert unquote(named).endswith("Báo cáo tháng 9-2026 - Sở Giáo dục và Đào tạo - 1.pdf")


def test_the_docx_says_what_was_filed(town: Town, filed: Filing, at_office: At) -> None:
    answer = at_office(town.thanh).get(reverse("office:report_docx", args=[filed.pk]))
    assert answer["Content-Disposition"].startswith("attachment; ")
    words = " ".join(one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs)
    assert "Đã tập huấn 24 kế toán" in words
    assert "tháng 9 năm 2026" in words


def test_the_workbook_has_the_tables(town: Town, filed: Filing, at_office: At) -> None:
    answer = at_office(town.thanh).get(reverse("office:report_xlsx", args=[filed.pk]))
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).sheet_names
    assert sheets


def test_a_draft_is_seen_before_it_is_filed(town: Town, at_office: At) -> None:
    draft = boards.drafted(town.thanh, town.owed(town.education, 9), ON_TIME)
    answer = at_office(town.thanh).get(reverse("office:report_pdf", args=[draft.pk]))
    assert answer.content.startswith(b"%PDF-")

"""The document of a filing: frozen figures and words, the way it goes, its breakdown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.oversight.reports import filed as builders
from tests.oversight.reports.filed import ON_TIME, TOO_LATE, WORDS
from tests.oversight.reports.forms.papers import lines
from tests.oversight.reports.offices import Offices, officer
from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.indicators.rules import VerdictState
from thuphi.oversight.reports import actions, errors
from thuphi.oversight.reports.forms.document import Document, Percent, Table
from thuphi.oversight.reports.forms.report.filed import filed_document, report_of
from thuphi.oversight.reports.forms.word.writing import docx

LATER = datetime(2022, 3, 22, 8, 0, tzinfo=VIETNAM)


@pytest.fixture
def march(bac_giang: Offices) -> Offices:
    """All is owed for March 2022 and three facilities are at work."""
    builders.facilities_of(bac_giang)
    builders.owe(bac_giang)
    return bac_giang


def cells(document: Document, annex: int) -> list[tuple[object, ...]]:
    """The rows of the first table of an annex."""
    block = document.annexes[annex].blocks[0]
    assert isinstance(block, Table)
    return [row.cells for row in block.rows]


def test_a_filed_report_is_set_with_its_office_its_number_and_its_words(march: Offices) -> None:
    made = builders.filed(march.education)
    told = lines(docx(filed_document(filing_id=made.pk, at=LATER)))
    for line in (
        "ỦY BAN NHÂN DÂN TỈNH BẮC GIANG",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "Số: 12/BC-SGDĐT",
        "Bắc Giang, ngày 18 tháng 3 năm 2022",
        "Kính gửi: Sở Thông tin và Truyền thông",
        "Đã triển khai tại 2 trường.",
        "Thiếu máy POS.",
        "Bổ sung kinh phí.",
        "GIÁM ĐỐC",
        "Nguyễn Văn Thành",
        "- Lưu: VT.",
    ):
        assert line in told
    assert told.index("SỞ GIÁO DỤC VÀ ĐÀO TẠO") < told.index("Nguyễn Văn Thành")


def test_the_period_and_its_window_are_those_of_the_obligation(march: Offices) -> None:
    made = builders.filed(march.education)
    report = report_of(filing_id=made.pk, at=LATER)
    told = lines(docx(filed_document(filing_id=made.pk, at=LATER)))
    assert report.data_on == made.data_on
    assert [line for line in told if "tháng 3 năm 2022 (số liệu từ ngày 15 tháng 02" in line]


def test_a_draft_has_neither_day_nor_route_but_says_whom_it_is_for(march: Offices) -> None:
    made = builders.drafted(march.education)
    told = lines(docx(filed_document(filing_id=made.pk, at=ON_TIME)))
    assert "Bắc Giang, ngày      tháng 3 năm 2022" in told
    assert "Kính gửi: Sở Thông tin và Truyền thông" in told


def test_figures_are_the_frozen_ones(march: Offices) -> None:
    made = builders.filed(march.education)
    before = report_of(filing_id=made.pk, at=LATER)
    assert march.local[0].place is not None
    builders.one_more_school(march.local[0].place, "24999")
    after = report_of(filing_id=made.pk, at=LATER)
    assert after.figures == before.figures
    told = lines(docx(filed_document(filing_id=made.pk, at=LATER)))
    assert [line for line in told if line.startswith("Tổng các đơn vị khác số liệu tính")]


def test_a_changed_figure_is_judged_as_it_was_filed(march: Offices) -> None:
    made = builders.drafted(march.education)
    actions.set_figure(
        by=officer(march.education),
        filing_id=made.pk,
        target_id="BG-T1",
        part=2,
        whole=2,
        reason="Hai trường đã dùng, chưa kê khai",
        at=ON_TIME,
    )
    report = report_of(filing_id=made.pk, at=ON_TIME)
    figure = next(one for one in report.figures if one.target_id == "BG-T1")
    assert (figure.computed, figure.filed) == (Percent(0, 2), Percent(2, 2))
    assert figure.state is VerdictState.REACHED
    assert "Hai trường đã dùng, chưa kê khai" in lines(
        docx(filed_document(filing_id=made.pk, at=ON_TIME))
    )


def test_units_add_up_and_silent_facilities_are_listed(march: Offices) -> None:
    made = builders.filed(march.education)
    document = filed_document(filing_id=made.pk, at=LATER)
    *units, total = cells(document, 0)
    place = march.local[0].place
    assert place is not None
    assert units == [("1", place.full_name, 0, 2, Percent(0, 2), 2)]
    assert total == ("", "Tổng cộng", 0, 2, Percent(0, 2), 2)
    assert [row[1] for row in cells(document, 1)] == ["24900", "24901"]


def test_a_report_of_reports_lists_what_came(march: Offices) -> None:
    builders.filed(march.education)
    builders.filed(march.health, at=TOO_LATE)
    whole = builders.filed(march.information, "BG-REP2", LATER)
    document = filed_document(filing_id=whole.pk, at=LATER)
    assert sorted((row[1], row[2], row[3]) for row in cells(document, 2)) == sorted(
        [
            ("Sở Giáo dục và Đào tạo", "18/03/2022", "Đúng hạn"),
            ("Sở Y tế", "20/03/2022", "Quá hạn"),
            *((one.name, None, "Chưa gửi") for one in march.local),
        ]
    )


def test_a_committee_signs_for_itself(march: Offices) -> None:
    made = builders.drafted(march.local[0])
    actions.write(
        by=officer(march.local[0]),
        filing_id=made.pk,
        words=type(WORDS)(
            results="Đã làm.", signer_title="Phó Chủ tịch", signer_name="Trần Thị Lan"
        ),
        at=ON_TIME,
    )
    told = lines(docx(filed_document(filing_id=made.pk, at=ON_TIME)))
    at = told.index("TM. ỦY BAN NHÂN DÂN")
    assert told[at : at + 4] == [
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Trần Thị Lan",
    ]
    assert told[0] == march.local[0].name.upper()
    assert "Số:         /BC-UBND" in told


def test_the_pages_role_draws_the_paper_of_its_office(
    march: Offices, as_office: Callable[..., None]
) -> None:
    made = builders.filed(march.education)
    wanted = docx(filed_document(filing_id=made.pk, at=LATER))
    as_office(march.education.pk)
    assert docx(filed_document(filing_id=made.pk, at=LATER)) == wanted


def test_a_filing_that_is_not_there_has_no_document(db: None) -> None:
    with pytest.raises(errors.FilingNotFound):
        filed_document(filing_id=1, at=ON_TIME)

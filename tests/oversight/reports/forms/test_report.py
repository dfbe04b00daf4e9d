"""A report on a plan as a document: what it says of every target, changed figures, annexes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.oversight.reports.forms.papers import letters, lines, pdf_text
from thuphi.oversight.indicators.rules import VerdictState
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.rules import Basis, Comparator, Periodicity
from thuphi.oversight.reports.forms import paper
from thuphi.oversight.reports.forms.document import (
    Chart,
    Document,
    Office,
    Percent,
    Signer,
    Table,
)
from thuphi.oversight.reports.forms.report import words
from thuphi.oversight.reports.forms.report.building import report_document
from thuphi.oversight.reports.forms.report.said import (
    FigureLine,
    Report,
    SilentFacility,
    SourceLine,
    UnitLine,
    UnitTable,
)
from thuphi.oversight.reports.forms.word.writing import docx

PLANS = {plan.id: plan for plan in plans.shipped()}
SCHOOLS = FigureLine(
    target_id="BG-T1",
    text="Tối thiểu 50% cơ sở giáo dục trên địa bàn sử dụng nền tảng số.",
    basis=Basis.FACILITIES,
    comparator=Comparator.AT_LEAST,
    goal=50,
    due_on=date(2022, 12, 31),
    state=VerdictState.REACHED,
    computed=Percent(245, 412),
    filed=Percent(245, 412),
    reason="",
    booked_whole=300,
    declared_whole=95,
    facilities=412,
    missing_facilities=17,
)
VALUE = replace(
    SCHOOLS,
    target_id="BG-T2",
    text="Giá trị giao dịch đạt trên 50%",
    basis=Basis.VALUE,
    comparator=Comparator.ABOVE,
    state=VerdictState.NOT_YET,
    computed=Percent(49_999, 100_000),
    filed=Percent(49_999, 100_000),
    booked_whole=80_000,
    declared_whole=20_000,
)
REPORT = Report(
    plan=PLANS["BG2022"],
    office=Office(
        name="Sở Thông tin và Truyền thông",
        short="STTTT",
        superior="Ủy ban nhân dân tỉnh Bắc Giang",
    ),
    number=8,
    place="Bắc Giang",
    issued_on=date(2022, 9, 24),
    signer=Signer(position="Giám đốc", name="Nguyễn Thị Hồng Ánh"),
    addressees=("Ủy ban nhân dân tỉnh Bắc Giang",),
    recipients=(),
    kept_by="",
    periodicity=Periodicity.MONTHLY,
    period_first_on=date(2022, 9, 1),
    period_last_on=date(2022, 9, 30),
    window_first_on=date(2022, 8, 15),
    data_on=date(2022, 9, 14),
    results="Đã tập huấn cho 10/10 huyện, thành phố.",
    difficulties="",
    proposals="",
    figures=(SCHOOLS, VALUE),
    units=(
        UnitTable(
            "BG-T1",
            (
                UnitLine("Huyện Yên Thế", Percent(100, 200), 17),
                UnitLine("Huyện Tân Yên", Percent(145, 212)),
            ),
        ),
    ),
    silent=(SilentFacility("24000001", "Trường Tiểu học Tân Trung", "Xã Tân Trung", ("BG-T2",)),),
)


def table(document: Document, caption: str) -> list[list[object]]:
    """The cells of the table whose caption begins so."""
    blocks = [*document.body, *(block for annex in document.annexes for block in annex.blocks)]
    found = next(
        one for one in blocks if isinstance(one, Table) and one.caption.startswith(caption)
    )
    return [list(row.cells) for row in found.rows]


def test_each_target_stands_with_its_figure_its_goal_and_its_conclusion() -> None:
    assert table(report_document(REPORT), "Bảng 1") == [
        [
            "1",
            "Tối thiểu 50% cơ sở giáo dục trên địa bàn sử dụng nền tảng số (cơ sở)",
            245,
            412,
            Percent(245, 412),
            "từ 50\u00a0%",
            "Đạt",
        ],
        [
            "2",
            "Giá trị giao dịch đạt trên 50% (đồng)",
            49_999,
            100_000,
            Percent(49_999, 100_000),
            "trên 50\u00a0%",
            "Chưa đạt (chưa đến hạn)",
        ],
    ]
    assert "49,99\u00a0%" in lines(docx(report_document(REPORT)))


def test_where_the_base_comes_from_is_told_apart() -> None:
    assert table(report_document(REPORT), "Bảng 2") == [
        ["1", "cơ sở", 300, 95, 17, 412, 17],
        ["2", "đồng", 80_000, 20_000, 0, 412, 17],
    ]


def test_a_changed_figure_shows_both_and_its_reason() -> None:
    changed = replace(VALUE, filed=Percent(50_001, 100_000), reason="Bổ sung 2 cơ sở")
    document = report_document(replace(REPORT, figures=(SCHOOLS, changed)))
    assert table(document, "Bảng 3") == [
        [
            "2",
            "49.999/100.000",
            Percent(49_999, 100_000),
            "50.001/100.000",
            Percent(50_001, 100_000),
            "Bổ sung 2 cơ sở",
        ]
    ]
    assert "Có 01 mục tiêu mà số liệu báo cáo khác" in "".join(lines(docx(document)))


def test_without_changed_figures_there_is_no_such_table() -> None:
    assert not [line for line in lines(docx(report_document(REPORT))) if "Bảng 3" in line]


def test_the_summary_counts_targets_by_conclusion() -> None:
    assert words.summary(REPORT.figures) == (
        "Trong tổng số 02 mục tiêu của Kế hoạch: 01 mục tiêu đạt; "
        "01 mục tiêu chưa đạt nhưng chưa đến hạn."
    )


def test_the_bases_are_those_of_the_plan_and_the_plan_itself() -> None:
    told = [line for line in lines(docx(report_document(REPORT))) if line.startswith("Căn cứ ")]
    assert told == [
        "Căn cứ Quyết định số 1813/QĐ-TTg ngày 28 tháng 10 năm 2021 của Thủ tướng Chính phủ phê "
        "duyệt Đề án phát triển thanh toán không dùng tiền mặt tại Việt Nam giai đoạn 2021-2025;",
        "Căn cứ Công văn số 781/BTTTT-QLDN ngày 04 tháng 3 năm 2022 của Bộ Thông tin và Truyền "
        "thông về việc thúc đẩy chuyển đổi số, thanh toán không dùng tiền mặt trong các trường "
        "học, cơ sở giáo dục và bệnh viện, cơ sở y tế;",
        "Căn cứ Kế hoạch thúc đẩy chuyển đổi số, thanh toán không dùng tiền mặt trong các cơ sở "
        "giáo dục, cơ sở y tế trên địa bàn tỉnh Bắc Giang.",
    ]


def test_the_window_of_the_data_is_told() -> None:
    assert words.opening(REPORT).endswith(
        "báo cáo kết quả thực hiện tháng 9 năm 2022 (số liệu từ ngày 15 tháng 8 năm 2022 đến hết "
        "ngày 14 tháng 9 năm 2022) như sau:"
    )


@pytest.mark.parametrize(
    ("periodicity", "last_on", "said"),
    [
        (Periodicity.MONTHLY, date(2022, 2, 28), "tháng 02 năm 2022"),
        (Periodicity.MONTHLY, date(2022, 11, 30), "tháng 11 năm 2022"),
        (Periodicity.SEMIANNUAL, date(2022, 6, 30), "6 tháng đầu năm 2022"),
        (Periodicity.SEMIANNUAL, date(2022, 12, 31), "6 tháng cuối năm 2022"),
        (Periodicity.ANNUAL, date(2022, 12, 31), "năm 2022"),
        (
            Periodicity.AS_PRESCRIBED,
            date(2022, 9, 30),
            "từ ngày 01 tháng 9 năm 2022 đến ngày 30 tháng 9 năm 2022",
        ),
    ],
)
def test_periods_are_called_by_their_names(
    periodicity: Periodicity, last_on: date, said: str
) -> None:
    assert words.period(replace(REPORT, periodicity=periodicity, period_last_on=last_on)) == said


def test_a_correction_names_what_it_replaces_and_why() -> None:
    second = replace(REPORT, filing_number=2, correction_reason="Sót 3 trường.")
    assert words.corrected(second) == (
        "Báo cáo này (lần 2) thay thế báo cáo lần 1 của cùng kỳ. Lý do: Sót 3 trường."
    )
    assert words.corrected(REPORT) == ""


def test_nothing_written_is_said_to_be_nothing() -> None:
    told = lines(docx(report_document(REPORT)))
    at = told.index("II. KHÓ KHĂN, VƯỚNG MẮC")
    assert told[at : at + 4] == [
        "II. KHÓ KHĂN, VƯỚNG MẮC",
        "Không có.",
        "III. KIẾN NGHỊ, ĐỀ XUẤT",
        "Không có.",
    ]


def test_units_add_up_to_the_figure() -> None:
    document = report_document(REPORT)
    assert [annex.title for annex in document.annexes] == [
        "Số liệu theo đơn vị hành chính",
        "Cơ sở chưa có đủ số liệu trong kỳ báo cáo",
    ]
    assert table(document, "Mục tiêu 1. Tối thiểu 50% cơ sở giáo dục")[-1] == [
        "",
        "Tổng cộng",
        245,
        412,
        Percent(245, 412),
        17,
    ]
    assert not [one for one in lines(docx(document)) if one.startswith("Tổng các đơn vị khác")]


def test_units_that_no_longer_add_up_are_told() -> None:
    late = replace(
        REPORT, units=(UnitTable("BG-T1", (UnitLine("Huyện Yên Thế", Percent(246, 412)),)),)
    )
    told = lines(docx(report_document(late)))
    assert [one for one in told if one.startswith("Tổng các đơn vị khác số liệu tính")]


def test_silent_facilities_are_listed_with_the_targets_they_lack() -> None:
    document = report_document(REPORT)
    (block,) = document.annexes[1].blocks
    assert isinstance(block, Table)
    assert [row.cells for row in block.rows] == [
        ("1", "24000001", "Trường Tiểu học Tân Trung", "Xã Tân Trung", "2")
    ]


def test_a_report_of_reports_says_who_came_who_was_late_and_who_is_missing() -> None:
    whole = replace(
        REPORT,
        sources=(
            SourceLine("Sở Giáo dục và Đào tạo", date(2022, 9, 19)),
            SourceLine("Sở Y tế", date(2022, 9, 21), is_late=True),
            SourceLine("Ủy ban nhân dân huyện Yên Thế", None),
        ),
    )
    document = report_document(whole)
    told = lines(docx(document))
    assert (
        "Có 2/3 cơ quan, đơn vị đã gửi báo cáo, trong đó 1 báo cáo gửi quá hạn; chưa gửi: Ủy ban "
        "nhân dân huyện Yên Thế." in told
    )
    (block,) = document.annexes[2].blocks
    assert isinstance(block, Table)
    assert [row.cells[2:] for row in block.rows] == [
        ("19/09/2022", "Đúng hạn"),
        ("21/09/2022", "Quá hạn"),
        (None, "Chưa gửi"),
    ]


def test_the_chart_shows_the_filed_figures_against_their_goals() -> None:
    (drawn,) = [one for one in report_document(REPORT).body if isinstance(one, Chart)]
    assert drawn.told == (
        "Biểu đồ thanh: mục tiêu 1: 59,4\u00a0%, đạt, yêu cầu từ 50\u00a0%; "
        "mục tiêu 2: 49,9\u00a0%, chưa đạt, yêu cầu trên 50\u00a0%."
    )


def test_a_report_without_targets_is_still_a_report() -> None:
    empty = replace(REPORT, figures=(), units=(), silent=())
    told = lines(docx(report_document(empty)))
    assert "Kế hoạch không giao mục tiêu có số liệu cho kỳ báo cáo này." in told
    assert "Không có mục tiêu trong kỳ báo cáo." in told
    assert "Tất cả các cơ sở đã có đủ số liệu." in told
    assert letters("Không có mục tiêu trong kỳ báo cáo.") in pdf_text(
        paper.pdf(report_document(empty))
    )


@pytest.mark.parametrize("plan_id", sorted(PLANS))
def test_every_shipped_plan_makes_a_document(plan_id: str) -> None:
    report = replace(REPORT, plan=PLANS[plan_id], units=None, silent=None)
    document = report_document(report)
    told = pdf_text(paper.pdf(document))
    assert letters(document.subject) in told
    assert told.count("Căncứ") == len(document.bases)


def test_columns_are_as_wide_as_the_longest_figure() -> None:
    trillions = replace(
        VALUE, computed=Percent(10**12, 9 * 10**12), filed=Percent(10**12, 9 * 10**12)
    )
    document = report_document(replace(REPORT, figures=(trillions,)))
    found = next(one for one in document.body if isinstance(one, Table))
    # 13 digits and 4 points in Times New Roman at 12 points are 31,75 mm, in twips 1800.
    assert found.columns[3].width >= 1800
    assert found.columns[1].width >= 1700

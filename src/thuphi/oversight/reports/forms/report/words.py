"""The sentences of a report: its period, its bases, what it concludes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from thuphi.oversight.indicators.rules import VerdictState
from thuphi.oversight.plans.rules import Comparator, LegalBasis, Periodicity
from thuphi.oversight.reports.forms.report.said import FigureLine, Report
from thuphi.oversight.reports.forms.wording import day_line, month_of_year, plain, without_stop

CONCLUSIONS = {
    VerdictState.REACHED: "Đạt",
    VerdictState.NOT_YET: "Chưa đạt (chưa đến hạn)",
    VerdictState.MISSED: "Không đạt",
    VerdictState.NOT_REACHED: "Chưa đạt",
    VerdictState.NO_DATA: "Chưa có số liệu",
}
COUNTED = {
    VerdictState.REACHED: "đạt",
    VerdictState.NOT_YET: "chưa đạt nhưng chưa đến hạn",
    VerdictState.MISSED: "không đạt khi đến hạn",
    VerdictState.NOT_REACHED: "chưa đạt (mục tiêu phấn đấu hoặc thí điểm)",
    VerdictState.NO_DATA: "chưa có số liệu",
}
FIRST_HALF_ENDS_BY_MONTH = 7


def day(on: date) -> str:
    """`ngày 05 tháng 01 năm 2026`."""
    return day_line(on, month=(on.year, on.month))


def period(report: Report) -> str:
    """`tháng 9 năm 2022`, `6 tháng đầu năm 2022`, `năm 2022`, or from day to day."""
    last = report.period_last_on
    match report.periodicity:
        case Periodicity.MONTHLY:
            return f"tháng {month_of_year(last.month)} năm {last.year}"
        case Periodicity.SEMIANNUAL:
            half = "đầu" if last.month <= FIRST_HALF_ENDS_BY_MONTH else "cuối"
            return f"6 tháng {half} năm {last.year}"
        case Periodicity.ANNUAL:
            return f"năm {last.year}"
        case _:
            return f"từ {day(report.period_first_on)} đến {day(last)}"


def subject(report: Report) -> str:
    """What the report is on."""
    return f"Kết quả thực hiện {plan_name(report)} {period(report)}"


def plan_name(report: Report) -> str:
    """The plan as it is called within a sentence."""
    title = plain(report.plan.title)
    if title.startswith("Kế hoạch"):
        return title
    return f"nội dung “{without_stop(title)}”"


def bases(report: Report) -> tuple[str, ...]:
    """What the plan rests on, and the plan itself."""
    return (*(basis(one) for one in report.plan.legal_bases), own_basis(report))


def basis(one: LegalBasis) -> str:
    """`Quyết định số 1813/QĐ-TTg ngày 28 tháng 10 năm 2021 của Thủ tướng Chính phủ phê duyệt …`."""
    parts = [one.kind or "Văn bản", f"số {one.number}" if one.number else ""]
    if one.issued_on is not None:
        parts.append(day(one.issued_on))
    if one.issuer:
        parts.append(f"của {one.issuer}")
    return " ".join(part for part in (*parts, plain(one.title)) if part)


def own_basis(report: Report) -> str:
    """The plan as the last basis, by number and day where they are known."""
    document = report.plan.document
    name = plan_name(report)
    number = f" số {document.number}" if document.number else ""
    on = f" {day(document.issued_on)}" if document.issued_on else ""
    if name.startswith("Kế hoạch") and (number or on):
        return f"Kế hoạch{number}{on}: {name}"
    return name


def opening(report: Report) -> str:
    """The paragraph before the first heading."""
    return (
        f"Thực hiện {plan_name(report)}, {report.office.name} báo cáo kết quả thực hiện "
        f"{period(report)} (số liệu từ {day(report.window_first_on)} đến hết "
        f"{day(report.data_on)}) như sau:"
    )


def corrected(report: Report) -> str:
    """What is said of a report that stands in the place of another; empty of a first one."""
    if report.filing_number == 1:
        return ""
    return (
        f"Báo cáo này (lần {report.filing_number}) thay thế báo cáo lần "
        f"{report.filing_number - 1} của cùng kỳ. Lý do: {without_stop(report.correction_reason)}."
    )


def summary(figures: Iterable[FigureLine]) -> str:
    """How many targets are where, in one sentence; a state without a target is not told."""
    counts = Counter(one.state for one in figures)
    total = sum(counts.values())
    if not total:
        return "Kế hoạch không giao mục tiêu có số liệu cho kỳ báo cáo này."
    told = [f"{counts[state]:02} mục tiêu {COUNTED[state]}" for state in COUNTED if counts[state]]
    return f"Trong tổng số {total:02} mục tiêu của Kế hoạch: {'; '.join(told)}."


def goal(figure: FigureLine) -> str:
    """`từ 50 %`, `trên 50 %`; all of them is `100 %`."""
    share = f"{figure.goal}\u00a0%"
    if figure.comparator is Comparator.ABOVE:
        return f"trên {share}"
    return share if figure.goal == 100 else f"từ {share}"


def sources(report: Report) -> str:
    """How many of the reports that were to go into this one have come."""
    lines = report.sources or ()
    here = [line for line in lines if line.filed_on is not None]
    late = sum(1 for line in here if line.is_late)
    missing = [line.agency for line in lines if line.filed_on is None]
    told = f"Có {len(here)}/{len(lines)} cơ quan, đơn vị đã gửi báo cáo"
    told += f", trong đó {late} báo cáo gửi quá hạn" if late else ""
    return f"{told}; chưa gửi: {', '.join(missing)}." if missing else f"{told}."


def changed(figures: Iterable[FigureLine]) -> str:
    """How many figures the office filed otherwise than computed; empty when none."""
    count = sum(1 for one in figures if one.is_changed)
    if not count:
        return ""
    return (
        f"Có {count:02} mục tiêu mà số liệu báo cáo khác số liệu hệ thống tính từ sổ thu và kê "
        "khai; hai số liệu và lý do nêu tại bảng sau."
    )


def closing(report: Report) -> str:
    """The last paragraph."""
    to = report.addressees[0] if report.addressees else "cấp có thẩm quyền"
    return (
        f"Trên đây là kết quả thực hiện {period(report)} của {report.office.name}, trân trọng "
        f"báo cáo {to} tổng hợp, xem xét, chỉ đạo"
    )


def paragraphs(text: str) -> list[str]:
    """What a person wrote, by its lines; `Không có.` for nothing."""
    return [line for line in map(plain, text.splitlines()) if line] or ["Không có."]

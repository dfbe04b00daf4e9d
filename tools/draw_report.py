"""Draws a report of September 2022 with invented figures, so that eyes can judge the sheet.

    PYTHONPATH=src python tools/draw_report.py docs/pictures

writes some pages as report-*.png; with a second folder also report.docx, report.pdf, report.xlsx.
"""

from __future__ import annotations

import sys
from datetime import date
from importlib import resources
from pathlib import Path

from thuphi.oversight import plans
from thuphi.oversight.indicators.rules import VerdictState, reaches
from thuphi.oversight.plans.reading import read
from thuphi.oversight.plans.rules import Basis, Periodicity, Target
from thuphi.oversight.reports.forms import paper, workbook
from thuphi.oversight.reports.forms.document import Document, Office, Percent, Signer
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

DATA_ON = date(2022, 9, 14)
DISTRICTS = (
    "Thành phố Bắc Giang", "Huyện Yên Thế", "Huyện Tân Yên", "Huyện Lạng Giang",
    "Huyện Lục Nam", "Huyện Lục Ngạn", "Huyện Sơn Động", "Huyện Yên Dũng", "Huyện Việt Yên",
    "Huyện Hiệp Hòa",
)  # fmt: skip
WHOLES = {Basis.FACILITIES: 41, Basis.TRANSACTIONS: 9_871, Basis.VALUE: 4_567_890_123}
PERMILLE = (634, 512, 498, 701, 553, 467, 588, 446)
SILENT = 17
SHOWN = (1, 2, 3, 4, 5)


def document() -> Document:
    """The consolidated report of the department of information to the people's committee."""
    profile = resources.files(plans) / "profiles" / "bg-2022.toml"
    plan = read(profile.read_text("utf-8"), name=profile.name)
    tables = tuple(units(order, target) for order, target in enumerate(plan.targets))
    return report_document(
        Report(
            plan=plan,
            office=Office(
                name="Sở Thông tin và Truyền thông",
                short="STTTT",
                superior="Ủy ban nhân dân tỉnh Bắc Giang",
            ),
            number=8,
            place="Bắc Giang",
            issued_on=date(2022, 9, 24),
            signer=Signer(
                position="Phó Giám đốc", name="Nguyễn Thị Hồng Ánh", authority=("KT. Giám đốc",)
            ),
            addressees=("Ủy ban nhân dân tỉnh Bắc Giang",),
            recipients=("Sở Giáo dục và Đào tạo", "Sở Y tế", "Ủy ban nhân dân các huyện"),
            kept_by="CNTT",
            periodicity=Periodicity.MONTHLY,
            period_first_on=date(2022, 9, 1),
            period_last_on=date(2022, 9, 30),
            window_first_on=date(2022, 8, 15),
            data_on=DATA_ON,
            results="Sở đã tập huấn cho cán bộ đầu mối của 10/10 huyện, thành phố.",
            difficulties="Một số trạm y tế chưa có đường truyền ổn định và máy chấp nhận thẻ.",
            proposals="Đề nghị Ủy ban nhân dân tỉnh bố trí kinh phí thuê đường truyền.",
            figures=tuple(
                line(target, table) for target, table in zip(plan.targets, tables, strict=True)
            ),
            units=tables,
            silent=tuple(
                SilentFacility(
                    f"2400{number:03}",
                    f"Trường Tiểu học và Trung học cơ sở số {number}",
                    "Xã Tân Trung",
                    (plan.targets[0].id, plan.targets[2].id),
                )
                for number in range(1, SILENT + 1)
            ),
            sources=(
                SourceLine("Sở Giáo dục và Đào tạo", date(2022, 9, 19)),
                SourceLine("Sở Y tế", date(2022, 9, 21), is_late=True),
                SourceLine("Ủy ban nhân dân huyện Yên Thế", None),
            ),
        )
    )


def units(order: int, target: Target) -> UnitTable:
    """Invented shares of the ten districts."""
    whole = WHOLES[target.indicator.basis]
    return UnitTable(
        target.id,
        tuple(
            UnitLine(
                name,
                Percent((whole + n) * (PERMILLE[order] + 9 * n - 40) // 1000, whole + n),
                missing_facilities=1 + (n < SILENT - len(DISTRICTS)),
            )
            for n, name in enumerate(DISTRICTS)
        ),
    )


def line(target: Target, table: UnitTable) -> FigureLine:
    """The sum of the districts; the third target was filed otherwise than computed."""
    part = sum(unit.share.part for unit in table.units)
    whole = sum(unit.share.whole for unit in table.units)
    more = 5 if target.id.endswith("T3") else 0
    is_met = reaches(part + more, whole, target.comparator, target.goal_permille)
    return FigureLine(
        target_id=target.id,
        text=target.text,
        basis=target.indicator.basis,
        comparator=target.comparator,
        goal=target.goal,
        due_on=target.due_on,
        state=VerdictState.REACHED if is_met else VerdictState.NOT_YET,
        computed=Percent(part, whole),
        filed=Percent(part + more, whole),
        reason="Thêm 5 trường đã dùng, hồ sơ gửi sau ngày chốt số liệu" if more else "",
        booked_whole=whole * 7 // 10,
        declared_whole=whole * 2 // 10,
        facilities=455,
        missing_facilities=SILENT,
    )


def main(pictures: Path, files: Path | None) -> None:
    """Write the pictures and, if wanted, the files."""
    drawn = document()
    sheets = paper.pages(drawn)
    for number in SHOWN:
        (pictures / f"report-{number}.png").write_bytes(sheets[number - 1])
    if files is not None:
        files.mkdir(parents=True, exist_ok=True)
        (files / "report.docx").write_bytes(docx(drawn))
        (files / "report.pdf").write_bytes(paper.pdf(drawn))
        (files / "report.xlsx").write_bytes(workbook.xlsx(drawn))
    print(len(sheets), "pages")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)

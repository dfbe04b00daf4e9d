"""A report set as a document: results, difficulties, proposals, annexes."""

from __future__ import annotations

from collections.abc import Iterator

from thuphi.oversight.indicators import charts
from thuphi.oversight.indicators.rules import VerdictState
from thuphi.oversight.reports.forms.document import (
    Annex,
    Block,
    Chart,
    Document,
    Heading,
    Kind,
    Paragraph,
)
from thuphi.oversight.reports.forms.report import tables, words
from thuphi.oversight.reports.forms.report.said import FigureLine, Report


def report_document(report: Report) -> Document:
    """The report as an official document. Every figure is one that was handed in, frozen."""
    return Document(
        office=report.office,
        number=report.number,
        place=report.place,
        issued_on=report.issued_on,
        month=(report.data_on.year, report.data_on.month),
        kind=Kind.REPORT,
        subject=words.subject(report),
        bases=words.bases(report),
        addressees=report.addressees,
        body=tuple(_body(report)),
        signer=report.signer,
        recipients=report.recipients,
        kept_by=report.kept_by,
        annexes=tuple(_annexes(report)),
    )


def _body(report: Report) -> Iterator[Block]:
    yield Paragraph(words.opening(report))
    if told := words.corrected(report):
        yield Paragraph(told)
    yield Heading("I. Kết quả thực hiện các mục tiêu")
    yield from (Paragraph(text) for text in words.paragraphs(report.results))
    yield Paragraph(words.summary(report.figures))
    if report.sources is not None:
        yield Paragraph(words.sources(report))
    yield tables.results(report.figures)
    if report.figures:
        yield chart(report)
        yield tables.origins(report.figures)
    if told := words.changed(report.figures):
        yield Paragraph(told)
        yield tables.changes(report.figures)
    yield Heading("II. Khó khăn, vướng mắc")
    yield from (Paragraph(text) for text in words.paragraphs(report.difficulties))
    yield Heading("III. Kiến nghị, đề xuất")
    yield from (Paragraph(text) for text in words.paragraphs(report.proposals))
    yield Paragraph(words.closing(report))


def chart(report: Report) -> Chart:
    """All targets as bars against their goals, drawn as on the page of the plan."""
    spec = charts.targets_chart(
        [bullet(number, figure) for number, figure in enumerate(report.figures, 1)]
    )
    told = "; ".join(
        f"mục tiêu {number}: {_said(figure)}, yêu cầu {words.goal(figure)}"
        for number, figure in enumerate(report.figures, 1)
    )
    return Chart(
        spec,
        told=f"Biểu đồ thanh: {told}.",
        caption="Hình 1. Tỷ lệ đạt được so với yêu cầu của từng mục tiêu",
        width_mm=135,
    )


def bullet(number: int, figure: FigureLine) -> charts.Bullet:
    """A target as a bar, called by its number in the table above."""
    return charts.Bullet(
        label=f"Mục tiêu {number}",
        goal_label=words.goal(figure),
        now_permille=charts.permille(figure.filed.part, figure.filed.whole),
        goal_permille=figure.goal * 10,
        is_reached=figure.state is VerdictState.REACHED,
        said=_said(figure),
    )


def _said(figure: FigureLine) -> str:
    share = charts.permille(figure.filed.part, figure.filed.whole)
    conclusion = words.CONCLUSIONS[figure.state].partition(" (")[0].lower()
    if share is None:
        return conclusion
    return f"{charts.percent(share)}, {conclusion}"


def _annexes(report: Report) -> Iterator[Annex]:
    for annex in (
        tables.units_annex(report),
        tables.silent_annex(report),
        tables.sources_annex(report),
    ):
        if annex is not None:
            yield annex

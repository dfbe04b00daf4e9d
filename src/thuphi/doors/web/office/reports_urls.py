"""Addresses of reports, below /van-phong/bao-cao."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import reports, reports_deeds, reports_files, reports_page, reports_told

OWED = "bao-cao/<int:obligation_id>"
FILING = "bao-cao/ban/<int:filing_id>"

urlpatterns: list[URLPattern] = [
    path("bao-cao", reports.reports, name="reports"),
    path("bao-cao/theo-doi/<str:plan_id>", reports.watch, name="reports_watch"),
    path("bao-cao/kho-khan", reports_told.difficulties, name="difficulties"),
    path("bao-cao/kho-khan/gui", reports_told.tell, name="difficulty_tell"),
    path(
        "bao-cao/kho-khan/<int:difficulty_id>/tra-loi",
        reports_told.answer,
        name="difficulty_answer",
    ),
    path(OWED, reports_page.report, name="report"),
    path(f"{OWED}/lan/<int:number>", reports_page.version, name="report_version"),
    path(f"{OWED}/soan", reports_deeds.begin, name="report_begin"),
    path(f"{OWED}/han", reports_deeds.set_due, name="report_due"),
    path(f"{FILING}/luu", reports_deeds.save, name="report_save"),
    path(f"{FILING}/tinh-lai", reports_deeds.recompute, name="report_recompute"),
    path(f"{FILING}/gui", reports_deeds.file, name="report_file"),
    path(f"{FILING}/chuyen-tiep", reports_deeds.forward, name="report_forward"),
    path(f"{FILING}/tiep-nhan", reports_deeds.accept, name="report_accept"),
    path(f"{FILING}/tra-lai", reports_deeds.send_back, name="report_send_back"),
    path(f"{FILING}/sua", reports_deeds.correct, name="report_correct"),
    path(f"{FILING}/van-ban.pdf", reports_files.report_pdf, name="report_pdf"),
    path(f"{FILING}/van-ban.docx", reports_files.report_docx, name="report_docx"),
    path(f"{FILING}/van-ban.xlsx", reports_files.report_xlsx, name="report_xlsx"),
]

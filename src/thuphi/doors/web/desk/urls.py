"""Addresses of the desk, below /ban-lam-viec/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from . import (
    accounts,
    bills,
    cash,
    exemptions,
    fees,
    home,
    inbox,
    notices,
    payments,
    pupils,
    run_new,
    runs,
    standing,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="desk_home"),
    path("don-vi", home.choose, name="desk_choose"),
    path("tim", home.search, name="desk_search"),
    path("tai-khoan/<int:facility_id>", accounts.account, name="desk_account"),
    path("tai-khoan/<int:facility_id>/de-nghi", accounts.propose, name="desk_account_propose"),
    path(
        "tai-khoan/<int:facility_id>/duyet/<int:account_id>",
        accounts.decide,
        name="desk_account_decide",
    ),
    path("nhap-excel/", include("thuphi.doors.web.desk.import_views")),
    path("phuong-thuc/", include("thuphi.doors.web.desk.methods")),
    path("hoc-sinh", pupils.pupils, name="desk_pupils"),
    path("hoc-sinh/<int:pupil_id>", pupils.pupil, name="desk_pupil"),
    path("hoc-sinh/<int:pupil_id>/mien-giam", exemptions.exempt, name="desk_exempt"),
    path("khoan-thu", fees.fees, name="desk_fees"),
    path("khoan-thu/them", fees.fee_add, name="desk_fee_add"),
    path("khoan-thu/<int:item_id>", fees.fee_change, name="desk_fee_change"),
    path("khoan-thu/<int:item_id>/ngung", fees.fee_retire, name="desk_fee_retire"),
    path("dot-thu", runs.runs, name="desk_runs"),
    path("dot-thu/moi", run_new.run_new, name="desk_run_new"),
    path("dot-thu/da-thu", standing.standing, name="desk_standing"),
    path("dot-thu/<int:run_id>", runs.run, name="desk_run"),
    path("dot-thu/<int:run_id>/tien-do", runs.progress, name="desk_run_progress"),
    path("dot-thu/<int:run_id>/phat-hanh", runs.issue, name="desk_run_issue"),
    path("dot-thu/<int:run_id>/huy", runs.withdraw, name="desk_run_withdraw"),
    path("dot-thu/<int:run_id>/giay-bao", notices.notices, name="desk_notices"),
    path("dot-thu/<int:run_id>/giay-bao/in", notices.notices_print, name="desk_notices_print"),
    path("khoan", bills.bills, name="desk_bills"),
    path("khoan/<str:code>", bills.bill, name="desk_bill"),
    path("khoan/<str:code>/huy", bills.cancel, name="desk_bill_cancel"),
    path("tien-vao", payments.payments, name="desk_payments"),
    path("tien-vao/bang.xlsx", payments.payments_xlsx, name="desk_payments_xlsx"),
    path("can-xu-ly", inbox.inbox, name="desk_inbox"),
    path("can-xu-ly/<int:payment_id>", inbox.inbox_item, name="desk_inbox_item"),
    path("can-xu-ly/<int:payment_id>/gach-no", inbox.identify, name="desk_identify"),
    path("quay", cash.cash, name="desk_cash"),
    path("", include("thuphi.doors.web.desk.money_urls")),
    path("quay/<str:code>", cash.cash_bill, name="desk_cash_bill"),
    path("quay/<str:code>/xong/<int:payment_id>", cash.cash_done, name="desk_cash_done"),
]

"""Addresses of credits that are paid out."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import payout_deeds, payouts

urlpatterns: list[URLPattern | URLResolver] = [
    path("", payouts.payouts, name="desk_payouts"),
    path("moi", payouts.payout_new, name="desk_payout_new"),
    path("tai-khoan/<int:pupil_id>", payouts.payout_account, name="desk_payout_account"),
    path(
        "tai-khoan/<int:pupil_id>/xac-nhan/<int:account_id>",
        payout_deeds.confirm_account,
        name="desk_payout_confirm",
    ),
    path("<int:list_id>", payouts.payout, name="desk_payout"),
    path("<int:list_id>/duyet", payout_deeds.release, name="desk_payout_release"),
    path("<int:list_id>/huy", payout_deeds.withdraw, name="desk_payout_withdraw"),
    path("<int:list_id>/ket-qua", payout_deeds.outcome, name="desk_payout_outcome"),
    path("<int:list_id>/lenh.xml", payout_deeds.bank_xml, name="desk_payout_xml"),
    path("<int:list_id>/bang.xlsx", payout_deeds.bank_xlsx, name="desk_payout_xlsx"),
]

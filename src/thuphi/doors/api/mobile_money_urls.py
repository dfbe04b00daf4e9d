"""The bill server's addresses, below `/api/mm/v1.2/`."""

from __future__ import annotations

from django.urls import path

from thuphi.doors.api import mobile_money as views

ACCOUNT = "accounts/<str:account_id>"
TYPED = "accounts/<str:identifier_type>/<str:identifier>"

app_name = "mobile_money"
urlpatterns = [
    path("heartbeat", views.heartbeat, name="heartbeat"),
    path("bills/<str:bill_reference>/payments", views.payments, name="bill_payments"),
    path(f"{ACCOUNT}/bills", views.bills, name="bills"),
    path(f"{ACCOUNT}/bills/payments", views.payments_on_account, name="account_payments"),
    path(f"{ACCOUNT}/bills/<str:bill_reference>/payments", views.payments, name="payments"),
    path(f"{TYPED}/bills", views.bills_by_type, name="bills_by_type"),
    path(
        f"{TYPED}/bills/payments",
        views.payments_on_account_by_type,
        name="account_payments_by_type",
    ),
    path(
        f"{TYPED}/bills/<str:bill_reference>/payments",
        views.payments_by_type,
        name="payments_by_type",
    ),
]

"""Addresses of statements of account, trial balance and aged receivables."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from . import (
    accounts_aged,
    accounts_item,
    accounts_journal,
    accounts_one,
    accounts_payer,
    accounts_trial,
)

_TABLE = r"(?P<ending>xlsx|csv)"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", accounts_trial.accounts, name="desk_accounts"),
    re_path(rf"^bang\.{_TABLE}$", accounts_trial.accounts_file, name="desk_accounts_file"),
    path("loai/<slug:kind>", accounts_trial.accounts_kind, name="desk_accounts_kind"),
    path("tai-khoan/<int:account_id>", accounts_one.account_one, name="desk_account_one"),
    re_path(
        rf"^tai-khoan/(?P<account_id>[0-9]{{1,18}})/so\.{_TABLE}$",
        accounts_one.account_file,
        name="desk_account_file",
    ),
    path("but-toan/<str:reference>", accounts_one.account_about, name="desk_account_about"),
    path("hoc-sinh/<int:pupil_id>", accounts_payer.account_payer, name="desk_account_payer"),
    re_path(
        rf"^hoc-sinh/(?P<pupil_id>[0-9]{{1,18}})/so\.{_TABLE}$",
        accounts_payer.account_payer_file,
        name="desk_account_payer_file",
    ),
    path("khoan-muc", accounts_item.account_items, name="desk_account_items"),
    path("khoan-muc/<int:item_id>", accounts_item.account_item, name="desk_account_item"),
    re_path(
        rf"^khoan-muc/(?P<item_id>[0-9]{{1,18}})/so\.{_TABLE}$",
        accounts_item.account_item_file,
        name="desk_account_item_file",
    ),
    path("tuoi-no", accounts_aged.account_aged, name="desk_aged"),
    re_path(rf"^tuoi-no\.{_TABLE}$", accounts_aged.account_aged_file, name="desk_aged_file"),
    path("xuat", accounts_journal.account_export, name="desk_account_export"),
    re_path(
        r"^xuat/so-nhat-ky\.(?P<ending>xlsx|csv|beancount)$",
        accounts_journal.account_export_file,
        name="desk_account_export_file",
    ),
]

"""Addresses of declarations in the offices, below /van-phong/ke-khai."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import declarations, declarations_book, declarations_deeds

urlpatterns: list[URLPattern] = [
    path("ke-khai", declarations.declarations, name="declarations"),
    path("ke-khai/mau.xlsx", declarations_book.template, name="declarations_template"),
    path("ke-khai/tep", declarations_book.upload_book, name="declarations_upload"),
    path("ke-khai/tep/ghi", declarations_book.confirm, name="declarations_confirm"),
    path("ke-khai/xac-minh", declarations_deeds.verify_all, name="declarations_verify"),
    path("ke-khai/duyet", declarations_deeds.approve_all, name="declarations_approve"),
    path("ke-khai/nen-tang", declarations_deeds.uses, name="declaration_uses"),
    path("ke-khai/nen-tang/<int:use_id>", declarations_deeds.decide_use, name="declaration_use"),
    path("ke-khai/<int:declaration_id>", declarations.declaration, name="declaration"),
    path(
        "ke-khai/<int:declaration_id>/xac-minh",
        declarations_deeds.verify,
        name="declaration_verify",
    ),
    path(
        "ke-khai/<int:declaration_id>/duyet",
        declarations_deeds.approve,
        name="declaration_approve",
    ),
    path(
        "ke-khai/<int:declaration_id>/tra-lai",
        declarations_deeds.send_back,
        name="declaration_send_back",
    ),
    path(
        "ke-khai/<int:declaration_id>/minh-chung/<int:evidence_id>",
        declarations.proof,
        name="declaration_proof",
    ),
]

"""Addresses of the reconciliation screen and of the workbench."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import reconcile, reconcile_rule, workbench, workbench_deeds, workbench_many

urlpatterns: list[URLPattern | URLResolver] = [
    path("", reconcile.reconcile, name="desk_reconcile"),
    path("bang.xlsx", reconcile.reconcile_xlsx, name="desk_reconcile_xlsx"),
    path("theo-ngay", reconcile_rule.change, name="desk_reconcile_rule"),
    path("giai-thich", workbench_many.explain, name="desk_reconcile_explain"),
    path("can-xu-ly/", workbench.workbench, name="desk_workbench"),
    path("can-xu-ly/nhieu", workbench_many.many, name="desk_workbench_many"),
    path("can-xu-ly/<str:thing>/", workbench.item, name="desk_workbench_item"),
    path("can-xu-ly/<str:thing>/gach", workbench_deeds.assign, name="desk_workbench_assign"),
    path("can-xu-ly/<str:thing>/chia", workbench_deeds.split, name="desk_workbench_split"),
    path("can-xu-ly/<str:thing>/tien-ton", workbench_deeds.credit, name="desk_workbench_credit"),
    path("can-xu-ly/<str:thing>/hoan", workbench_deeds.refund, name="desk_workbench_refund"),
    path(
        "can-xu-ly/<str:thing>/khong-phai",
        workbench_deeds.not_ours,
        name="desk_workbench_not_ours",
    ),
    path("can-xu-ly/<str:thing>/ghi-chu", workbench_deeds.note, name="desk_workbench_note"),
    path("can-xu-ly/<str:thing>/ghep", workbench_deeds.pair, name="desk_workbench_pair"),
    path("can-xu-ly/<str:thing>/huy", workbench_deeds.undo, name="desk_workbench_undo"),
]

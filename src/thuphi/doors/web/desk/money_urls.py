"""Addresses of the counter's card and Mobile Money, of attempts and of refunds."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from thuphi.registers.methods.rules import Way

from . import attempts, collect, refund_deeds, refunds

urlpatterns: list[URLPattern | URLResolver] = [
    path("quay/<str:code>/the", collect.collect, {"way": Way.CARD}, name="desk_collect_card"),
    path(
        "quay/<str:code>/mobile-money",
        collect.collect,
        {"way": Way.MOBILE_MONEY},
        name="desk_collect_mobile",
    ),
    path("quay/<str:code>/lan-tra/<int:attempt_id>", collect.collected, name="desk_collected"),
    path(
        "quay/<str:code>/lan-tra/<int:attempt_id>/trang-thai",
        collect.collected_state,
        name="desk_collected_state",
    ),
    path(
        "quay/<str:code>/lan-tra/<int:attempt_id>/huy",
        collect.cancel,
        name="desk_collect_cancel",
    ),
    path("lan-tra", attempts.attempts, name="desk_attempts"),
    path("lan-tra/<int:attempt_id>", attempts.attempt, name="desk_attempt"),
    path("lan-tra/<int:attempt_id>/hoi-lai", attempts.ask_again, name="desk_attempt_ask"),
    path("lan-tra/<int:attempt_id>/khong-co-tien", attempts.give_up, name="desk_attempt_give_up"),
    path("lan-tra/<int:attempt_id>/nhan-tien", attempts.accept, name="desk_attempt_accept"),
    path("tra-lai", refunds.refunds, name="desk_refunds"),
    path("tra-lai/muc-mot-nguoi", refund_deeds.set_limit, name="desk_refund_limit"),
    path("tra-lai/<int:refund_id>", refunds.refund, name="desk_refund"),
    path("tra-lai/<int:refund_id>/duyet", refund_deeds.approve, name="desk_refund_approve"),
    path("tra-lai/<int:refund_id>/rut", refund_deeds.withdraw, name="desk_refund_withdraw"),
    path("tra-lai/<int:refund_id>/da-trao", refund_deeds.hand_over, name="desk_refund_hand_over"),
    path("tra-lai/<int:refund_id>/ket-luan", refund_deeds.settle, name="desk_refund_settle"),
    path("tra-lai/<int:refund_id>/thu-lai", refund_deeds.take_up_again, name="desk_refund_again"),
    path("tra-lai/<int:refund_id>/phieu.pdf", refund_deeds.refund_slip, name="desk_refund_slip"),
    path("tien-vao/<int:payment_id>/tra-lai", refunds.refund_ask, name="desk_refund_ask"),
    path("tien-vao/<int:payment_id>/bi-thu-lai", refund_deeds.reversal, name="desk_reversal"),
]

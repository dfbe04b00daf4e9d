"""Webhooks over the API: where a facility's software is told, and the log of what it was told."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Body, Header, Path, Query, Router
from pydantic import Field

from thuphi.ground.kit import clock
from thuphi.registers.neighbours import errors, queries
from thuphi.registers.neighbours.actions import deliveries, endpoints
from thuphi.registers.neighbours.models import WebhookEndpoint
from thuphi.registers.neighbours.rules import Scope

from . import cursors
from .bills import KeyNeeded
from .entry import ApiRequest, Bearer
from .once import once, told
from .problems import Flawed, Kind, Problem
from .shapes import (
    DeliveryOut,
    DeliveryPageOut,
    Paged,
    WebhookChange,
    WebhookIn,
    WebhookMade,
    WebhookOut,
    WebhooksOut,
)
from .showing import delivery_out, webhook_out
from .words import Words

NOT_PLAIN = Words(
    "Phải là địa chỉ https đầy đủ, không có tên đăng nhập, không có dấu #.",
    "Has to be a whole https address, without a user and without a #.",
)
FULL = Words(
    "Đơn vị đã có đủ số địa chỉ nhận tin. Bỏ một địa chỉ trước.",
    "The facility has as many addresses as it may have. Remove one first.",
)
THERE = Words(
    "Đơn vị đã có địa chỉ này. Xem các địa chỉ nhận tin; mất khóa ký thì bỏ địa chỉ rồi thêm lại.",
    "The facility has this address already. Look at its addresses; if the secret is lost, remove "
    "the address and add it again.",
)
UNDER_WAY = Words("Tin này đang chờ gửi rồi.", "This message waits to be sent already.")

RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]

router = Router(tags=["webhooks"], auth=Bearer(Scope.WEBHOOKS_WRITE))


def _not_plain() -> Problem:
    flawed = Flawed(NOT_PLAIN.said(), pointer="#/url", code="address_not_plain")
    return Problem(Kind.INVALID, errors=[flawed], count=1)


def _here(request: ApiRequest, webhook_id: int) -> WebhookEndpoint:
    row = queries.endpoint_here(webhook_id, request.auth.facility_id)
    if row is None:
        raise Problem(Kind.NOT_FOUND)
    return row


@router.get(
    "/webhooks",
    response={200: WebhooksOut},
    operation_id="list_webhooks",
    summary="Các địa chỉ nhận tin",
)
def list_webhooks(request: ApiRequest) -> HttpResponse:
    """Không kèm khóa ký."""
    rows = queries.endpoints_of(request.auth.facility_id)
    return told(200, WebhooksOut(webhooks=[webhook_out(row) for row in rows]))


@router.post(
    "/webhooks",
    response={201: WebhookMade},
    operation_id="create_webhook",
    summary="Thêm một địa chỉ nhận tin",
)
def create_webhook(request: ApiRequest, body: Annotated[WebhookIn, Body()]) -> HttpResponse:
    """Khóa ký chỉ hiện trong câu trả lời này; mất thì bỏ địa chỉ và thêm lại."""
    try:
        made = endpoints.register_endpoint(
            by=request.auth.actor,
            facility_id=request.auth.facility_id,
            url=body.url,
            told_of=set(body.events),
            at=clock.now(),
        )
    except errors.AddressNotPlain as error:
        raise _not_plain() from error
    except errors.TooManyEndpoints as error:
        raise Problem(Kind.CONFLICT, why=FULL.said()) from error
    except errors.EndpointThere as error:
        raise Problem(Kind.CONFLICT, why=THERE.said()) from error
    return told(201, WebhookMade(**webhook_out(made.row).model_dump(), secret=made.secret))


@router.get(
    "/webhooks/{webhook_id}",
    response={200: WebhookOut},
    operation_id="get_webhook",
    summary="Một địa chỉ nhận tin",
)
def get_webhook(request: ApiRequest, webhook_id: Annotated[RowId, Path()]) -> HttpResponse:
    """Kèm lý do nếu đã ngừng."""
    return told(200, webhook_out(_here(request, webhook_id)))


@router.patch(
    "/webhooks/{webhook_id}",
    response={200: WebhookOut},
    operation_id="change_webhook",
    summary="Đổi địa chỉ, loại tin, bật hoặc tắt",
)
def change_webhook(
    request: ApiRequest,
    webhook_id: Annotated[RowId, Path()],
    body: Annotated[WebhookChange, Body()],
) -> HttpResponse:
    """Bật lại thì những tin còn chờ được gửi tiếp."""
    _here(request, webhook_id)
    try:
        row = endpoints.change_endpoint(
            by=request.auth.actor,
            endpoint_id=webhook_id,
            at=clock.now(),
            url=body.url,
            told_of=None if body.events is None else set(body.events),
            is_active=body.is_active,
        )
    except errors.AddressNotPlain as error:
        raise _not_plain() from error
    except errors.EndpointThere as error:
        raise Problem(Kind.CONFLICT, why=THERE.said()) from error
    return told(200, webhook_out(row))


@router.delete(
    "/webhooks/{webhook_id}",
    response={204: None},
    operation_id="remove_webhook",
    summary="Bỏ một địa chỉ nhận tin",
)
def remove_webhook(request: ApiRequest, webhook_id: Annotated[RowId, Path()]) -> HttpResponse:
    """Tin còn chờ thì thôi không gửi nữa."""
    _here(request, webhook_id)
    endpoints.remove_endpoint(by=request.auth.actor, endpoint_id=webhook_id, at=clock.now())
    return HttpResponse(status=204)


@router.get(
    "/webhooks/{webhook_id}/deliveries",
    response={200: DeliveryPageOut},
    operation_id="list_deliveries",
    summary="Nhật ký gửi tin, mới nhất trước",
)
def list_deliveries(
    request: ApiRequest,
    webhook_id: Annotated[RowId, Path()],
    wanted: Annotated[Paged, Query()],
) -> HttpResponse:
    """Mỗi tin một dòng: đã thử mấy lần, lần cuối ra sao."""
    row = _here(request, webhook_id)
    found = queries.deliveries_to(row.pk)
    if before := cursors.number_of("deliveries", wanted.cursor):
        found = found.filter(pk__lt=before)
    rows = list(found[: wanted.limit + 1])
    page, more = rows[: wanted.limit], len(rows) > wanted.limit
    return told(
        200,
        DeliveryPageOut(
            deliveries=[delivery_out(one) for one in page],
            next_cursor=cursors.written("deliveries", page[-1].pk) if more else None,
        ),
    )


@router.post(
    "/webhooks/{webhook_id}/deliveries/{delivery_id}/resend",
    response={200: DeliveryOut},
    operation_id="resend_delivery",
    summary="Gửi lại một tin",
)
def resend_delivery(
    request: ApiRequest,
    webhook_id: Annotated[RowId, Path()],
    delivery_id: Annotated[RowId, Path()],
    idempotency_key: Annotated[KeyNeeded | None, Header(alias="Idempotency-Key")] = None,
) -> HttpResponse:
    """Giữ nguyên webhook-id, để bên nhận biết là tin cũ."""

    def deed() -> DeliveryOut:
        row = queries.delivery_here(delivery_id, request.auth.facility_id)
        if row is None or row.endpoint_id != webhook_id:
            raise Problem(Kind.NOT_FOUND)
        try:
            again = deliveries.send_again(
                by=request.auth.actor, delivery_id=delivery_id, at=clock.now()
            )
        except errors.DeliveryUnderWay as error:
            raise Problem(Kind.CONFLICT, why=UNDER_WAY.said()) from error
        return delivery_out(again)

    return once(request, idempotency_key, 200, deed)

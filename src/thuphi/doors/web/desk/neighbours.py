"""Software that is let in: its keys, the addresses that are told, and the log of what was told."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.registers.neighbours import errors, queries
from thuphi.registers.neighbours.actions import deliveries, endpoints, keys
from thuphi.registers.neighbours.models import ApiKey, WebhookEndpoint
from thuphi.registers.neighbours.rules import (
    MAY_CONNECT,
    DeliveryState,
    HookEvent,
    Scope,
    Trouble,
)

from .frame import PAGE_ROWS, Crumb, Desk, Noun, desk_of, page_number, show
from .neighbours_forms import EVENTS, SCOPES, EndpointForm, KeyForm
from .words import Words

STATES: dict[DeliveryState, tuple[Words, str, str]] = {
    DeliveryState.WAITING: (gettext_lazy("Chờ gửi"), "clock", ""),
    DeliveryState.FAILED: (gettext_lazy("Chưa được, sẽ gửi lại"), "clock", "warn"),
    DeliveryState.DELIVERED: (gettext_lazy("Đã nhận"), "tick", "good"),
    DeliveryState.GIVEN_UP: (gettext_lazy("Đã ngừng gửi"), "cross", "bad"),
}

TROUBLES: dict[Trouble, Words] = {
    Trouble.NONE: "",
    Trouble.STATUS: gettext_lazy("phần mềm trả lời lỗi"),
    Trouble.TIMEOUT: gettext_lazy("quá 10 giây không trả lời"),
    Trouble.UNREACHABLE: gettext_lazy("không kết nối được"),
    Trouble.NOT_PUBLIC: gettext_lazy("địa chỉ không công khai"),
    Trouble.GONE: gettext_lazy("phần mềm báo địa chỉ không còn"),
    Trouble.REMOVED: gettext_lazy("địa chỉ đã bỏ"),
}

REASONS: dict[str, Words] = {
    endpoints.SWITCHED_OFF: gettext_lazy("Đang tắt"),
    endpoints.GONE: gettext_lazy("Tự tắt: phần mềm báo địa chỉ không còn"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A key or a secret for the one time it is shown."""

    title: str
    body: str
    text: str


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key of the list."""

    key: ApiKey
    may: list[Words]
    state: Words
    shape: str
    tone: str
    is_good: bool


def key_row(key: ApiKey, desk: Desk) -> KeyRow:
    """A key in words."""
    may = [SCOPES[Scope(name)] for name in key.scopes]
    if key.revoked_at is not None:
        return KeyRow(key, may, _("Đã thu hồi"), "cross", "", is_good=False)
    if key.expires_on is not None and key.expires_on <= desk.today:
        return KeyRow(key, may, _("Đã hết hiệu lực"), "dash", "", is_good=False)
    return KeyRow(key, may, _("Đang dùng"), "tick", "good", is_good=True)


def page(
    request: StaffRequest,
    desk: Desk,
    *,
    key_form: KeyForm | None = None,
    endpoint_form: EndpointForm | None = None,
    shown: Shown | None = None,
) -> HttpResponse:
    """Keys and addresses of the facility, with what was just made."""
    context = {
        "keys": [key_row(key, desk) for key in queries.keys_of(desk.facility_id)],
        "endpoints": [
            (
                row,
                [EVENTS[HookEvent(name)] for name in row.events],
                REASONS.get(row.disabled_reason),
            )
            for row in queries.endpoints_of(desk.facility_id)
        ],
        "key_form": key_form or KeyForm(),
        "endpoint_form": endpoint_form or EndpointForm(),
        "shown": shown,
    }
    crumbs = [Crumb(_("Hôm nay"), reverse("desk_home")), Crumb(_("Phần mềm liên thông"))]
    is_wrong = (key_form and key_form.errors) or (endpoint_form and endpoint_form.errors)
    return show(
        request, desk, "neighbours", context,
        noun=Noun.TODAY, crumbs=crumbs, status=400 if is_wrong and shown is None else 200,
    )  # fmt: skip


@for_staff(MAY_CONNECT)
@require_safe
def neighbours(request: StaffRequest) -> HttpResponse:
    """Which software may come in, and where it is told."""
    return page(request, desk_of(request))


@for_staff(MAY_CONNECT)
@require_POST
def key_add(request: StaffRequest) -> HttpResponse:
    """Make a key. It is on this answer alone: who reloads the page sees it no more."""
    desk = desk_of(request)
    form = KeyForm(request.POST)
    if not form.is_valid():
        return page(request, desk, key_form=form)
    try:
        made = keys.create_key(
            by=desk.by,
            facility_id=desk.facility_id,
            name=form.cleaned_data["name"],
            scopes=form.chosen(),
            expires_on=form.cleaned_data["expires_on"],
            at=desk.at,
        )
    except errors.KeyEndsBeforeItBegins:
        form.add_error("expires_on", _("Ngày hết hiệu lực phải sau hôm nay."))
        return page(request, desk, key_form=form)
    shown = Shown(
        _("Khóa mới"),
        _("Chép khóa này vào phần mềm ngay bây giờ: khóa chỉ hiện một lần, không xem lại được."),
        made.key.written,
    )
    return page(request, desk, shown=shown)


@for_staff(MAY_CONNECT)
@require_POST
def key_revoke(request: StaffRequest, key_id: int) -> HttpResponse:
    """End a key at once."""
    desk = desk_of(request)
    if key_id not in {key.pk for key in queries.keys_of(desk.facility_id)}:
        raise Http404
    keys.revoke_key(by=desk.by, key_id=key_id, at=desk.at)
    messages.success(request, _("Đã thu hồi. Phần mềm giữ khóa này không vào được nữa."))
    return redirect("desk_neighbours")


@for_staff(MAY_CONNECT)
@require_POST
def endpoint_add(request: StaffRequest) -> HttpResponse:
    """Tell one more address. Its secret is on this answer alone."""
    desk = desk_of(request)
    form = EndpointForm(request.POST)
    if not form.is_valid():
        return page(request, desk, endpoint_form=form)
    try:
        made = endpoints.register_endpoint(
            by=desk.by,
            facility_id=desk.facility_id,
            url=form.cleaned_data["url"],
            told_of=form.chosen(),
            at=desk.at,
        )
    except errors.TooManyEndpoints:
        form.add_error("url", _("Đã đủ số địa chỉ nhận tin. Bỏ một địa chỉ trước."))
        return page(request, desk, endpoint_form=form)
    except errors.EndpointThere:
        form.add_error("url", _("Địa chỉ này đã có ở danh sách. Mất khóa ký thì bỏ rồi thêm lại."))
        return page(request, desk, endpoint_form=form)
    shown = Shown(
        _("Khóa ký của địa chỉ mới"),
        _("Chép khóa ký này vào phần mềm ngay bây giờ: khóa chỉ hiện một lần, không xem lại được."),
        made.secret,
    )
    return page(request, desk, shown=shown)


def endpoint_of(desk: Desk, endpoint_id: int) -> WebhookEndpoint:
    """The facility's address of this number, or nothing at all."""
    row = queries.endpoint_here(endpoint_id, desk.facility_id)
    if row is None:
        raise Http404
    return row


@for_staff(MAY_CONNECT)
@require_POST
def endpoint_change(request: StaffRequest, endpoint_id: int) -> HttpResponse:
    """Switch an address on or off, or remove it."""
    desk = desk_of(request)
    row = endpoint_of(desk, endpoint_id)
    match request.POST.get("deed", ""):
        case "remove":
            endpoints.remove_endpoint(by=desk.by, endpoint_id=row.pk, at=desk.at)
            messages.success(request, _("Đã bỏ địa chỉ. Từ nay không gửi tin tới đó."))
        case "on" | "off" as deed:
            endpoints.change_endpoint(
                by=desk.by, endpoint_id=row.pk, at=desk.at, is_active=deed == "on"
            )
            messages.success(
                request,
                _("Đã bật; tin còn chờ được gửi tiếp.")
                if deed == "on"
                else _("Đã tắt; tin đang chờ được giữ lại."),
            )
        case _other:
            messages.error(request, _("Chưa ghi gì: hãy bấm một nút."))
    return redirect("desk_neighbours")


@for_staff(MAY_CONNECT)
@require_safe
def log(request: StaffRequest, endpoint_id: int) -> HttpResponse:
    """What an address was told, the latest first."""
    desk = desk_of(request)
    row = endpoint_of(desk, endpoint_id)
    listed = Paginator(queries.deliveries_to(row.pk), PAGE_ROWS).get_page(page_number(request))
    context = {
        "endpoint": row,
        "page": listed,
        "rows": [
            (
                one,
                EVENTS[HookEvent(one.event)],
                *STATES[DeliveryState(one.state)],
                TROUBLES[Trouble(one.last_error)],
                one.state != DeliveryState.WAITING.value,
            )
            for one in listed
        ],
    }
    crumbs = [
        Crumb(_("Hôm nay"), reverse("desk_home")),
        Crumb(_("Phần mềm liên thông"), reverse("desk_neighbours")),
        Crumb(_("Nhật ký gửi tin")),
    ]
    return show(request, desk, "neighbours_log", context, noun=Noun.TODAY, crumbs=crumbs)


@for_staff(MAY_CONNECT)
@require_POST
def resend(request: StaffRequest, delivery_id: int) -> HttpResponse:
    """Send a message again."""
    desk = desk_of(request)
    row = queries.delivery_here(delivery_id, desk.facility_id)
    if row is None:
        raise Http404
    try:
        deliveries.send_again(by=desk.by, delivery_id=row.pk, at=desk.at)
    except errors.DeliveryUnderWay:
        messages.warning(request, _("Tin này đang chờ gửi rồi; không có gì đổi."))
    else:
        messages.success(request, _("Sẽ gửi lại ngay."))
    return redirect("desk_neighbours_log", row.endpoint_id)

"""Ways of paying of one facility: how ready they are, what they cost, and their registration."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thuphi.doors.web.shared import methods_words
from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.channels.contract import Connector
from thuphi.ground.channels.registry import CONNECTORS
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.fold import search_key
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.registers.facilities import queries as facilities
from thuphi.registers.methods import actions, errors, queries, rules
from thuphi.registers.methods.labels import label_of
from thuphi.registers.methods.models import Merchant
from thuphi.registers.methods.rules import Way

from . import methods_deeds as deeds
from .accounts import desk_at
from .frame import Crumb, Desk, Noun, show
from .methods_forms import RegisterForm, channel_choices
from .methods_rows import fee_row, incentive_row, merchant_row, terminal_row, way_cards

USUAL_VND = 1_000_000
"""A school's month, for asking whether the list of ways favours anybody."""


def crumbs_of(desk: Desk, *more: Crumb) -> list[Crumb]:
    """From the list of ways down to the page."""
    home = Crumb(_("Phương thức thanh toán"), reverse("desk_methods", args=[desk.facility_id]))
    return [home, *more] if more else []


@for_staff(Permission.REGISTER_READ)
@require_safe
def methods(request: StaffRequest, facility_id: int) -> HttpResponse:
    """The four ways with their evidence, the favours, the terminals."""
    desk = desk_at(request, facility_id)
    ready = queries.readiness([facility_id], desk.today)[facility_id]
    fees = queries.fees_of(facility_id)
    rows = [
        merchant_row(one, fees, desk.today)
        for one in queries.merchants_of(facility_id)
        if one.channel in CONNECTORS
    ]
    labels = {row.merchant.pk: row.label for row in rows}
    offers = queries.offers_of(facility_id, desk.today, USUAL_VND)
    context = {
        "ready": ready,
        "needed": rules.METHODS_NEEDED,
        "cards": way_cards(dict(ready.methods), rows),
        "offers": [(one, methods_words.cost(one), methods_words.takes(one)) for one in offers],
        "faults": [methods_words.FAULTS[one] for one in rules.is_neutral(offers)],
        "incentives": [
            incentive_row(one, labels, desk.today)
            for one in queries.incentives_of(facility_id, desk.today)
        ],
        "terminals": [terminal_row(one) for one in queries.terminals_of(facility_id)],
    }
    return show(request, desk, "methods", context, noun=Noun.TODAY)


def _offered() -> list[Connector]:
    """The channels of real providers; our own for trying things out only where that is wanted."""
    trying = settings.OFFERS_SANDBOX
    return [one for one in CONNECTORS.values() if trying or one.name != "sandbox"]


@for_staff(Permission.METHOD_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def add(request: StaffRequest, facility_id: int) -> HttpResponse:
    """Choose a channel, then type its settings under the provider's own names."""
    desk = desk_at(request, facility_id)
    channel = request.GET.get("kenh", "")
    crumbs = crumbs_of(desk, Crumb(_("Thêm")))
    connector = CONNECTORS.get(channel)
    if connector is None:
        choices = {"choices": channel_choices(_offered())}
        return show(request, desk, "methods_choose", choices, noun=Noun.TODAY, crumbs=crumbs)
    form = RegisterForm(
        request.POST or None,
        connector=connector,
        initial={"slug": proposed_slug(desk.facility.code, channel)},
    )
    if request.method == "POST" and form.is_valid():
        made = register(desk, channel, form)
        if made is not None:
            messages.success(
                request,
                _("Đã thêm. Gửi địa chỉ nhận thông báo cho nhà cung cấp, rồi ghi hợp đồng và phí."),
            )
            return redirect("desk_method", facility_id, made.pk)
    account = facilities.approved_account(facility_id)
    context = {
        "form": form,
        "label": label_of(channel, Way(connector.method)).label,
        "watched": account.number if account and connector.method == Way.QR.value else "",
    }
    status = 400 if form.errors else 200
    return show(
        request, desk, "methods_add", context, noun=Noun.TODAY, crumbs=crumbs, status=status
    )


def proposed_slug(code: str, channel: str) -> str:
    """The facility's code and the channel, as an address takes them."""
    plain = search_key(code).lower()
    kept = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in plain)
    return f"{kept.strip('-') or 'co-so'}-{channel}"[:60]


@sensitive_variables()
def register(desk: Desk, channel: str, form: RegisterForm) -> Merchant | None:
    """The new merchant; none when the form has to be looked at again and says where."""
    account = facilities.approved_account(desk.facility_id)
    watches = CONNECTORS[channel].method == Way.QR.value
    try:
        return actions.register_merchant(
            by=desk.by,
            facility_id=desk.facility_id,
            channel=channel,
            slug=form.cleaned_data["slug"],
            account_number=account.number if account and watches else "",
            settings=form.settings(),
            at=desk.at,
        )
    except errors.SlugNotPlain:
        form.add_error("slug", _("Tên gồm 4 đến 60 chữ thường không dấu, chữ số, dấu gạch."))
    except errors.SlugTaken:
        form.add_error("slug", _("Tên này đã có nơi khác dùng. Đặt tên khác."))
    except errors.SecretMissing:
        form.add_error(None, _("Chưa có khóa bí mật nào. Chép từ trang của nhà cung cấp."))
    except errors.AddressNotSafe as error:
        form.blame(str(error), deeds.not_safe())
    except errors.AccountWatchedAlready:
        form.add_error(
            None,
            _("Kênh này đã theo dõi tài khoản của đơn vị. Sửa kênh đã có, đừng thêm kênh nữa."),
        )
    return None


def merchant_here(desk: Desk, merchant_id: int) -> Merchant:
    """A merchant of this desk, or nothing at all."""
    try:
        return queries.merchant(merchant_id, desk.facility_id)
    except errors.MerchantNotFound:
        raise Http404 from None


def method_page(
    request: StaffRequest, desk: Desk, merchant: Merchant, forms: deeds.Forms
) -> HttpResponse:
    """One provider with everything that may be said about it."""
    if merchant.channel not in CONNECTORS:
        raise Http404
    fees = [one for one in queries.fees_of(desk.facility_id) if one.merchant_id == merchant.pk]
    row = merchant_row(merchant, fees, desk.today)
    account = facilities.approved_account(desk.facility_id)
    context = {
        "row": row,
        "merchant": merchant,
        "is_trial": any(
            not merchant.settings.get(name) for name in CONNECTORS[merchant.channel].ADDRESSES
        ),
        "open_settings": sorted(merchant.settings.items()),
        "fees": [fee_row(one, desk.today) for one in fees],
        "incentives": [
            incentive_row(one, {merchant.pk: row.label}, desk.today)
            for one in queries.incentives_of(desk.facility_id, desk.today)
            if one.merchant_id == merchant.pk or one.method == row.way.value
        ],
        "terminals": [
            terminal_row(one)
            for one in queries.terminals_of(desk.facility_id)
            if one.merchant_id == merchant.pk
        ],
        "takes_cards": row.way is Way.CARD,
        "new_account": account.number
        if account and row.way is Way.QR and account.number != merchant.account_number
        else "",
        "forms": forms,
    }
    crumbs = crumbs_of(desk, Crumb(row.label))
    status = 400 if any(form.errors for form in forms.values()) else 200
    return show(
        request, desk, "methods_one", context, noun=Noun.TODAY, crumbs=crumbs, status=status
    )


@for_staff(Permission.REGISTER_READ)
@require_safe
def method(request: StaffRequest, facility_id: int, merchant_id: int) -> HttpResponse:
    """One provider of the facility."""
    desk = desk_at(request, facility_id)
    merchant = merchant_here(desk, merchant_id)
    return method_page(request, desk, merchant, deeds.forms_of(merchant, desk.today))


@for_staff(Permission.METHOD_WRITE)
@require_POST
@sensitive_post_parameters()
def change(request: StaffRequest, facility_id: int, merchant_id: int, what: str) -> HttpResponse:
    """Settings, contract, fee, favour or terminal of a provider, by the form of that name."""
    desk = desk_at(request, facility_id)
    merchant = merchant_here(desk, merchant_id)
    if what not in deeds.DEEDS or merchant.channel not in CONNECTORS:
        raise Http404
    forms = deeds.forms_of(merchant, desk.today, {what: request.POST})
    if what not in forms:
        raise Http404
    said = deeds.DEEDS[what](desk, merchant, forms[what]) if forms[what].is_valid() else None
    if said is None:
        return method_page(request, desk, merchant, forms)
    messages.success(request, said)
    return redirect("desk_method", facility_id, merchant_id)


@for_staff(Permission.METHOD_WRITE)
@require_POST
def press(request: StaffRequest, facility_id: int, what: str, number: int) -> HttpResponse:
    """One button: in or out of use, another account, the end of a fee or favour, a terminal."""
    desk = desk_at(request, facility_id)
    deed = deeds.PRESSES.get(what)
    if deed is None or not deeds.is_here(desk, what, number):
        raise Http404
    try:
        messages.success(request, deed(desk, number))
    except (errors.MerchantRefused, MoveNotAllowed) as error:
        messages.error(request, deeds.refusal(error))
    back = request.POST.get("back", "")
    if back.isascii() and back.isdigit():
        return redirect("desk_method", facility_id, int(back))
    return redirect("desk_methods", facility_id)


urlpatterns: list[URLPattern] = [
    path("<int:facility_id>", methods, name="desk_methods"),
    path("<int:facility_id>/them", add, name="desk_method_add"),
    path("<int:facility_id>/<int:merchant_id>", method, name="desk_method"),
    path("<int:facility_id>/<int:merchant_id>/<slug:what>", change, name="desk_method_change"),
    path("<int:facility_id>/nut/<slug:what>/<int:number>", press, name="desk_method_press"),
]
"""Below `phuong-thuc/` of the desk."""

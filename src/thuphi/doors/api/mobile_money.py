"""The bill server for mobile-money operators, and for whoever asks for bills in the same shape.

GSMA Mobile Money API 1.2.0, bill payments (OpenAPI); `docs/api/mobile-money.md`. An operator is a
merchant of channel `gsma` (or `portal`): `X-Client-Id` is its name, `X-API-Key` its key.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps

import structlog
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from thuphi.ground.kit import clock
from thuphi.money.bills.models import Bill

from .bill_shape import Asked, bill_shape, payment_shape, stamp
from .mobile_money_entry import (
    Account,
    Caller,
    account_of,
    code_of,
    correlation_of,
    enter,
)
from .mobile_money_faults import Fault, Refused
from .mobile_money_paying import asked, payments_of, read_body, take, the_one

log = structlog.get_logger("thuphi.api.mobile_money")

LIMIT, LIMIT_MAX = 50, 100
View = Callable[..., HttpResponse]


class _Open:
    """Open to who shows a key: the guard of pages asks for no sign-in."""

    is_open = True
    permission = None


def _served(view: View) -> View:
    """An address of this server: errors are error objects, and nobody on the way keeps answers."""

    @csrf_exempt
    @cache_control(private=True, no_store=True)
    @wraps(view)
    def answer(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Refused as refused:
            if refused.fault is Fault.NOT_KNOWN:
                log.warning("mobile_money_caller_refused")
            response = refused.response(clock.now())
        except OperationalError as error:
            log.warning("mobile_money_away", error=type(error).__name__)
            response = Refused(Fault.AWAY).response(clock.now())
        response["X-Date"] = stamp(clock.now())
        return response

    answer.access = _Open  # type: ignore[attr-defined]
    return answer


@_served
@require_GET
def heartbeat(_request: HttpRequest) -> HttpResponse:
    """Whether bills can be asked for now: it looks at the database, and asks for no key."""
    Bill.objects.filter(pk=0).exists()
    return JsonResponse({"serviceStatus": "available", "delay": 0})


@_served
@require_GET
def bills(request: HttpRequest, account_id: str) -> HttpResponse:
    """The bills of an account, those to be paid first come first."""
    at = clock.now()
    account = account_of(account_id, request)
    caller = enter(request, account, at)
    there = _issued_between(asked(_bills_of(caller, account)), request)
    offset = _number(request, "offset", 0)
    told = there[offset : offset + min(_number(request, "limit", LIMIT), LIMIT_MAX)]
    answer = JsonResponse([bill_shape(one) for one in told], safe=False)
    answer["X-Records-Available-Count"] = str(len(there))
    answer["X-Records-Returned-Count"] = str(len(told))
    return answer


@_served
@require_GET
def bills_by_type(request: HttpRequest, identifier_type: str, identifier: str) -> HttpResponse:
    """The same for an account that is named by one identifier."""
    return bills(request, f"{identifier_type}@{identifier}")


@_served
@require_http_methods(["GET", "POST"])
def payments(request: HttpRequest, bill_reference: str, account_id: str = "") -> HttpResponse:
    """Pay a bill, or see what this operator has paid on it."""
    at = clock.now()
    code = code_of(bill_reference)
    account = account_of(account_id, request) if account_id else Account(code, "", code)
    if not code:
        raise Refused(Fault.NO_SUCH_BILL, billReference=bill_reference)
    caller = enter(request, Account(account.consumer, account.facility_code, code), at)
    owned = {bill.code: bill for bill in _bills_of(caller, account)}
    if code not in owned:
        raise Refused(Fault.NO_SUCH_BILL, billReference=bill_reference)
    return _payments(request, caller, [owned[code]], at)


@_served
@require_http_methods(["GET", "POST"])
def payments_by_type(
    request: HttpRequest, identifier_type: str, identifier: str, bill_reference: str
) -> HttpResponse:
    """The same for an account that is named by one identifier."""
    return payments(request, bill_reference, f"{identifier_type}@{identifier}")


@_served
@require_http_methods(["GET", "POST"])
def payments_on_account(request: HttpRequest, account_id: str) -> HttpResponse:
    """Pay without naming a bill: taken only when just one is to be paid."""
    at = clock.now()
    account = account_of(account_id, request)
    caller = enter(request, account, at)
    return _payments(request, caller, _bills_of(caller, account), at)


@_served
@require_http_methods(["GET", "POST"])
def payments_on_account_by_type(
    request: HttpRequest, identifier_type: str, identifier: str
) -> HttpResponse:
    """The same for an account that is named by one identifier."""
    return payments_on_account(request, f"{identifier_type}@{identifier}")


def _bills_of(caller: Caller, account: Account) -> list[Bill]:
    """All bills of a code or of a pupil or patient, the next due first. Raises `Refused`."""
    mine = Bill.objects.filter(facility_id=caller.facility_id).select_related("facility")
    if account.bill_code:
        found = list(mine.filter(code=account.bill_code))
    else:
        found = list(mine.filter(beneficiary__code=account.consumer).order_by("-due_on", "-pk"))
        found.sort(key=lambda bill: bill.remaining_vnd == 0)
    if not found:
        raise Refused(Fault.NO_SUCH_BILL, consumerno=account.consumer)
    return found


def _issued_between(found: list[Asked], request: HttpRequest) -> list[Asked]:
    """What `fromDateTime` and `toDateTime` leave. Raises `Refused`."""
    since, until = _moment(request, "fromDateTime"), _moment(request, "toDateTime")
    return [
        one
        for one in found
        if (since is None or one.bill.issued_at >= since)
        and (until is None or one.bill.issued_at <= until)
    ]


def _number(request: HttpRequest, name: str, default: int) -> int:
    written = request.GET.get(name, "")
    if not written:
        return default
    if not (written.isascii() and written.isdigit() and len(written) <= 9):
        raise Refused(Fault.UNREADABLE, parameter=name)
    return int(written)


def _moment(request: HttpRequest, name: str) -> datetime | None:
    written = request.GET.get(name, "")
    if not written:
        return None
    try:
        moment = parse_datetime(written.replace(" ", "+"))
    except ValueError:
        moment = None
    if moment is None:
        raise Refused(Fault.UNREADABLE, parameter=name)
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.VIETNAM)


def _payments(
    request: HttpRequest, caller: Caller, found: list[Bill], at: datetime
) -> HttpResponse:
    if request.method == "GET":
        taken = payments_of(caller, found)
        return JsonResponse([payment_shape(one) for one in taken], safe=False)
    correlation_id = correlation_of(request)
    body = read_body(request.body)
    paid = take(
        caller=caller,
        bill=the_one(caller, found, body, correlation_id),
        body=body,
        correlation_id=correlation_id,
        raw=request.body,
        at=at,
    )
    return JsonResponse(payment_shape(paid), status=201)

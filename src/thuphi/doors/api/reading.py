"""Payments and ways of paying over the API: read only."""

from __future__ import annotations

from typing import Annotated

from django.db.models import Q
from django.http import HttpResponse
from ninja import Query, Router

from thuphi.ground.kit import clock
from thuphi.money.payments.queries.desk import PaymentFilter, payments
from thuphi.registers.methods import queries as methods
from thuphi.registers.neighbours.rules import Scope

from . import cursors
from .entry import ApiRequest, Bearer
from .flaws import OF_A_TYPE
from .once import told
from .problems import Flawed, Kind, Problem
from .shapes import MethodsOut, PaymentPageOut, PaymentsQuery
from .showing import methods_out, payment_out

router = Router(tags=["payments"])


@router.get(
    "/payments",
    auth=Bearer(Scope.PAYMENTS_READ),
    response={200: PaymentPageOut},
    operation_id="list_payments",
    summary="Tiền đã vào sổ, theo thứ tự thời gian trả",
)
def list_payments(request: ApiRequest, wanted: Annotated[PaymentsQuery, Query()]) -> HttpResponse:
    """Mỗi đồng một lần: tiền đã tìm ra chủ thì hiện dòng sau. from, to là ngày trả."""
    if wanted.from_on and wanted.until_on and wanted.until_on < wanted.from_on:
        code = "days_turned_round"
        flawed = Flawed(OF_A_TYPE[code].said(), parameter="to", code=code)
        raise Problem(Kind.INVALID, errors=[flawed], count=1)
    after = cursors.moment_of("payments", wanted.cursor)
    found = payments(
        PaymentFilter(
            facility_id=request.auth.facility_id,
            from_on=wanted.from_on,
            until_on=wanted.until_on,
        )
    )
    if after is not None:
        at, number = after
        found = found.filter(Q(paid_at__gt=at) | Q(pk__gt=number), paid_at__gte=at)
    if wanted.bill_code is not None:
        found = found.filter(bill__code=wanted.bill_code)
    rows = list(found.order_by("paid_at", "pk")[: wanted.limit + 1])
    page, more = rows[: wanted.limit], len(rows) > wanted.limit
    return told(
        200,
        PaymentPageOut(
            payments=[payment_out(one) for one in page],
            next_cursor=(
                cursors.written_moment("payments", page[-1].paid_at, page[-1].pk) if more else None
            ),
        ),
    )


@router.get(
    "/methods",
    auth=Bearer(Scope.METHODS_READ),
    response={200: MethodsOut},
    operation_id="get_methods",
    summary="Bốn phương thức: phương thức nào đã sẵn sàng",
    tags=["methods"],
)
def get_methods(request: ApiRequest) -> HttpResponse:
    """Sẵn sàng nghĩa là đã có một khoản thật vào trong 90 ngày gần đây."""
    facility_id = request.auth.facility_id
    told_of = methods.readiness([facility_id], clock.today(clock.now()))
    return told(200, methods_out(told_of[facility_id]))

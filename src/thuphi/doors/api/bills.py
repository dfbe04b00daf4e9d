"""Bills over the API: made, read, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from django.http import HttpResponse
from ninja import Body, Header, Path, Query, Router
from pydantic import Field

from thuphi.ground.kit import clock
from thuphi.ground.kit.periods import school_year
from thuphi.ground.kit.states import MoveNotAllowed
from thuphi.money.bills import actions, ad_hoc, errors
from thuphi.money.bills.ad_hoc import BillsRefused, NewBill, NewLine
from thuphi.money.bills.models import Bill
from thuphi.money.bills.queries import neighbours as asked
from thuphi.money.bills.queries.desk import bill_here
from thuphi.registers.neighbours.rules import Scope
from thuphi.registers.payers.actions import NewBeneficiary

from . import cursors
from .entry import ApiRequest, Bearer
from .flaws import flawed_bill
from .once import once, told
from .problems import Kind, Problem
from .shapes import (
    BatchIn,
    BatchOut,
    BillIn,
    BillPageOut,
    BillsQuery,
    BillWithLines,
    CancelIn,
)
from .showing import bill_out, bill_with_lines
from .words import Words

MONEY_CAME = Words(
    "Khoản thu đã có tiền nộp nên không hủy được; muốn trả lại thì lập phiếu trả lại tiền.",
    "Money has come in for the bill, so it cannot be withdrawn; to give it back, refund it.",
)
CANCELLED_BEFORE = Words("Khoản thu đã hủy trước đó.", "The bill was withdrawn before.")

CODE = r"^TF[0-9A-HJKMNP-TV-Z]{10}$"
BillCode = Annotated[str, Field(pattern=CODE)]
KEY = r"^[\x21-\x7e]{1,200}$"
KeyNeeded = Annotated[str, Field(pattern=KEY)]

router = Router(tags=["bills"])


@router.post(
    "/bills",
    auth=Bearer(Scope.BILLS_WRITE),
    response={201: BillWithLines},
    operation_id="create_bill",
    summary="Lập một khoản thu",
)
def create_bill(
    request: ApiRequest,
    body: Annotated[BillIn, Body()],
    idempotency_key: Annotated[KeyNeeded, Header(alias="Idempotency-Key")],
) -> HttpResponse:
    """Chưa có người thụ hưởng thì ghi vào danh sách. Đơn giá bỏ trống thì lấy của danh mục."""

    def deed() -> BillWithLines:
        return _issued(request, [body], is_batch=False)[0]

    return once(request, idempotency_key, 201, deed)


@router.post(
    "/bills/batch",
    auth=Bearer(Scope.BILLS_WRITE),
    response={201: BatchOut},
    operation_id="create_bills",
    summary="Lập nhiều khoản thu, tất cả hoặc không khoản nào",
)
def create_bills(
    request: ApiRequest,
    body: Annotated[BatchIn, Body()],
    idempotency_key: Annotated[KeyNeeded, Header(alias="Idempotency-Key")],
) -> HttpResponse:
    """Nhiều nhất 1000. Có chỗ sai thì errors chỉ từng chỗ và không khoản nào được lập."""

    def deed() -> BatchOut:
        return BatchOut(bills=_issued(request, body.bills, is_batch=True))

    return once(request, idempotency_key, 201, deed)


def _issued(
    request: ApiRequest, wanted: Sequence[BillIn], *, is_batch: bool
) -> list[BillWithLines]:
    at = clock.now()
    year = school_year(clock.today(at))
    try:
        bills = ad_hoc.issue_bills(
            by=request.auth.actor,
            facility_id=request.auth.facility_id,
            wanted=[_wanted(one, year) for one in wanted],
            at=at,
        )
    except BillsRefused as refusal:
        flawed = [flawed_bill(fault, is_batch=is_batch) for fault in refusal.faults]
        raise Problem(Kind.INVALID, errors=flawed, count=len(flawed)) from refusal
    return _with_lines(request, bills)


def _wanted(one: BillIn, year: str) -> NewBill:
    person = one.beneficiary
    return NewBill(
        beneficiary=NewBeneficiary(
            code=person.code,
            name=person.name or "",
            kind=person.kind.value,
            born_on=person.born_on,
            class_name=person.class_name or "",
            payer_phone=person.payer_phone or "",
        ),
        payer_name=one.payer_name or "",
        reason=one.reason,
        due_on=one.due_on,
        school_year=one.school_year or year,
        lines=[
            NewLine(line.fee_item_code, line.quantity, line.unit_price_vnd) for line in one.lines
        ],
        allows_part=one.allows_part,
        external_reference=one.external_reference,
    )


def _with_lines(request: ApiRequest, bills: Sequence[Bill]) -> list[BillWithLines]:
    today = clock.today(clock.now())
    lines = asked.lines_with_items([bill.pk for bill in bills])
    return [bill_with_lines(request, bill, lines.get(bill.pk, []), today) for bill in bills]


@router.get(
    "/bills",
    auth=Bearer(Scope.BILLS_READ),
    response={200: BillPageOut},
    operation_id="list_bills",
    summary="Danh sách khoản thu, theo thứ tự lập",
)
def list_bills(request: ApiRequest, wanted: Annotated[BillsQuery, Query()]) -> HttpResponse:
    """Gọi tiếp với cursor = next_cursor cho đến khi nó là null."""
    today = clock.today(clock.now())
    found = asked.page_of_bills(
        asked.BillsAsked(
            facility_id=request.auth.facility_id,
            today=today,
            limit=wanted.limit + 1,
            after=cursors.number_of("bills", wanted.cursor),
            standing=wanted.state,
            beneficiary_code=wanted.beneficiary_code or "",
            external_reference=wanted.external_reference or "",
        )
    )
    page, more = found[: wanted.limit], len(found) > wanted.limit
    return told(
        200,
        BillPageOut(
            bills=[bill_out(request, bill, today) for bill in page],
            next_cursor=cursors.written("bills", page[-1].pk) if more else None,
        ),
    )


@router.get(
    "/bills/{code}",
    auth=Bearer(Scope.BILLS_READ),
    response={200: BillWithLines},
    operation_id="get_bill",
    summary="Một khoản thu với từng dòng",
)
def get_bill(request: ApiRequest, code: Annotated[BillCode, Path()]) -> HttpResponse:
    """Mã của đơn vị khác coi như không có."""
    return told(200, _with_lines(request, [_here(request, code)])[0])


def _here(request: ApiRequest, code: str) -> Bill:
    bill = bill_here(code, [request.auth.facility_id])
    if bill is None:
        raise Problem(Kind.NOT_FOUND)
    return bill


@router.post(
    "/bills/{code}/cancel",
    auth=Bearer(Scope.BILLS_WRITE),
    response={200: BillWithLines},
    operation_id="cancel_bill",
    summary="Hủy một khoản thu chưa có tiền nộp",
)
def cancel_bill(
    request: ApiRequest,
    code: Annotated[BillCode, Path()],
    body: Annotated[CancelIn, Body()],
    idempotency_key: Annotated[KeyNeeded | None, Header(alias="Idempotency-Key")] = None,
) -> HttpResponse:
    """Bút toán được đảo lại, không xóa. Đã có tiền nộp hoặc đã hủy thì trả 409."""

    def deed() -> BillWithLines:
        _here(request, code)
        try:
            actions.cancel_bill(
                by=request.auth.actor, code=code, reason=body.reason, at=clock.now()
            )
        except errors.MoneyHasComeIn as error:
            raise Problem(Kind.CONFLICT, why=MONEY_CAME.said()) from error
        except MoveNotAllowed as error:
            raise Problem(Kind.CONFLICT, why=CANCELLED_BEFORE.said()) from error
        return _with_lines(request, [_here(request, code)])[0]

    return once(request, idempotency_key, 200, deed)

"""A facility's monthly declaration over the API: written, read, submitted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from django.http import HttpResponse
from ninja import Body, Header, Path, Router

from thuphi.ground.kit import clock
from thuphi.ground.kit.periods import Month, NotAMonth
from thuphi.oversight.declarations import actions, errors, queries
from thuphi.oversight.declarations.rules import (
    Fault,
    Item,
    Unit,
    Values,
    day_of,
    day_value,
)
from thuphi.registers.neighbours.rules import Scope

from .bills import KeyNeeded
from .declaration_flaws import flawed, told
from .declaration_shapes import (
    AskedOut,
    DeclarationFaultOut,
    DeclarationIn,
    DeclarationOut,
    DeclaredValues,
    MonthWritten,
    SubmitIn,
)
from .entry import ApiRequest, Bearer
from .once import once
from .once import told as answered
from .problems import Kind, Problem
from .words import Words

FIRST = Month(2022, 1)

WITH_THE_DEPARTMENT = Words(
    "Kê khai tháng này đã gửi, cơ quan quản lý đang xem; trả lại thì mới sửa được.",
    "This month was submitted and is with the department; it can be mended once it is sent back.",
)
APPROVED = Words(
    "Kê khai tháng này đã duyệt và khóa; lập bản mới ở bàn làm việc, trang Kê khai tháng.",
    "This month was approved and is locked; begin a new revision at the desk.",
)
NOTHING_WRITTEN = Words(
    "Tháng này chưa ghi gì: gửi PUT trước.", "Nothing was written for this month: PUT it first."
)

router = Router(tags=["declarations"], auth=Bearer(Scope.DECLARATIONS_WRITE))
Written = Annotated[MonthWritten, Path()]


def _month(written: str) -> Month:
    try:
        month = Month.parse(written)
    except NotAMonth:
        raise Problem(Kind.NOT_FOUND) from None
    if not FIRST <= month <= Month.of(clock.today(clock.now())):
        raise Problem(Kind.NOT_FOUND)
    return month


def _values(given: DeclaredValues) -> Values:
    members: dict[str, object] = given.model_dump()
    found: dict[Item, int] = {}
    for item in Item:
        value = members[item.value]
        if isinstance(value, date):
            found[item] = day_value(value)
        elif isinstance(value, int):
            found[item] = int(value)
    return found


def _members(values: Values) -> DeclaredValues:
    told_values: dict[str, object] = {
        item.value: _member(item, value) for item, value in values.items()
    }
    return DeclaredValues.model_validate(told_values)


def _member(item: Item, value: int) -> int | bool | str | None:
    if item.unit is Unit.DAY:
        found = day_of(value)
        return found.isoformat() if found else None
    return bool(value) if item.unit is Unit.YES_NO else value


def _out(facility_id: int, month: Month) -> DeclarationOut:
    sheet = queries.sheet(facility_id, month, clock.today(clock.now()))
    revision = sheet.revision
    return DeclarationOut(
        month=str(month),
        revision=revision.revision if revision else 0,
        state=revision.state if revision else None,
        values=_members(sheet.values),
        items=[
            AskedOut(item=one.item.value, unit=one.item.unit, is_mandatory=one.is_mandatory)
            for one in sheet.asked
        ],
        faults=[
            DeclarationFaultOut(
                key=one.key,
                rule=one.rule,
                severity=one.severity,
                item=one.item.value if one.item else None,
                detail=told(one),
            )
            for one in sheet.faults
        ],
        is_booked=bool(sheet.context.booked),
        return_reason=revision.return_reason if revision else "",
        submitted_at=revision.submitted_at if revision else None,
    )


def _invalid(faults: Sequence[Fault], *, has_values: bool) -> Problem:
    found = [flawed(one, has_values=has_values) for one in faults]
    return Problem(Kind.INVALID, errors=found, count=len(found))


@router.get(
    "/declarations/{month}",
    response={200: DeclarationOut},
    operation_id="get_declaration",
    summary="Kê khai của một tháng, và những mục phải khai",
)
def get_declaration(request: ApiRequest, month: Written) -> HttpResponse:
    """Chưa khai gì thì state là null; items cho biết đơn vị phải khai những mục nào."""
    return answered(200, _out(request.auth.facility_id, _month(month)))


@router.put(
    "/declarations/{month}",
    response={200: DeclarationOut},
    operation_id="put_declaration",
    summary="Ghi bản nháp kê khai của một tháng",
)
def put_declaration(
    request: ApiRequest,
    month: Written,
    body: Annotated[DeclarationIn, Body()],
    idempotency_key: Annotated[KeyNeeded | None, Header(alias="Idempotency-Key")] = None,
) -> HttpResponse:
    """Thay hết các số đã ghi. Chưa gửi đi; faults cho biết còn vướng gì."""
    which = _month(month)

    def deed() -> DeclarationOut:
        try:
            actions.save(
                by=request.auth.actor,
                facility_id=request.auth.facility_id,
                month=which,
                values=_values(body.values),
                at=clock.now(),
            )
        except errors.ValuesUnfit as error:
            raise _invalid(error.faults, has_values=True) from error
        except errors.DeclarationNotOpen as error:
            raise Problem(Kind.CONFLICT, why=WITH_THE_DEPARTMENT.said()) from error
        except errors.DeclarationLocked as error:
            raise Problem(Kind.CONFLICT, why=APPROVED.said()) from error
        return _out(request.auth.facility_id, which)

    return once(request, idempotency_key, 200, deed)


@router.post(
    "/declarations/{month}/submit",
    response={200: DeclarationOut},
    operation_id="submit_declaration",
    summary="Gửi kê khai của một tháng để xác minh",
)
def submit_declaration(
    request: ApiRequest,
    month: Written,
    body: Annotated[SubmitIn, Body()],
    idempotency_key: Annotated[KeyNeeded | None, Header(alias="Idempotency-Key")] = None,
) -> HttpResponse:
    """Chỗ phải sửa thì trả 422. Chỗ khác thường thì kèm lời giải thích theo khóa của nó."""
    which = _month(month)

    def deed() -> DeclarationOut:
        found = queries.newest(request.auth.facility_id, which)
        if found is None:
            raise Problem(Kind.CONFLICT, why=NOTHING_WRITTEN.said())
        try:
            actions.submit(
                by=request.auth.actor,
                declaration_id=found.id,
                explanations=body.explanations,
                at=clock.now(),
            )
        except errors.RulesBroken as error:
            raise _invalid(error.faults, has_values=True) from error
        except errors.ExplanationMissing as error:
            raise _invalid(error.faults, has_values=False) from error
        except errors.DeclarationNotOpen as error:
            raise Problem(Kind.CONFLICT, why=WITH_THE_DEPARTMENT.said()) from error
        return _out(request.auth.facility_id, which)

    return once(request, idempotency_key, 200, deed)

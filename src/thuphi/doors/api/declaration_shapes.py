"""A month's declaration as it goes in and out: one member for each item, null for what is not
declared."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from thuphi.oversight.declarations.rules import Rule, Severity, State, Unit

from .shapes import Day, Dong, In, Instant, Name, Truth

EXPLANATIONS_MAX = 100

Count = Annotated[int, Field(strict=True, ge=0, le=10**15)]
Records = Annotated[int, Field(strict=True, ge=0, le=2)]
MonthWritten = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
FaultKey = Annotated[str, Field(pattern=r"^[a-z_]{1,60}(:[a-z_]{1,60})?$")]


class DeclaredValues(In):
    """Các số của một tháng. Mục nào không khai thì bỏ trống; không phát sinh thì ghi 0."""

    qr_count: Count | None = None
    qr_vnd: Dong | None = None
    web_count: Count | None = None
    web_vnd: Dong | None = None
    mobile_money_count: Count | None = None
    mobile_money_vnd: Dong | None = None
    card_count: Count | None = None
    card_vnd: Dong | None = None
    cash_count: Count | None = None
    cash_vnd: Dong | None = None
    hospital_fee_due_vnd: Dong | None = None
    hospital_fee_cashless_vnd: Dong | None = None
    tuition_collected_vnd: Dong | None = None
    tuition_cashless_vnd: Dong | None = None
    equipped_on: Day | None = None
    accepts_on: Day | None = None
    online_teaching: Truth | None = None
    lessons_total_primary: Count | None = None
    lessons_online_primary: Count | None = None
    lessons_total_lower_secondary: Count | None = None
    lessons_online_lower_secondary: Count | None = None
    lessons_total_upper_secondary: Count | None = None
    lessons_online_upper_secondary: Count | None = None
    online_homework: Truth | None = None
    digitised_materials: Count | None = None
    pupils: Count | None = None
    pupils_with_e_transcript: Count | None = None
    portal_tuition: Truth | None = None
    portal_tuition_on: Day | None = None
    emr_state: Records | None = None
    emr_paperless_on: Day | None = None
    telehealth_sessions: Count | None = None


class DeclarationIn(In):
    """Kê khai của một tháng; thay cho bản nháp đã có."""

    values: DeclaredValues


class SubmitIn(In):
    """Lời giải thích cho chỗ khác thường, theo khóa của nó trong `faults`."""

    explanations: Annotated[dict[FaultKey, Name], Field(max_length=EXPLANATIONS_MAX)] = Field(
        default_factory=dict
    )


class AskedOut(BaseModel):
    """Một mục mà đơn vị phải hoặc có thể khai."""

    item: str
    unit: Unit
    is_mandatory: bool


class DeclarationFaultOut(BaseModel):
    """Một quy tắc bị vi phạm: phải sửa, hoặc giải thích."""

    key: str
    rule: Rule
    severity: Severity
    item: str | None
    detail: str


class DeclarationOut(BaseModel):
    """Kê khai của một tháng như đang có. Chưa khai gì thì state là null."""

    month: MonthWritten
    revision: int
    state: State | None
    values: DeclaredValues
    items: list[AskedOut]
    faults: list[DeclarationFaultOut]
    is_booked: bool
    return_reason: str
    submitted_at: Instant | None

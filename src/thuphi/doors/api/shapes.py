"""What goes in and out over the API, member by member. Money is a JSON integer of đồng."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from thuphi.ground.kit.money import LARGEST_VND
from thuphi.money.bills.ad_hoc import BILLS_AT_ONCE
from thuphi.money.bills.queries.desk import Standing
from thuphi.money.bills.rules import BillState, LineKind
from thuphi.money.payments.rules import Finding, Method
from thuphi.registers.methods.rules import MethodState, Way
from thuphi.registers.neighbours.rules import DeliveryState, HookEvent
from thuphi.registers.payers.models import BeneficiaryKind

LINES_MAX = 50
PRICE_MAX_VND = 10**12
PAGE_MAX = 200
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def _plain(text: str) -> str:
    """NFC, without control letters (a database keeps no NUL), not blank."""
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in text):
        raise PydanticCustomError("has_control_letters", "control letters")
    text = unicodedata.normalize("NFC", text).strip()
    if not text:
        raise PydanticCustomError("is_blank", "blank")
    return text


def _day(written: str | date | None) -> str | date | None:
    """A day as ISO 8601 writes it, and nothing that merely could be read as one."""
    if isinstance(written, str) and _DAY.fullmatch(written):
        return written
    if written is None:
        return None
    raise PydanticCustomError("not_a_date", "not a date")


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)


Instant = Annotated[datetime, AfterValidator(_utc)]
Text = Annotated[str, Field(strict=True, min_length=1), AfterValidator(_plain)]
Code = Annotated[Text, Field(max_length=60)]
Name = Annotated[Text, Field(max_length=200)]
Day = Annotated[date, BeforeValidator(_day), Field(ge=FIRST_DAY, le=LAST_DAY)]
Dong = Annotated[int, Field(strict=True, ge=0, le=LARGEST_VND)]
Truth = Annotated[bool, Field(strict=True)]
SchoolYear = Annotated[str, Field(strict=True, pattern=r"^[0-9]{4}-[0-9]{4}$")]


class In(BaseModel):
    """What a caller sends: a member that we do not know is a mistake."""

    model_config = ConfigDict(extra="forbid")


class BeneficiaryIn(In):
    """Người thụ hưởng. Mã đã có trong danh sách thì chỉ cần mã."""

    code: Code
    name: Name | None = None
    kind: BeneficiaryKind = BeneficiaryKind.PUPIL
    class_name: Code | None = None
    born_on: Day | None = None
    payer_phone: Annotated[str, Field(strict=True, pattern=r"^\+?[0-9]{8,15}$")] | None = None


class LineIn(In):
    """Một dòng thu theo mã khoản thu trong danh mục của năm học."""

    fee_item_code: Code
    quantity: Annotated[int, Field(strict=True, ge=1, le=1000)] = 1
    unit_price_vnd: Annotated[int, Field(strict=True, ge=0, le=PRICE_MAX_VND)] | None = None


class BillIn(In):
    """Khoản thu cần lập, với bốn trường thống nhất: người nộp, người thụ hưởng, nội dung; mã do
    chúng tôi cấp."""

    beneficiary: BeneficiaryIn
    payer_name: Name | None = None
    reason: Name
    due_on: Day
    school_year: SchoolYear | None = None
    lines: Annotated[list[LineIn], Field(min_length=1, max_length=LINES_MAX)]
    allows_part: Truth = False
    external_reference: Annotated[Text, Field(max_length=100)] | None = None


class BatchIn(In):
    """Nhiều khoản thu một lần: lập tất cả, hoặc không khoản nào."""

    bills: Annotated[list[BillIn], Field(min_length=1, max_length=BILLS_AT_ONCE)]


class CancelIn(In):
    """Vì sao hủy."""

    reason: Name


class BeneficiaryOut(BaseModel):
    """Người thụ hưởng trên khoản thu."""

    code: str
    name: str
    class_name: str


class LineOut(BaseModel):
    """Một dòng; miễn giảm mang dấu trừ."""

    kind: LineKind
    fee_item_code: str
    description: str
    quantity: int
    unit_price_vnd: int
    amount_vnd: int


class BillOut(BaseModel):
    """Khoản thu như nó đang đứng."""

    code: str
    external_reference: str | None
    state: BillState
    is_overdue: bool
    payer_name: str
    beneficiary: BeneficiaryOut
    reason: str
    total_vnd: int
    paid_vnd: int
    remaining_vnd: int
    allows_part: bool
    due_on: date
    issued_at: Instant
    closed_at: Instant | None
    pay_url: str


class BillWithLines(BillOut):
    """Khoản thu với từng dòng."""

    lines: list[LineOut]


class BatchOut(BaseModel):
    """Các khoản thu đã lập, theo thứ tự gửi lên."""

    bills: list[BillWithLines]


class BillPageOut(BaseModel):
    """Một trang khoản thu theo thứ tự lập. Hết thì next_cursor là null."""

    bills: list[BillOut]
    next_cursor: str | None


class PaymentOut(BaseModel):
    """Tiền đã vào sổ, với bốn trường thống nhất của khoản thu mà nó trả."""

    id: int
    bill_code: str | None
    external_reference: str | None
    payer_name: str | None
    beneficiary_name: str | None
    reason: str | None
    finding: Finding
    method: Method
    channel: str
    amount_vnd: int
    applied_vnd: int
    excess_vnd: int
    unidentified_vnd: int
    paid_at: Instant
    booked_at: Instant
    bank_reference: str
    receipt_number: str | None


class PaymentPageOut(BaseModel):
    """Một trang thanh toán theo thứ tự thời gian trả. Hết thì next_cursor là null."""

    payments: list[PaymentOut]
    next_cursor: str | None


class MethodOut(BaseModel):
    """Một phương thức và ngày có tiền vào gần nhất."""

    method: Way
    state: MethodState
    last_paid_on: date | None


class MethodsOut(BaseModel):
    """Đơn vị đã sẵn sàng đến đâu với bốn phương thức."""

    methods: list[MethodOut]
    ready_count: int
    has_three_methods: bool
    is_module_ready: bool
    has_focal_point: bool
    is_met: bool


Url = Annotated[str, Field(strict=True, min_length=1, max_length=2000)]
Events = Annotated[list[HookEvent], Field(min_length=1, max_length=len(HookEvent))]


class WebhookIn(In):
    """Địa chỉ https công khai nhận tin."""

    url: Url
    events: Events


class WebhookChange(In):
    """Chỉ gửi mục cần đổi."""

    url: Url | None = None
    events: Events | None = None
    is_active: Truth | None = None


class WebhookOut(BaseModel):
    """Một địa chỉ nhận tin."""

    id: int
    url: str
    events: list[HookEvent]
    is_active: bool
    disabled_reason: str
    created_at: Instant


class WebhookMade(WebhookOut):
    """Địa chỉ mới với khóa ký, chỉ hiện lần này."""

    secret: str


class WebhooksOut(BaseModel):
    """Mọi địa chỉ nhận tin của đơn vị."""

    webhooks: list[WebhookOut]


class DeliveryOut(BaseModel):
    """Một tin và số phận của nó."""

    id: int
    message_id: str
    event: HookEvent
    state: DeliveryState
    tries: int
    next_try_at: Instant | None
    last_status: int | None
    last_error: str
    took_ms: int | None
    created_at: Instant
    ended_at: Instant | None
    body: str


class DeliveryPageOut(BaseModel):
    """Một trang nhật ký gửi, mới nhất trước. Hết thì next_cursor là null."""

    deliveries: list[DeliveryOut]
    next_cursor: str | None


class MemberOut(BaseModel):
    """Một chỗ sai: con trỏ JSON vào thân yêu cầu, hoặc tên tham số."""

    model_config = ConfigDict(extra="forbid")

    detail: str
    code: str | None = None
    pointer: str | None = None
    parameter: str | None = None


class ProblemOut(BaseModel):
    """Lỗi theo RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[MemberOut] | None = None


class Paged(BaseModel):
    """Từ đâu và bao nhiêu."""

    cursor: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,80}$")] | None = None
    limit: Annotated[int, Field(ge=1, le=PAGE_MAX)] = 50


class BillsQuery(Paged):
    """Lọc khoản thu."""

    state: Standing | None = None
    beneficiary_code: Code | None = None
    external_reference: Annotated[Text, Field(max_length=100)] | None = None


class PaymentsQuery(Paged):
    """Lọc thanh toán theo ngày trả; cả hai ngày đều tính."""

    from_on: Annotated[Day | None, Field(alias="from")] = None
    until_on: Annotated[Day | None, Field(alias="to")] = None
    bill_code: Annotated[str, Field(pattern=r"^TF[0-9A-HJKMNP-TV-Z]{10}$")] | None = None

"""The first page of the desk: what is waiting, how far the open runs are, what came in today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thuphi.doors.web.shared.access import StaffRequest, for_staff
from thuphi.ground.kit import billcode, money
from thuphi.ground.kit.actor import Permission
from thuphi.ground.kit.periods import school_year
from thuphi.money.bills.queries import desk as bills
from thuphi.money.bills.queries import desk_runs
from thuphi.money.bills.queries.desk import BillFilter, Standing
from thuphi.money.bills.rules import RunState
from thuphi.money.catalogue import queries as catalogue
from thuphi.money.invoices.queries import invoices
from thuphi.money.invoices.rules import InvoiceState
from thuphi.money.payments.queries import desk as payments
from thuphi.money.payments.queries.desk import PaymentFilter, Waiting
from thuphi.money.payouts.models import PayoutList
from thuphi.money.payouts.rules import ListState
from thuphi.money.reconciliation.queries.screen import Tally
from thuphi.money.tills.queries.holdings import hand_overs
from thuphi.money.tills.rules import HandOverState
from thuphi.registers.facilities import queries as facilities

from .declare import month_to_declare
from .frame import CHOSEN, Desk, Noun, desk_of, number_in, show, workbench_left
from .rows import bill_row
from .waiting import MoneyWaiting, money_waiting

OPEN_RUNS_SHOWN = 6
FOUND_SHOWN = 50
DESKS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Step:
    """One step of setting up, in the order in which a school takes them."""

    label: str
    why: str
    href: str
    link: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Todo:
    """Something about money that waits for a person."""

    href: str
    label: str
    why: str
    count: int


def address_of(*names: str) -> str:
    """The first of these pages that exists in this installation."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


def first_steps(desk: Desk, pupils: int) -> list[Step]:
    """What a school does first; nothing once a run has gone out."""
    never_out = [RunState.DRAFT.value, RunState.CANCELLED.value]
    if desk_runs.runs(desk.facility_id).exclude(state__in=never_out).exists():
        return []
    has_items = bool(catalogue.items(desk.facility_id, school_year(desk.today)))
    has_account = facilities.approved_account(desk.facility_id) is not None
    return [
        Step(
            _("Nhập học sinh"),
            _("Đưa tệp của trường vào như đang có. Sai chỗ nào báo đúng dòng chỗ đó."),
            address_of("desk_sheet", "desk_import", "desk_pupils"),
            _("Nhập từ Excel"),
            pupils > 0,
        ),
        Step(
            _("Khai khoản mục thu"),
            _("Tên, đơn giá, căn cứ: tiền ăn, bán trú, nước uống, bảo hiểm y tế."),
            reverse("desk_fees"),
            _("Thêm khoản mục thu"),
            has_items,
        ),
        Step(
            _("Có tài khoản nhận tiền đã duyệt"),
            _("Một người đề nghị, một người khác duyệt. Chưa có thì giấy báo không in được mã QR."),
            reverse("desk_account", args=[desk.facility_id]),
            _("Đề nghị tài khoản"),
            has_account,
        ),
        Step(
            _("Lập đợt thu và phát hành"),
            _("Chọn cả trường, khối hoặc lớp; chọn khoản; xem tổng rồi phát hành."),
            reverse("desk_run_new"),
            _("Lập đợt thu"),
            False,
        ),
        Step(
            _("Gửi giấy báo"),
            _("In bốn giấy báo trên một tờ A4, theo lớp, có mã QR. Phụ huynh quét là nộp được."),
            "",
            "",
            False,
        ),
        Step(
            _("Thu tiền"),
            _("Tiền chuyển khoản tự gạch nợ. Tiền mặt thu ở Quầy thu, có biên nhận ngay."),
            "",
            "",
            False,
        ),
    ]


def todo(waits: MoneyWaiting) -> list[Todo]:
    """Attempts and refunds that wait for somebody of this facility; nothing where nothing waits."""
    refunds = reverse("desk_refunds")
    every = [
        Todo(
            f"{reverse('desk_attempts')}?state=person",
            _("Lần trả cần người xem"),
            _("Đã hỏi nhiều lần vẫn chưa rõ, hoặc lệch tiền. Đừng thu lại trước khi xem."),
            waits.attempts,
        ),
        Todo(
            f"{refunds}?tab=cho-duyet",
            _("Đề nghị trả lại tiền chờ duyệt"),
            _("Người thứ hai mở ra, xem lý do, duyệt."),
            waits.to_approve,
        ),
        Todo(
            f"{refunds}?tab=dang-tra",
            _("Đã duyệt trả lại, chờ chuyển tiền"),
            _("Chuyển khoản hoặc trao tiền mặt, rồi ghi số chứng từ."),
            waits.to_hand_over,
        ),
        Todo(
            f"{refunds}?tab=dang-tra",
            _("Khoản trả lại chưa rõ đã đi hay chưa"),
            _("Hỏi nhà cung cấp, rồi ghi kết luận."),
            waits.to_settle,
        ),
    ]
    return [one for one in every if one.count]


def to_reconcile(desk: Desk, left: Tally) -> list[Todo]:
    """What the workbench holds, for who may decide about it."""
    if not left.count or not desk.by.may(Permission.RECONCILE):
        return []
    why = _("Máy chưa dám tự gạch %(sum)s. Xem gợi ý rồi chọn.") % {"sum": money.dong(left.vnd)}
    return [Todo(reverse("desk_workbench"), _("Tiền về chờ xử lý"), why, left.count)]


def other_todo(desk: Desk) -> list[Todo]:
    """What else waits for this person: lists to release, cash to receive, invoices refused."""
    waiting = [
        (
            Permission.PAYOUT_RELEASE,
            "desk_payouts",
            _("Danh sách chi trả chờ duyệt"),
            _("Người thứ hai xem từng tài khoản nhận rồi duyệt."),
            PayoutList.objects.filter(facility_id=desk.facility_id, state=ListState.DRAFT.value),
        ),
        (
            Permission.CASH_TAKE,
            "desk_till_handover",
            _("Tiền mặt chờ ký nhận"),
            _("Đếm lại cùng người giao rồi ký."),
            hand_overs(desk.facility_id)
            .filter(state=HandOverState.GIVEN.value)
            .exclude(given_by=desk.by.user_id or 0),
        ),
        (
            Permission.INVOICE_WRITE,
            "desk_invoices",
            _("Hóa đơn bị từ chối"),
            _("Xem lý do của nhà cung cấp, sửa rồi gửi lại."),
            invoices(desk.facility_id, InvoiceState.REFUSED),
        ),
    ]
    found = [
        Todo(reverse(page), label, why, rows.count())
        for permission, page, label, why, rows in waiting
        if desk.by.may(permission)
    ]
    return [one for one in found if one.count]


def money_on(desk: Desk, day: date) -> payments.PaymentSums:
    """What came in on one day."""
    return payments.sums(
        payments.payments(PaymentFilter(facility_id=desk.facility_id, from_on=day, until_on=day))
    )


@for_staff(Permission.BILL_READ)
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """What waits for this person, each figure with the way to what it is made of."""
    desk = desk_of(request)
    pupils = bills.pupils(desk.facility_id).count()
    waits, left = money_waiting(desk.facility_id), workbench_left(desk.facility_id)
    everything = bills.bills(BillFilter(facility_id=desk.facility_id, today=desk.today))
    late = bills.bills(
        BillFilter(facility_id=desk.facility_id, today=desk.today, standing=Standing.OVERDUE)
    )
    steps = first_steps(desk, pupils)
    context = {
        "pupils": pupils,
        "to_declare": month_to_declare(desk, bills_here=not steps),
        "proposal": facilities.proposed_account(desk.facility_id),
        "steps": steps,
        "all": bills.sums(everything),
        "late": bills.sums(late),
        "ownerless": payments.sums(payments.waiting(desk.facility_id, Waiting.OWNERLESS)),
        "moving": desk_runs.moving_runs(desk.facility_id),
        "waits": waits,
        "left": left,
        "todo": [*todo(waits), *to_reconcile(desk, left), *other_todo(desk)],
        "open_runs": desk_runs.runs_still_owed(desk.facility_id, OPEN_RUNS_SHOWN),
        "money_today": money_on(desk, desk.today),
        "desks": [facilities.facility(one) for one in sorted(desk.by.facilities)[:DESKS_SHOWN]]
        if len(desk.by.facilities) > 1
        else [],
    }
    return show(request, desk, "home", context, noun=Noun.TODAY)


@for_staff(Permission.BILL_READ)
@require_POST
def choose(request: StaffRequest) -> HttpResponse:
    """Work for another of one's facilities from now on."""
    wanted = number_in(request.POST.get("facility", ""))
    if wanted not in request.actor.facilities:
        raise Http404
    request.session[CHOSEN] = wanted
    return redirect("desk_home")


@for_staff(Permission.BILL_READ)
@require_safe
def search(request: StaffRequest) -> HttpResponse:
    """Whatever somebody typed: a bill's code, a name without marks, a telephone number."""
    desk = desk_of(request)
    words = request.GET.get("q", "").strip()[:100]
    if not words:
        return redirect("desk_home")
    code = bills.code_in(words)
    if code is not None and bills.bill_here(code, desk.by.facilities) is not None:
        if billcode.decode(words).corrected:
            messages.info(
                request,
                _("Mã bạn gõ sai một ký tự; đây là khoản thu có mã %(code)s.") % {"code": code},
            )
        return redirect("desk_bill", code)
    people = [] if code is not None else list(bills.pupils(desk.facility_id, words)[:FOUND_SHOWN])
    if len(people) == 1:
        return redirect("desk_pupil", people[0].pk)
    found = bills.bills(BillFilter(facility_id=desk.facility_id, today=desk.today, words=words))[
        :FOUND_SHOWN
    ]
    context = {
        "q": words,
        "code": code,
        "people": people,
        "bills": [bill_row(bill, desk.today) for bill in found] if people else [],
    }
    return show(request, desk, "search", context, noun=Noun.TODAY)

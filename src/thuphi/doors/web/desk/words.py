"""What the desk calls things: findings, ways of paying, moves in the book, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext_lazy as _

from thuphi.ground.channels import banks
from thuphi.money.bills.queries.desk import Standing
from thuphi.money.ledger.rules import AccountKind, RecipeName
from thuphi.money.payments.queries.desk import Waiting
from thuphi.money.payments.rules import Finding, Method
from thuphi.registers.methods.rules import Way

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"
"""Words now, or words in the language of whoever will read them."""


@dataclass(frozen=True, slots=True)
class FindingPill:
    """A finding as people see it: a word, a shape, a tone."""

    word: Words
    shape: str
    tone: str


METHODS: dict[Method, Words] = {
    Method.QR: _("Chuyển khoản VietQR"),
    Method.WEB: _("Cổng thanh toán trên web"),
    Method.MOBILE_MONEY: _("Mobile Money"),
    Method.CARD: _("Thẻ tại máy POS"),
    Method.CASH: _("Tiền mặt"),
}

WAYS_AT_THE_DESK: dict[Way, Words] = {
    Way.CARD: _("Quẹt thẻ"),
    Way.MOBILE_MONEY: _("Mobile Money"),
}

FINDINGS: dict[Finding, FindingPill] = {
    Finding.EXACT: FindingPill(_("Khớp đúng"), "tick", "good"),
    Finding.PART: FindingPill(_("Nộp thiếu"), "half", "info"),
    Finding.OVER: FindingPill(_("Nộp thừa"), "back", "warn"),
    Finding.CLOSED: FindingPill(_("Khoản đã hủy"), "late", "warn"),
    Finding.UNKNOWN: FindingPill(_("Chưa rõ của ai"), "late", "warn"),
    Finding.DUPLICATE: FindingPill(_("Báo trùng"), "dash", ""),
    Finding.NOT_FOR_US: FindingPill(_("Sai tài khoản"), "cross", "bad"),
    Finding.CREDIT: FindingPill(_("Ghi vào số dư"), "back", "info"),
}

NOT_OURS = FindingPill(_("Không phải khoản thu"), "dash", "")
"""What a person found to be no business of the book."""

STANDINGS: dict[Standing, Words] = {
    Standing.OWING: _("Còn phải nộp"),
    Standing.OPEN: _("Chưa thu"),
    Standing.PART_PAID: _("Thu một phần"),
    Standing.PAID: _("Đã thu"),
    Standing.OVERDUE: _("Quá hạn"),
    Standing.CANCELLED: _("Đã hủy"),
}

WAITING: dict[Waiting, Words] = {
    Waiting.OWNERLESS: _("Chưa rõ của ai"),
    Waiting.DIFFERS: _("Lệch số tiền"),
    Waiting.OTHERWISE: _("Báo lại, khác nội dung"),
    Waiting.ELSEWHERE: _("Sai tài khoản"),
    Waiting.TWICE: _("Báo trùng"),
}

WAITING_MEANS: dict[Waiting, Words] = {
    Waiting.OWNERLESS: _(
        "Tiền đã vào tài khoản của trường nhưng không có mã đúng, hoặc khoản thu đã hủy. "
        "Tìm khoản thu của người nộp rồi gạch nợ."
    ),
    Waiting.DIFFERS: _(
        "Tiền đã gạch vào khoản thu, nhưng ít hơn hoặc nhiều hơn số phải nộp. "
        "Thiếu thì nhắc nộp nốt; thừa thì ghi có cho gia đình."
    ),
    Waiting.OTHERWISE: _(
        "Ngân hàng gửi lại cùng một mã giao dịch với nội dung khác. Lần đầu đã ghi sổ, "
        "lần sau được giữ lại để đối chiếu, không ghi sổ."
    ),
    Waiting.ELSEWHERE: _(
        "Tiền vào một tài khoản không phải tài khoản thu đã duyệt. Không gạch nợ; "
        "kiểm tra với ngân hàng trước khi làm gì."
    ),
    Waiting.TWICE: _(
        "Hai nhà cung cấp báo cùng một khoản tiền. Chỉ lần đầu được ghi sổ; "
        "không có khoản tiền thứ hai."
    ),
}

RECIPES: dict[RecipeName, Words] = {
    RecipeName.ISSUE: _("Phát hành"),
    RecipeName.CANCEL: _("Hủy"),
    RecipeName.EXEMPT: _("Miễn giảm"),
    RecipeName.CANCEL_EXEMPT: _("Hủy miễn giảm"),
    RecipeName.PAY: _("Thu chuyển khoản"),
    RecipeName.PAY_CASH: _("Thu tiền mặt"),
    RecipeName.OVERPAY: _("Nộp thừa"),
    RecipeName.OVERPAY_CASH: _("Nộp thừa tiền mặt"),
    RecipeName.PAY_UNKNOWN: _("Thu chưa rõ của ai"),
    RecipeName.IDENTIFY: _("Nhận ra người nộp"),
    RecipeName.IDENTIFY_OVER: _("Nhận ra người nộp, phần thừa"),
    RecipeName.DISOWN: _("Không phải khoản thu"),
    RecipeName.OWN_AGAIN: _("Nhận lại là khoản thu"),
    RecipeName.REFUND_BILL: _("Trả lại tiền đã gạch nợ"),
    RecipeName.REFUND_CREDIT: _("Trả lại tiền thừa"),
    RecipeName.REFUND_UNIDENTIFIED: _("Trả lại tiền chưa rõ của ai"),
    RecipeName.REFUND_FAILED_BILL: _("Không trả lại được, gạch nợ lại"),
    RecipeName.REFUND_FAILED_CREDIT: _("Không trả lại được, ghi có lại"),
    RecipeName.REFUND_FAILED_UNIDENTIFIED: _("Không trả lại được, chờ tìm chủ lại"),
    RecipeName.REFUND_DONE: _("Đã trả lại qua nhà cung cấp"),
    RecipeName.REFUND_DONE_BANK: _("Đã trả lại bằng chuyển khoản"),
    RecipeName.REFUND_DONE_CASH: _("Đã trả lại tiền mặt"),
    RecipeName.ADJUST_UP: _("Điều chỉnh tăng"),
    RecipeName.ADJUST_DOWN: _("Điều chỉnh giảm"),
    RecipeName.RELEASE: _("Phần đã nộp thành số dư"),
    RecipeName.SPEND: _("Trừ số dư"),
    RecipeName.OPEN_CREDIT: _("Số dư mang sang"),
    RecipeName.PAYOUT_ASKED: _("Chi trả số dư"),
    RecipeName.PAYOUT_FAILED: _("Chi trả không thành, ghi lại"),
    RecipeName.PAYOUT_DONE_BANK: _("Đã chi trả bằng chuyển khoản"),
    RecipeName.PAYOUT_DONE_CASH: _("Đã chi trả tiền mặt"),
    RecipeName.BANK_CASH: _("Nộp tiền mặt vào ngân hàng"),
    RecipeName.SETTLE: _("Tiền về tài khoản"),
    RecipeName.UNSETTLE: _("Hủy khớp, chờ tiền về lại"),
    RecipeName.FEE_KEPT: _("Phí giữ lại khi thanh toán"),
    RecipeName.FEE_GIVEN_BACK: _("Hủy phí giữ lại"),
    RecipeName.UNIDENTIFY: _("Hủy xác nhận thu"),
    RecipeName.UNIDENTIFY_OVER: _("Hủy xác nhận thu, phần thừa"),
}

ACCOUNTS: dict[AccountKind, Words] = {
    AccountKind.RECEIVABLE: _("Phải thu"),
    AccountKind.CLEARING: _("Chờ về tài khoản"),
    AccountKind.BANK: _("Tiền gửi ngân hàng"),
    AccountKind.CASH: _("Tiền mặt"),
    AccountKind.UNIDENTIFIED: _("Chưa rõ của ai"),
    AccountKind.PAYER_CREDIT: _("Tiền thừa của gia đình"),
    AccountKind.DEPOSIT: _("Tạm ứng"),
    AccountKind.REFUND_DUE: _("Phải trả lại"),
    AccountKind.REVENUE: _("Doanh thu"),
    AccountKind.WAIVER: _("Miễn giảm"),
    AccountKind.PROVIDER_FEE: _("Phí dịch vụ"),
    AccountKind.ROUNDING: _("Làm tròn"),
    AccountKind.OPENING: _("Mang sang từ sổ cũ"),
}

EVENTS: dict[str, Words] = {
    "credit_spent": _("Trừ số dư của gia đình"),
    "bill_put_off": _("Gia hạn nộp"),
    "cash_sent_later": _("Ghi khoản thu khi mất mạng"),
    "bill_cancelled": _("Hủy khoản thu"),
    "cash_taken": _("Thu tiền mặt"),
    "owner_found": _("Nhận ra người nộp, gạch nợ"),
    "owner_undone": _("Hủy xác nhận thu"),
    "money_disowned": _("Kết luận không phải khoản thu"),
    "money_owned_again": _("Nhận lại là khoản thu"),
    "charged_back": _("Ngân hàng thu hồi tiền"),
    "attempt_begun": _("Bắt đầu một lần trả tại quầy"),
    "attempt_given_up": _("Kết luận lần trả không có tiền"),
    "attempt_accepted": _("Nhận số tiền không khớp"),
    "refund_asked": _("Đề nghị trả lại tiền"),
    "refund_taken_on": _("Nhận đề nghị trả lại của người nộp"),
    "refund_approved": _("Duyệt trả lại tiền"),
    "refund_withdrawn": _("Rút đề nghị trả lại tiền"),
    "refund_handed_over": _("Đã chuyển hoặc trao tiền trả lại"),
    "refund_settled_by_hand": _("Kết luận việc trả lại tiền"),
    "refund_refunded": _("Đã trả lại tiền"),
    "refund_failed": _("Không trả lại được tiền"),
    "refund_reversed": _("Ngân hàng hoặc nhà cung cấp đã thu lại tiền"),
}


def recipe(name: RecipeName) -> Words:
    """What a posting is called."""
    return RECIPES[name]


def account(kind: AccountKind, detail: str) -> str:
    """An account with what tells it from its sisters: the item's code or the channel."""
    has_name = bool(detail) and not detail.isdigit()
    return f"{ACCOUNTS[kind]} · {detail}" if has_name else str(ACCOUNTS[kind])


def bank(bank_bin: str) -> str:
    """What people call a bank."""
    return banks.short_name(bank_bin)

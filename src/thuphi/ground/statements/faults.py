"""What can be wrong with a file of a bank, and the sentence that tells a person how to mend it."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from typing import Final

from .contract import Fault, Unreadable
from .providers.faults import SENTENCES as OF_PROVIDERS

FAULTS_MAX = 100
"""So many faults are named at most; nobody reads more."""


class FaultKind(enum.StrEnum):
    """The kinds of fault; each has its sentence in `SENTENCES`."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    TOO_MANY_LINES = "too_many_lines"
    TOO_WIDE = "too_wide"
    NOT_A_STATEMENT = "not_a_statement"
    PASSWORD = "password"  # noqa: S105 - the kind of a fault
    OLD_EXCEL = "old_excel"
    BINARY_EXCEL = "binary_excel"
    OPEN_DOCUMENT = "open_document"
    WEB_PAGE = "web_page"
    PDF = "pdf"
    BROKEN_WORKBOOK = "broken_workbook"
    BROKEN_CSV = "broken_csv"
    WRONG_ENCODING = "wrong_encoding"
    GARBLED = "garbled"
    OLD_FONT = "old_font"
    BROKEN_XML = "broken_xml"
    DOCTYPE = "doctype"
    TOO_DEEP = "too_deep"
    NO_STATEMENT = "no_statement"
    NO_HEADS = "no_heads"
    HEAD_MISSING = "head_missing"
    NO_ACCOUNT = "no_account"
    ACCOUNT_ROUNDED = "account_rounded"
    TWO_ACCOUNTS = "two_accounts"
    FOREIGN_CURRENCY = "foreign_currency"
    NO_AMOUNT = "no_amount"
    AMOUNT_UNREADABLE = "amount_unreadable"
    NOT_WHOLE = "not_whole"
    NEGATIVE = "negative"
    AMOUNT_TOO_LARGE = "amount_too_large"
    BOTH_WAYS = "both_ways"
    NO_DIRECTION = "no_direction"
    FORMULA = "formula"
    CELL_ERROR = "cell_error"
    NO_DATE = "no_date"
    DATE_UNREADABLE = "date_unreadable"
    YEAR = "year"
    FUTURE = "future"
    NO_STATUS = "no_status"
    STATUS_UNKNOWN = "status_unknown"
    DETAILS_DIFFER = "details_differ"
    BALANCE_DIFFERS = "balance_differs"
    RUNNING_BALANCE = "running_balance"
    PAGES_DIFFER = "pages_differ"
    DAYS_REVERSED = "days_reversed"
    UNFINISHED = "unfinished"
    FIRST_PAGE_MISSING = "first_page_missing"
    TAG_MISSING = "tag_missing"
    TAG_UNREADABLE = "tag_unreadable"
    TAG_TWICE = "tag_twice"
    PENDING = "pending"
    NO_MONEY = "no_money"


SENTENCES: Final[Mapping[FaultKind, str]] = {
    FaultKind.EMPTY: "Tệp rỗng: tải lại tệp sao kê từ ngân hàng.",
    FaultKind.TOO_LARGE: "Tệp lớn hơn %(most)s MB: tải sao kê theo khoảng ngày ngắn hơn.",
    FaultKind.UNPACKS_TOO_LARGE: (
        "Tệp giải nén ra quá lớn: tải sao kê theo khoảng ngày ngắn hơn, hoặc lưu lại thành CSV."
    ),
    FaultKind.TOO_MANY_LINES: (
        "Tệp có hơn %(most)s dòng giao dịch: tải sao kê theo khoảng ngày ngắn hơn."
    ),
    FaultKind.TOO_WIDE: (
        "Trang tính trải quá rộng (tới dòng %(row)s, cột %(column)s): xóa phần thừa rồi lưu lại."
    ),
    FaultKind.NOT_A_STATEMENT: (
        "Tệp không phải sao kê đọc được: dùng tệp camt (XML), MT940, Excel (.xlsx) hoặc CSV"
        " của ngân hàng."
    ),
    FaultKind.PASSWORD: "Tệp có mật khẩu: gỡ mật khẩu rồi lưu lại thành .xlsx.",
    FaultKind.OLD_EXCEL: "Tệp là Excel 97-2003 (.xls): mở bằng Excel rồi lưu lại thành .xlsx.",
    FaultKind.BINARY_EXCEL: "Tệp là Excel nhị phân (.xlsb): lưu lại thành .xlsx.",
    FaultKind.OPEN_DOCUMENT: "Tệp là OpenDocument (.ods): lưu lại thành .xlsx.",
    FaultKind.WEB_PAGE: (
        "Tệp là trang web (HTML) hoặc XML không phải sao kê: mở bằng Excel rồi lưu lại thành .xlsx."
    ),
    FaultKind.PDF: "Tệp là PDF: tải sao kê dạng Excel, CSV, camt hoặc MT940 từ ngân hàng.",
    FaultKind.BROKEN_WORKBOOK: (
        "Nội dung bên trong tệp Excel bị hỏng: tải lại từ ngân hàng, hoặc mở bằng Excel rồi"
        " lưu lại thành .xlsx."
    ),
    FaultKind.BROKEN_CSV: (
        "Tệp CSV bị hỏng hoặc bị cắt (dấu nháy không khép): tải lại từ ngân hàng."
    ),
    FaultKind.WRONG_ENCODING: (
        "Không đọc được chữ trong tệp: lưu lại với bảng mã UTF-8, hoặc tải lại từ ngân hàng."
    ),
    FaultKind.GARBLED: (
        "Chữ bị sai bảng mã (“%(text)s”): tải lại từ ngân hàng và không mở, lưu bằng chương"
        " trình khác."
    ),
    FaultKind.OLD_FONT: (
        "Tệp gõ bằng bảng mã cũ (TCVN3 hoặc VNI): chuyển sang Unicode rồi lưu lại."
    ),
    FaultKind.BROKEN_XML: "Tệp XML bị hỏng hoặc bị cắt dở: tải lại từ ngân hàng.",
    FaultKind.DOCTYPE: (
        "Tệp XML khai báo DOCTYPE hay thực thể, sao kê thật không có: tải lại từ ngân hàng."
    ),
    FaultKind.TOO_DEEP: "Tệp XML lồng nhau quá sâu, không phải sao kê: tải lại từ ngân hàng.",
    FaultKind.NO_STATEMENT: "Tệp không chứa sao kê nào: kiểm tra lại ngày và tài khoản đã chọn.",
    FaultKind.NO_HEADS: (
        "Không thấy dòng tiêu đề cột (ngày, ghi nợ, ghi có) trong %(rows)s dòng đầu: khai báo"
        " mẫu cột cho ngân hàng này."
    ),
    FaultKind.HEAD_MISSING: (
        "Bảng có tiêu đề nhưng thiếu cột %(missing)s: tải lại tệp đủ cột, hoặc khai báo mẫu cột."
    ),
    FaultKind.NO_ACCOUNT: (
        "Không thấy số tài khoản: thêm một dòng “Số tài khoản: …” phía trên bảng."
    ),
    FaultKind.ACCOUNT_ROUNDED: (
        "Số tài khoản bị Excel làm tròn (%(text)s): gõ lại số tài khoản dạng chữ."
    ),
    FaultKind.TWO_ACCOUNTS: (
        "Có hai tài khoản %(first)s và %(second)s trong một bảng: tải riêng sao kê của từng"
        " tài khoản."
    ),
    FaultKind.FOREIGN_CURRENCY: (
        "Loại tiền %(currency)s không phải VND: chỉ nhập sao kê tài khoản tiền đồng."
    ),
    FaultKind.NO_AMOUNT: "Không có số tiền: tải lại tệp, hoặc ghi số tiền vào dòng này.",
    FaultKind.AMOUNT_UNREADABLE: (
        "“%(text)s” không phải số tiền đọc được: sửa lại, hoặc tải lại tệp từ ngân hàng."
    ),
    FaultKind.NOT_WHOLE: "“%(text)s” có số lẻ của đồng: kiểm tra lại loại tiền và số tiền.",
    FaultKind.NEGATIVE: ("Số tiền âm “%(text)s”: ghi số dương vào đúng cột ghi nợ hoặc ghi có."),
    FaultKind.AMOUNT_TOO_LARGE: "“%(text)s” lớn quá mức có thể: kiểm tra lại số tiền.",
    FaultKind.BOTH_WAYS: (
        "Có cả ghi nợ %(debit)s và ghi có %(credit)s trên một dòng: tách thành hai dòng."
    ),
    FaultKind.NO_DIRECTION: (
        "Không biết “%(text)s” là tiền vào hay tiền ra: cần cột ghi nợ, ghi có hoặc dấu +/-."
    ),
    FaultKind.FORMULA: "Ô chứa công thức, không được tính: dán giá trị (Paste values) rồi lưu lại.",
    FaultKind.CELL_ERROR: "Ô báo lỗi %(text)s: sửa ô này rồi lưu lại.",
    FaultKind.NO_DATE: "Không có ngày giao dịch: tải lại tệp, hoặc ghi ngày vào dòng này.",
    FaultKind.DATE_UNREADABLE: "“%(text)s” không phải ngày đọc được: ghi dạng ngày/tháng/năm.",
    FaultKind.YEAR: "Năm của ngày %(text)s không hợp lý: kiểm tra lại ngày trong tệp.",
    FaultKind.FUTURE: (
        "Ngày %(text)s muộn hơn hôm nay quá %(days)s ngày: kiểm tra lại ngày, tháng trong tệp."
    ),
    FaultKind.NO_STATUS: "Giao dịch không có trạng thái (Sts): tải lại tệp từ ngân hàng.",
    FaultKind.STATUS_UNKNOWN: (
        "Trạng thái “%(text)s” không rõ đã hạch toán hay chưa: hỏi lại ngân hàng."
    ),
    FaultKind.DETAILS_DIFFER: (
        "Các giao dịch chi tiết cộng lại %(details)s, khác số tiền bút toán %(entry)s:"
        " tải lại tệp từ ngân hàng."
    ),
    FaultKind.BALANCE_DIFFERS: (
        "Số dư đầu %(opening)s + ghi có %(credit)s - ghi nợ %(debit)s = %(reckoned)s, khác số"
        " dư cuối %(closing)s: tệp thiếu hoặc thừa dòng, hãy tải lại."
    ),
    FaultKind.RUNNING_BALANCE: (
        "Số dư sau giao dịch phải là %(reckoned)s nhưng tệp ghi %(told)s: có dòng bị thiếu"
        " hoặc bị sửa ngay trước đó, hãy tải lại tệp."
    ),
    FaultKind.PAGES_DIFFER: (
        "Trang sau mở đầu bằng số dư %(next)s, trang trước kết thúc bằng %(before)s: thiếu một"
        " trang, hãy tải lại."
    ),
    FaultKind.DAYS_REVERSED: "Từ ngày %(first)s lại sau đến ngày %(last)s: tải lại tệp.",
    FaultKind.UNFINISHED: "Sao kê bị cắt dở, thiếu số dư cuối (:62F:): tải lại tệp đầy đủ.",
    FaultKind.FIRST_PAGE_MISSING: (
        "Sao kê bắt đầu từ trang tiếp theo (:60M:), thiếu trang đầu: ghép đủ các trang rồi nhập."
    ),
    FaultKind.TAG_MISSING: "Thiếu thẻ %(tag)s: tải lại tệp từ ngân hàng.",
    FaultKind.TAG_UNREADABLE: "Không đọc được thẻ %(tag)s “%(text)s”: tải lại tệp từ ngân hàng.",
    FaultKind.TAG_TWICE: "Thẻ %(tag)s lặp lại trước khi sao kê kết thúc: tệp bị cắt ghép, tải lại.",
    FaultKind.PENDING: "Bỏ qua giao dịch chưa hạch toán (%(text)s).",
    FaultKind.NO_MONEY: "Bỏ qua giao dịch không có tiền (0 đ).",
}
"""Every sentence names the reason and the mend. A place is set before it by `sentence`."""

NOTES: Final = frozenset({FaultKind.PENDING, FaultKind.NO_MONEY})
"""What is only told in `ReadFile.notes`: nobody is refused for it."""


def as_told(words: str) -> str:
    """The sentence as it is, in Vietnamese."""
    return words


def sentence(fault: Fault, say: Callable[[str], str] = as_told) -> str:
    """`Dòng 12, cột D: …`, in the language of `say` (a gettext)."""
    if fault.kind in OF_PROVIDERS:
        told = say(OF_PROVIDERS[fault.kind]).format_map(fault.facts)
    else:
        told = say(SENTENCES[FaultKind(fault.kind)]) % fault.facts
    if not fault.place:
        return told
    return f"{fault.place[0].upper()}{fault.place[1:]}: {told}"


def refusal(kind: FaultKind, place: str = "", **facts: str) -> Unreadable:
    """A refusal for one fault that ends the reading at once."""
    return Unreadable((Fault(kind, place, facts),))


class Faults:
    """The faults of one file, gathered while reading goes on."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def add(self, kind: FaultKind, place: str = "", **facts: str) -> None:
        """Note a fault. Raises `Unreadable` when nobody would read more of them."""
        self.found.append(
            Fault(kind, place, {name: shortened(fact) for name, fact in facts.items()})
        )
        if len(self.found) >= FAULTS_MAX:
            self.refuse()

    def refuse(self) -> None:
        """Raises `Unreadable` when there is any fault."""
        if self.found:
            raise Unreadable(tuple(self.found))


def shortened(fact: str) -> str:
    """At most 80 letters, for a sentence."""
    return fact if len(fact) <= 80 else fact[:79] + "…"

"""What the words at the head of a column mean, as schools write them. Nothing of Django.

Heads are compared without marks, case and what stands in brackets. Whatever is none of the known
words may be a fee item: its cells decide (`layouts`).
"""

from __future__ import annotations

import enum
import re
import unicodedata

from thuphi.ground.kit.fold import search_key


class Meaning(enum.StrEnum):
    """What one column is for."""

    ORDER = "order"
    CODE = "code"
    NAME = "name"
    SURNAME = "surname"
    GIVEN = "given"
    CLASS = "class"
    GRADE = "grade"
    BORN_ON = "born_on"
    PHONE = "phone"
    PAYER = "payer"
    EMAIL = "email"
    CHARGE = "charge"
    TOTAL = "total"
    DEDUCTION = "deduction"
    """What is taken off: it is never billed, so an amount in it is a fault."""
    SETTLED = "settled"
    """Paid already, or still owed: what the school has written about money that came in."""
    NOTHING = "nothing"
    """Known, and of no use here: notes, signatures, addresses."""
    UNKNOWN = "unknown"


OF_NAMES = frozenset({Meaning.NAME, Meaning.SURNAME, Meaning.GIVEN})
OF_PEOPLE = frozenset(
    {
        Meaning.CODE,
        Meaning.CLASS,
        Meaning.GRADE,
        Meaning.BORN_ON,
        Meaning.PHONE,
        Meaning.PAYER,
        Meaning.EMAIL,
    }
)

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_EDGES = " .:;,*-–—/|'\"“”"


def _words(said: str) -> frozenset[str]:
    return frozenset(" ".join(one.split()) for one in said.split("|"))


_NAMES = _words(
    """ho va ten|ho ten|ho & ten|ho, ten|ho-ten|ho va ten hoc sinh|ho ten hoc sinh|ho va ten hs
    |ho ten hs|ten hoc sinh|ten hs|hoc sinh|ho va ten tre|ho ten tre|ho va ten be|ho ten be
    |ten tre|ten be|ho va ten hoc vien|ho ten hoc vien|ho va ten sinh vien|ho ten sinh vien
    |ho va ten nguoi hoc|ho ten nguoi hoc|ho va ten chau|ho ten chau|ho va ten con|ho va ten em
    |full name|name|ho, chu dem va ten|ho chu dem va ten"""
)
_SURNAMES = _words(
    """ho|ho dem|ho va dem|ho va ten dem|ho ten dem|ho lot|ho va lot|ho va chu lot|ho va chu dem
    |ho chu dem|ho, dem|ho va ten lot|ho & dem|ho ten lot"""
)
_ORDERS = _words("stt|tt|so tt|so thu tu|thu tu|no|s.t.t|t.t|#|so t.t|stt trong lop|stt hs")
_CODE = re.compile(
    r"(ma|ma so|ms|so hieu|ma dinh danh|ma dd|so dinh danh|ma so dinh danh)"
    r"( ?(hs|hoc sinh|hssv|sv|sinh vien|hoc vien|tre|be|chau|nguoi hoc|khach hang|kh"
    r"|bo( gd| giao duc).*|csdl.*|moet|nganh|so gd.*|vnedu|misa|emis|smas))*"
    r"|mshs|mhs|mahs|id|hs id|student (id|code)"
)
_IDENTITY = re.compile(r".*\b(dinh danh|dd|csdl|moet|bo|nganh)\b.*")
_CLASS = _words(
    """lop|ten lop|lop hoc|hoc lop|nhom lop|lop nhom|nhom/lop|lop/nhom|lop, nhom|nhom, lop|ma lop
    |class|hoc sinh lop"""
)
_PHONE = re.compile(r".*\b(sdt|so dt|dien thoai|dtdd|dt|di dong|mobile|phone|zalo)\b.*")
_NOT_PHONE = re.compile(r"(tien|phi|cuoc|so lien lac)\b.*")
_PAYER = re.compile(
    r"(ho (va )?ten )?(phu huynh|ph|cha|me|bo|ba|ong|cha me|bo me|cha/me|bo/me|cha hoac me"
    r"|nguoi (nop|giam ho|bao ho|dai dien|do dau|nop tien))( hoc sinh| hs| tien)?"
    r"|ho (va )?ten (cha|bo|me).*|ten (phu huynh|cha|me|bo|ph)"
)
_BORN = re.compile(
    r"(ngay|nam|ngay,? thang|ngay,? thang,? nam|thang,? nam|ngay/thang/nam) sinh|sinh (ngay|nam)"
    r"|ns|dob|ngay sinh .*"
)
_TOTAL = re.compile(
    r"(tong|cong)( (cong|so|tien|thu|so tien|cac khoan|cac khoan thu|so phai|hop))*"
    r"( (phai|can) (thu|nop|dong))?( (ca nam|thang|ky|dot|cua hs|/ ?hs)( [0-9./ ]+)?)?"
    r"|total"
)
_MAY_BE_TOTAL = re.compile(
    r"(so tien|thanh tien|so|muc)?( ?(phai|can) (thu|nop|dong))?( (thang|ky|dot)( [0-9./ ]+)?)?"
)
_SETTLED = re.compile(
    r"(so |so tien |tien )?(da (nop|dong|thu|thanh toan|tra)|con (no|lai|thieu|phai|thu|du no)"
    r"|thuc (thu|nop|dong)|chua (nop|thu|dong)|no lai|(nop|dong) (thieu|truoc)|tam nop)\b.*"
)
_DEDUCTION = re.compile(
    r"(so |so tien |tien |khoan )?(duoc )?((mien|giam|khau tru|hoan tra|hoan lai|tra lai)\b.*"
    r"|tru( (an|tien|thang|ky|di|lai)\b.*)?|(thua|du|ton)( (ky|thang|dau|cuoi|cu|nam)\b.*)?)"
    r"|.*\b(thua|ton|con du) (ky|thang|nam|dot) truoc.*"
)
_QUANTITY = re.compile(
    r"so (luong|ngay|buoi|thang|suat|tiet|bua|phieu|cong|quyen|bo|lan|gio)\b.*"
    r"|sl|don gia|he so|dvt|don vi tinh"
)
_NOTHING = re.compile(
    r"ghi chu.*|chu thich|luu y|nhan xet|(phu huynh |ph |hs |nguoi nop )?ky"
    r"( (nhan|ten|nop|nhan tien|xac nhan|ghi ro.*|va ghi.*))?|chu ky.*"
    r"|nguoi (thu|nhan|lap|ky)\b.*|ngay|ngay (nop|thu|dong|thanh toan|lap|nhap hoc|vao|nhan).*"
    r"|gioi tinh|gioi|gt|nu|nam|phai|dan toc|ton giao|quoc tich|noi sinh|dia chi.*|que quan"
    r"|ho khau.*|thuong tru|tam tru|noi o.*|cho o.*|thon.*|xa|phuong|xa/phuong|phuong/xa|huyen"
    r"|quan|tinh|khu pho|ap|doi tuong.*|doi tuong|che do.*|chinh sach|hinh thuc.*|trang thai"
    r"|tinh trang.*|giao vien.*|gvcn|so (bien lai|phieu|hoa don|chung tu|bl|hd|ct)\b.*"
    r"|ma (tra cuu|phieu|hoa don|giao dich|thanh toan|nop tien|qr)\b.*|qr"
    r"|(so )?(cccd|cmnd|cmt|can cuoc).*|so dinh danh ca nhan|(so|ma|ma so) (the )?bhyt"
    r"|so (the|tai khoan|tk)\b.*|stk|ngan hang.*|to|doi|khu vuc|xac nhan.*|ly do.*|tuoi"
    r"|nghe nghiep.*|diem truong|co so|nam hoc|hoc ky|dien (uu tien|chinh sach|mien giam)"
)
_DATES_WORD = frozenset({"diện", "diện hs", "diện học sinh"})
"""Without marks this is the word for electricity, so it is known only with them."""

GENERIC_LEAF = re.compile(
    r"so tien|thanh tien|tien|(so )?(phai|can) (thu|nop|dong)|muc (thu|dong|nop)|dong|vnd|so"
)
"""Heads that name no item: the group above them does."""
GENERIC_GROUP = re.compile(
    r".*\b(khoan (thu|nop|phi|dong)|cac khoan|noi dung thu|trong do|chi tiet)\b.*|khoan|bao gom"
)


def key_of(head: str) -> str:
    """A head without marks, case, brackets and points at its edges."""
    key = search_key(_BRACKETS.sub(" ", head)).strip(_EDGES)
    return key or search_key(head).strip(_EDGES)


def meaning_of(head: str) -> Meaning | None:
    """What a head says by itself; None where only the cells can tell."""
    key = key_of(head)
    if not key:
        return None
    if key in _NAMES:
        return Meaning.NAME
    if key in _SURNAMES:
        return Meaning.SURNAME
    if key == "ten":
        return Meaning.GIVEN
    if key in _ORDERS:
        return Meaning.ORDER
    if key in _CLASS:
        return Meaning.CLASS
    if key in ("khoi", "khoi lop"):
        return Meaning.GRADE
    if unicodedata.normalize("NFC", head).strip().lower() in _DATES_WORD:
        return Meaning.NOTHING
    return next((meaning for form, meaning in _FORMS if form.fullmatch(key)), _loose(key))


def _loose(key: str) -> Meaning | None:
    if _PHONE.fullmatch(key) and not _NOT_PHONE.fullmatch(key):
        return Meaning.PHONE
    if re.fullmatch(r".*\b(e-?mail|thu dien tu)\b.*", key):
        return Meaning.EMAIL
    return None


_FORMS: tuple[tuple[re.Pattern[str], Meaning], ...] = (
    (_NOTHING, Meaning.NOTHING),
    (_CODE, Meaning.CODE),
    (_BORN, Meaning.BORN_ON),
    (_PAYER, Meaning.PAYER),
    (_QUANTITY, Meaning.NOTHING),
    (_SETTLED, Meaning.SETTLED),
    (_TOTAL, Meaning.TOTAL),
    (_DEDUCTION, Meaning.DEDUCTION),
)


def is_identity(head: str) -> bool:
    """Whether a code is the Ministry's number of a pupil, which gives way to the school's own."""
    return _IDENTITY.fullmatch(key_of(head)) is not None


def may_be_total(head: str) -> bool:
    """`Số tiền`, `Phải nộp`: the sum where items stand beside it, the charge where it is alone."""
    return _MAY_BE_TOTAL.fullmatch(key_of(head)) is not None


_THOUSANDS = re.compile(
    r"\b(nghin|ngan)( viet nam)? ?(dong|vnd|d)\b|\bx? ?1[.,]?000 ?(dong|vnd|d)\b"
)
_UNIT_SAID = re.compile(r"\b(don vi( tinh)?|dvt)\b")


def counts_thousands(text: str, *, is_head: bool) -> bool:
    """Whether a title or a head says that amounts are written in thousands of đồng."""
    key = search_key(text)
    if _THOUSANDS.search(key) is None:
        return False
    return _UNIT_SAID.search(key) is not None or (is_head and "(" in key)

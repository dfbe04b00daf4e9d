"""What a row of a list is when it is no pupil: a sum, a class, the foot of a page."""

from __future__ import annotations

import re
import unicodedata

from thuphi.ground.kit.fold import search_key

_SUM = re.compile(r"(?:tổng|cộng|luỹ kế|lũy kế)(?!\w)", re.IGNORECASE)
_SUM_BARE = re.compile(
    r"(tong( (cong|so|tien|thu|so tien|hop|hs|hoc sinh))*|cong( (trang|lop|don|chuyen|mang)\b.*)?)"
    r"[ :.]*"
)
_FOOT = re.compile(
    r"(nguoi (lap|thu|nop|viet|phu trach)|ke toan|thu quy|hieu truong|p\.? ?hieu truong"
    r"|ban giam hieu"
    r"|pho hieu truong|thu truong|giao vien (chu nhiem|cn)|gvcn|bang chu|so tien (bang chu|viet)"
    r"|viet bang chu|ghi chu|luu y|chu y|xac nhan|danh sach (nay )?(co|gom)|an dinh|\(?ky[ ,]"
    r"|truong ban|dai dien|ngay lap|phu huynh ky|t/?m |tm\.).*"
    r"|(.*, ?)?ngay [.…0-9 ]+thang [.…0-9 ]+.*"
)
_NOTE = re.compile(
    r"(don gia|muc thu|dinh muc|muc dong|so tien/|dvt|don vi tinh|ghi so tien|vi du|mau"
    r"|huong dan)\b.*"
)
_PARTS = re.compile(r"(khoi|to|nhom|diem truong|co so|phan hieu|ca|he)\b.*")


def is_sum(text: str) -> bool:
    """`Tổng cộng`, `Cộng lớp 6A1`, `TONG CONG`; never the name Tống Công Danh."""
    plain = unicodedata.normalize("NFC", text).strip()
    if len(plain) > 80:
        return False
    return _SUM.match(plain) is not None or (
        plain.isascii() and _SUM_BARE.fullmatch(search_key(plain)) is not None
    )


def is_foot(text: str) -> bool:
    """Words that stand below a list: signatures, the sum in words, the day."""
    return _FOOT.fullmatch(search_key(text).lstrip("(- *")) is not None


def is_note(text: str) -> bool:
    """A row between head and pupils that says prices or how to fill in."""
    return _NOTE.fullmatch(search_key(text).lstrip("(- *#")) is not None or text.startswith("# ")


def is_part(text: str) -> bool:
    """`Khối 6`, `Tổ 2`: a part of the school that is no class."""
    return len(text) <= 60 and _PARTS.fullmatch(search_key(text)) is not None

"""The files of `thuphi match`: what stands in them, and what is wrong with them, by line."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from thuphi.money.matching.contract import Line, OpenBill
from thuphi.money.matching.errors import CodeStandsTwice, NotACodeOfOurs
from thuphi.money.matching.finder import Finder

MARK = b"\xef\xbb\xbf"
"""What some editors put before UTF-8."""
_MISSING = re.compile(r"missing required field `(\w+)`")
_WRONG = re.compile(r"Expected `([^`]+)`, got `([^`]+)`(?: - at `\$\.(\w+)`)?")
_KINDS = {"int": "số nguyên", "str": "chữ", "str | null": "chữ", "object": "một đối tượng JSON {…}"}


class BadFile(Exception):
    """A file cannot be used; the sentence names it, the line and what to mend."""

    def __init__(self, file: str, line: int | None, fault: str) -> None:
        where = f"{file}, dòng {line}" if line else file
        super().__init__(f"{where}: {fault}")


class OpenRow(msgspec.Struct, rename={"class_name": "class"}, gc=False):
    """An open bill as it is written."""

    code: str
    amount_vnd: int
    payer: str | None = None
    beneficiary: str | None = None
    class_name: str | None = None
    phone: str | None = None
    virtual_account: str | None = None


class LineRow(msgspec.Struct, gc=False):
    """A line of a bank as it is written; `id` comes back as it was."""

    id: msgspec.Raw
    amount_vnd: int
    text: str | None = None
    payer: str | None = None
    virtual_account: str | None = None


_OPEN = msgspec.json.Decoder(OpenRow)
_LINE = msgspec.json.Decoder(LineRow)


def fault_of(refusal: Exception) -> str:
    """What is wrong with a line, in words that say how to mend it."""
    said = str(refusal)
    if isinstance(refusal, UnicodeDecodeError):
        return "không phải UTF-8; hãy lưu lại tệp bằng mã UTF-8"
    if missing := _MISSING.search(said):
        return f"thiếu trường {missing[1]}"
    if wrong := _WRONG.search(said):
        kind = _KINDS.get(wrong[1], wrong[1])
        return f"trường {wrong[3]} phải là {kind}" if wrong[3] else f"phải là {kind}"
    if isinstance(refusal, msgspec.ValidationError):
        return f"không hợp lệ ({said})"
    return f"không phải JSON đúng ({said})"


@contextmanager
def lines_of(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    """The lines to be matched and how many bytes they are (0: not known)."""
    if str(path) == "-":
        yield sys.stdin.buffer, 0
        return
    with _opened(path) as stream:
        yield stream, path.stat().st_size


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as refusal:
        raise BadFile(
            str(path), None, "không mở được tệp; hãy kiểm tra tên và quyền đọc"
        ) from refusal


def finder_of(path: Path) -> Finder:
    """A finder over all open bills of a file. Raises `BadFile`."""
    bills: list[OpenBill] = []
    numbers: list[int] = []
    with _opened(path) as stream:
        for number, raw in enumerate(stream, 1):
            if number == 1:
                raw = raw.removeprefix(MARK)
            if not raw.strip():
                continue
            try:
                row = _OPEN.decode(raw)
            except (msgspec.DecodeError, UnicodeDecodeError) as refusal:
                raise BadFile(str(path), number, fault_of(refusal)) from refusal
            if row.amount_vnd <= 0:
                raise BadFile(str(path), number, "amount_vnd phải lớn hơn 0 (số tiền còn phải thu)")
            bills.append(_bill(row))
            numbers.append(number)
    try:
        return Finder(bills)
    except NotACodeOfOurs as refusal:
        fault = f"{refusal.code!r} không phải mã hóa đơn (TF và 10 ký tự, 2 ký tự cuối để kiểm tra)"
        raise BadFile(str(path), numbers[refusal.place], fault) from refusal
    except CodeStandsTwice as refusal:
        first = next(at for at, bill in enumerate(bills) if bill.code == refusal.code)
        fault = f"mã {refusal.code} đã có ở dòng {numbers[first]}"
        raise BadFile(str(path), numbers[refusal.place], fault) from refusal


def _bill(row: OpenRow) -> OpenBill:
    return OpenBill(
        row.code,
        row.amount_vnd,
        row.payer or "",
        row.beneficiary or "",
        row.class_name or "",
        row.phone or "",
        row.virtual_account or "",
    )


def line_row(raw: bytes) -> LineRow:
    """One line of the bank. Raises what `fault_of` puts into words."""
    row = _LINE.decode(raw)
    if bytes(row.id)[:1] not in b'"-0123456789' or not bytes(row.id):
        raise msgspec.ValidationError("Expected `chữ hoặc số`, got `other` - at `$.id`")
    return row


def line_of(row: LineRow) -> Line:
    """The line as the search wants it; its id is not looked at."""
    return Line("", row.text or "", row.amount_vnd, row.payer or "", row.virtual_account or "")

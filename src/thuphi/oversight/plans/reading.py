"""Read a plan out of its text; of a text that is no plan, tell all faults at once.

Every fault has its line, its key and a sentence that names the mend. Needs no database.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path as File

from . import checks, parts
from .errors import Fault, PlanUnreadable
from .lines import Lines
from .rules import Plan
from .table import Faults, Table

MOST_BYTES = 512 * 1024
"""Ten times the largest plan we know."""

_WHERE = re.compile(r"\s*\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)\s*$")


def read(text: str, *, name: str) -> Plan:
    """The plan that a text tells; `name` is what people call the file.

    Raises `PlanUnreadable` with all faults, each with line and key.
    """
    text = text.removeprefix("\ufeff")
    _fits(text, name)
    try:
        values: dict[str, object] = tomllib.loads(text, parse_float=Decimal)
        lines = Lines(text)
    except RecursionError:
        raise PlanUnreadable((Fault(1, "", "danh sách lồng nhau quá sâu"),), name) from None
    except ValueError as error:
        raise PlanUnreadable((_misspelt(text, str(error)),), name) from error
    faults = Faults(lines)
    plan = parts.plan(Table(values, (), faults))
    checks.check(plan, faults)
    if faults.all:
        raise PlanUnreadable(faults.all, name)
    return plan


def read_file(file: File) -> Plan:
    """The plan in a file. Raises `PlanUnreadable`, or `OSError` where it cannot be opened."""
    with file.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise PlanUnreadable((_too_large(),), file.name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        reason = "không phải chữ UTF-8; hãy lưu lại tệp với mã hóa UTF-8"
        raise PlanUnreadable((Fault(line, "", reason),), file.name) from error
    return read(text, name=file.name)


def _fits(text: str, name: str) -> None:
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        fault = Fault(line, "", "có ký tự không phải chữ Unicode; hãy xóa ký tự đó")
        raise PlanUnreadable((fault,), name) from error
    if size > MOST_BYTES:
        raise PlanUnreadable((_too_large(),), name)


def _too_large() -> Fault:
    return Fault(1, "", f"tệp lớn hơn {MOST_BYTES // 1024} KiB; một kế hoạch nhỏ hơn nhiều")


def _misspelt(text: str, told: str) -> Fault:
    """The standard reader's complaint, on its line."""
    where = _WHERE.search(told)
    said = _WHERE.sub("", told)
    if where is None:
        return Fault(1, "", f"không đúng cú pháp TOML: {said}")
    if where["line"] is None:
        return Fault(
            text.count("\n") + 1, "", f"không đúng cú pháp TOML, tệp hết giữa chừng: {said}"
        )
    line = int(where["line"])
    written = text.split("\n")[line - 1].strip()
    reason = f"không đúng cú pháp TOML ở cột {where['column']} ('{written[:60]}'): {said}"
    return Fault(line, "", reason)

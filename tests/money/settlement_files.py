"""Settlement files as providers write them, made from a few facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Paid:
    """One row: the provider's number, ours, gross, fee and the rest as a file has them."""

    theirs: str
    ours: str = ""
    gross_vnd: int = 660_000
    fee_vnd: int = 6_600
    kind: str = "Thanh toán"
    paid_at: str = "05/10/2026 09:00:00"


def dotted(amount_vnd: int) -> str:
    return f"{amount_vnd:,}".replace(",", ".")


def vnpay(
    rows: Sequence[Paid], *, day: str = "06/10/2026", number: str = "", with_total: bool = True
) -> bytes:
    """VNPAY's sheet as CSV: the provider and the day above, heads, rows, a total."""
    above = ["Công ty CP Giải pháp Thanh toán Việt Nam (VNPAY)", f"Ngày đối soát: {day}"]
    if number:
        above.append(f"Mã đối soát: {number}")
    heads = (
        "STT;Mã giao dịch VNPAY;Mã đơn hàng;Thời gian giao dịch;Số tiền (VND);Phí;Thực nhận;"
        "Loại giao dịch;Trạng thái"
    )
    lines = [
        ";".join(
            [
                str(place), one.theirs, one.ours, one.paid_at, dotted(one.gross_vnd),
                dotted(one.fee_vnd), dotted(one.gross_vnd - one.fee_vnd), one.kind, "Thành công",
            ]
        )
        for place, one in enumerate(rows, start=1)
    ]  # fmt: skip
    gross, fee = sum(one.gross_vnd for one in rows), sum(one.fee_vnd for one in rows)
    total = [f"Tổng cộng;;;;{dotted(gross)};{dotted(fee)};{dotted(gross - fee)};;"]
    return "\n".join([*above, heads, *lines, *(total if with_total else [])]).encode()


def pos(rows: Sequence[Sequence[str]]) -> bytes:
    """An acquirer's batch as CSV; each row: tid, batch, trace, rrn, approval, amount, fee."""
    heads = (
        "TID,MID,Batch No,Trace No,RRN,Approval Code,Card Number,Transaction Date,Amount,MDR,"
        "Net Amount,Settlement Date"
    )
    lines = [
        f"{tid},000000012345678,{batch},{trace},{rrn},{approval},4111111111111111,"
        f"05/10/2026 09:00:00,{amount},{fee},{int(amount) - int(fee)},06/10/2026"
        for tid, batch, trace, rrn, approval, amount, fee in rows
    ]
    return "\n".join([heads, *lines]).encode()

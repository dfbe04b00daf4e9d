"""`thuphi import paid-list`: what a portal says was paid, into the inbox."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from thuphi.ground.kit import clock, money
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.payments import paid_list as lists
from thuphi.money.payments.hearing import HeardResult
from thuphi.registers.methods.models import Merchant

REFUSED = 2


def paid_list(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    merchant: Annotated[str, typer.Option("--merchant", help="The portal merchant's address.")],
    confirm: Annotated[bool, typer.Option("--confirm", help="Write it.")] = False,  # noqa: FBT002
) -> None:
    """Show what a portal's paid list holds; with --confirm take all of it in, or nothing."""
    console = Console()
    found = Merchant.objects.defer("sealed").filter(channel="portal", slug=merchant).first()
    if found is None:
        console.print(f"[red]✗[/] Không có đơn vị nào nhận tiền qua Cổng ở địa chỉ “{merchant}”.")
        raise typer.Exit(REFUSED)
    content, at = file.read_bytes(), clock.now()
    try:
        read = lists.read(content, at=at)
        for fault in read.faults:
            console.print(f"[red]✗[/] Dòng {fault.row}: {fault.reason}", soft_wrap=True)
        if read.faults:
            raise typer.Exit(REFUSED)
        console.print(f"{len(read.rows)} giao dịch, {money.dong(read.total_vnd)}.")
        if not confirm:
            console.print("Chưa ghi gì. Thêm --confirm để ghi.")
            return
        results = lists.take_in(by=SYSTEM, merchant_id=found.pk, content=content, at=at)
    except lists.ListRefused as refused:
        console.print(f"[red]✗[/] {refused}", soft_wrap=True)
        raise typer.Exit(REFUSED) from refused
    console.print(
        f"Đã ghi {results[HeardResult.RECORDED]} giao dịch mới,"
        f" {results[HeardResult.REPEATED]} đã có từ trước,"
        f" {results[HeardResult.OTHERWISE]} khác với lần trước (chờ người xem)."
    )

"""`thuphi qr`: write and read the payload of a VietQR code."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from thuphi.ground.channels import vietqr

app = typer.Typer(no_args_is_help=True, help="Write and read VietQR payloads.")

MISREAD = 2


@app.command()
def encode(
    bank: Annotated[str, typer.Option("--bin", help="The bank's BIN, six digits.")],
    account: Annotated[str, typer.Option(help="The account or card that is paid.")],
    amount: Annotated[int | None, typer.Option(help="Whole đồng; without it any amount.")] = None,
    purpose: Annotated[str, typer.Option(help="The transfer text, at most 25 letters.")] = "",
    bill: Annotated[str, typer.Option(help="The bill number, at most 25 letters.")] = "",
    service: Annotated[
        vietqr.Service | None, typer.Option(help="Account or card; found out when not said.")
    ] = None,
) -> None:
    """Print the payload of a transfer."""
    transfer = vietqr.Transfer(
        bin=bank,
        account=account,
        amount_vnd=amount,
        purpose=purpose,
        bill=bill,
        service=service,
    )
    try:
        typer.echo(vietqr.encode(transfer))
    except vietqr.TransferUnwritable as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(MISREAD) from refusal


@app.command()
def decode(payload: Annotated[str, typer.Argument(help="The text inside the QR code.")]) -> None:
    """Print what a code says as JSON; what another kind of payment code does not say is null."""
    try:
        typer.echo(json.dumps(_facts(payload), ensure_ascii=False))
    except vietqr.QrUnreadable as refusal:
        typer.echo(f"{type(refusal).__name__}: {refusal}", err=True)
        raise typer.Exit(MISREAD) from refusal


def _facts(payload: str) -> dict[str, str | int | bool | None]:
    code = vietqr.read(payload)
    if not code.is_vietqr:
        return {
            "bin": None,
            "account": None,
            "service": None,
            "dynamic": code.objects.get("01") == "12",
            "amount_vnd": None,
            "purpose": code.additional("08") or None,
            "bill": code.additional("01") or None,
        }
    said = vietqr.decode(payload)
    return {
        "bin": said.bin,
        "account": said.account,
        "service": said.service or None,
        "dynamic": said.dynamic,
        "amount_vnd": said.amount_vnd,
        "purpose": said.purpose or None,
        "bill": said.bill or None,
    }

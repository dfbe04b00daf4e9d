"""A payload drawn as a QR symbol: byte mode, error level M, quiet zone of four modules."""

from __future__ import annotations

import io

import segno

QUIET_ZONE = 4


def _symbol(payload: str) -> segno.QRCode:
    return segno.make_qr(payload, error="m", mode="byte", encoding="utf-8", boost_error=False)


def svg(payload: str, *, title: str = "") -> str:
    """An inline drawing without size of its own, dark on white; `title` is what a reader speaks."""
    drawn: str = _symbol(payload).svg_inline(
        border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True, title=title or None
    )
    return drawn


def png(payload: str, *, scale: int = 8) -> bytes:
    """A picture to save to the phone's gallery; `scale` is the pixels of one module."""
    drawn = io.BytesIO()
    _symbol(payload).save(
        drawn, kind="png", border=QUIET_ZONE, scale=scale, dark="#000", light="#fff"
    )
    return drawn.getvalue()

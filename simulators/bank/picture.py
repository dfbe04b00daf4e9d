"""Finds the QR in a picture, as a phone does when it opens one from the gallery."""

from __future__ import annotations

import io

import zxingcpp
from PIL import Image, UnidentifiedImageError

from simulators.bank.refusals import Refused

PICTURE_BYTES_MAX = 8_000_000


def read(picture: bytes) -> str:
    """The text of the one QR in the picture. Raises `Refused`."""
    if len(picture) > PICTURE_BYTES_MAX:
        raise Refused("Ảnh lớn quá 8 MB.")
    try:
        with Image.open(io.BytesIO(picture)) as opened:
            coloured = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise Refused("Không mở được ảnh này. Xin chọn ảnh PNG hoặc JPEG.") from error
    paper = Image.new("RGBA", coloured.size, "white")
    paper.alpha_composite(coloured)
    found = zxingcpp.read_barcodes(
        paper.convert("L"), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    texts = {code.text for code in found if code.valid}
    if not texts:
        raise Refused("Không thấy mã QR trong ảnh.")
    if len(texts) > 1:
        raise Refused("Ảnh có nhiều mã QR. Xin chụp từng mã.")
    return texts.pop()

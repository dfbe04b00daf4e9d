"""Drawn codes, read back by another program's eyes."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image

from tests.channels.vietqr_vectors import ALL, Good
from thuphi.ground.channels import qr_image


@pytest.mark.parametrize("vector", ALL.vectors, ids=lambda vector: vector.id)
def test_the_picture_is_read_back_as_the_payload(vector: Good) -> None:
    with Image.open(io.BytesIO(qr_image.png(vector.payload, scale=4))) as picture:
        (barcode,) = zxingcpp.read_barcodes(picture.convert("L"))
    assert barcode.text == vector.payload
    assert barcode.format == zxingcpp.BarcodeFormat.QRCode
    assert barcode.ec_level == "M"


def test_the_picture_has_a_quiet_zone_of_four_modules() -> None:
    with Image.open(io.BytesIO(qr_image.png(ALL.vectors[0].payload, scale=3))) as picture:
        grey = picture.convert("L")
        dark = grey.point([255] * 128 + [0] * 128).getbbox()
    assert dark == (12, 12, grey.width - 12, grey.height - 12)


def test_the_drawing_scales_and_says_what_it_is() -> None:
    drawn = qr_image.svg(ALL.vectors[0].payload, title="Mã VietQR <1>")
    root = ElementTree.fromstring(drawn)
    assert "viewBox" in root.attrib
    assert "width" not in root.attrib
    assert "Mã VietQR <1>" in [element.text for element in root.iter()]
    assert "<title" not in qr_image.svg(ALL.vectors[0].payload)

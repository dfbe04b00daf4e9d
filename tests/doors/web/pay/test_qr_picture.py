"""The code as a picture that other apps read."""

from __future__ import annotations

import io

import zxingcpp
from django.test import Client
from PIL import Image

from tests import world
from tests.doors.web.pay.conftest import Village
from thuphi.ground.channels import vietqr


def test_the_saved_picture_reads_as_the_transfer(parent: Client, village: Village) -> None:
    bill = village.bills[0]
    answer = parent.get(f"/b/{bill.code}/qr.png?tai=1")
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"] == f'attachment; filename="{bill.code}.png"'
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert picture.width >= 600
        assert picture.getpixel((63, 63)) in (1, 255), "the quiet zone is white"
        read = zxingcpp.read_barcodes(picture.convert("L"))
    said = vietqr.decode(read[0].text)
    assert (said.account, said.amount_vnd) == (world.ACCOUNT_A, bill.total_vnd)


def test_the_drawing_is_a_file_of_its_own(parent: Client, village: Village) -> None:
    answer = parent.get(f"/b/{village.bills[0].code}/qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')


def test_a_paid_bill_has_no_code_to_scan(parent: Client, village: Village) -> None:
    village.pay(village.bills[0])
    for name in ("qr.png", "qr.svg"):
        assert parent.get(f"/b/{village.bills[0].code}/{name}").status_code == 404

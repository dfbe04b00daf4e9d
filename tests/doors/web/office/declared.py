"""What facilities of the world declare of September, and how their department's pages are read."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import world as worlds
from tests.world import Person
from thuphi.doors.web.shared import declaration_book as book
from thuphi.ground.kit.periods import Month
from thuphi.oversight.declarations import actions
from thuphi.oversight.declarations.rules import Item

HOME = "/van-phong/ke-khai"
SEPTEMBER = Month(2026, 9)
MONEY = {
    Item.QR_COUNT: 80, Item.QR_VND: 24_000_000, Item.WEB_COUNT: 0, Item.WEB_VND: 0,
    Item.MOBILE_MONEY_COUNT: 10, Item.MOBILE_MONEY_VND: 3_000_000, Item.CARD_COUNT: 0,
    Item.CARD_VND: 0, Item.CASH_COUNT: 10, Item.CASH_VND: 3_000_000,
    Item.EQUIPPED_ON: 20260105, Item.ACCEPTS_ON: 20260201,
}  # fmt: skip
SCHOOL = {**MONEY, Item.PUPILS: 320, Item.ONLINE_TEACHING: 1,
          Item.LESSONS_TOTAL_PRIMARY: 1000, Item.LESSONS_ONLINE_PRIMARY: 120}  # fmt: skip
HOSPITAL = {**MONEY, Item.HOSPITAL_FEE_DUE_VND: 40_000_000,
            Item.HOSPITAL_FEE_CASHLESS_VND: 20_000_000, Item.EMR_STATE: 1}  # fmt: skip


def without(values: dict[Item, int], *left_out: Item) -> dict[Item, int]:
    """The same with some items left empty."""
    return {item: value for item, value in values.items() if item not in left_out}


def submitted(by: Person, facility_id: int, values: dict[Item, int], **explained: str) -> int:
    kept = actions.save(
        by=by.actor, facility_id=facility_id, month=SEPTEMBER, values=values, at=worlds.AT
    )
    told = {key.replace("__", ":"): words for key, words in explained.items()}
    actions.submit(by=by.actor, declaration_id=kept.pk, at=worlds.AT, explanations=told)
    return int(kept.pk)


def said(content: bytes) -> str:
    return " ".join(content.decode().replace("\u00a0", " ").split())


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return said(answer.content)


def filled(rows: dict[str, dict[Item, int]], explanation: str = "") -> bytes:
    """The template with these facilities' values written into it, as somebody would."""
    fillings = [
        book.Filling(code, "", SEPTEMBER, values, explanation) for code, values in rows.items()
    ]
    return book.write("x", list(Item), fillings)


def sheet(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("ke-khai.xlsx", content)

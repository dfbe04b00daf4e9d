"""Notices and the school's poster on paper: typst draws what `sheets/notices.typ` says."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from threading import Lock

import typst

from thuphi.doors.web.shared.templatetags.thuphi import day
from thuphi.ground.channels import qr_image
from thuphi.ground.channels.banks import short_name
from thuphi.ground.kit import money
from thuphi.registers.facilities.models import BeneficiaryAccount, Facility

from .notice_facts import Notice


class Form(enum.Enum):
    """How notices lie on paper."""

    ONE = "1"
    TWO = "2"
    FOUR = "4"
    ROLL = "80mm"
    """Thermal paper, 80 mm wide; each notice as long as it is."""


FREE, NOTHING = "miễn phí", "0 đồng"
"""Families read the sum: nothing is also a sum."""
_DRAWING = Lock()


@cache
def _drawer(sheet: str) -> typst.Compiler:
    """Made once: reading the fonts takes longer than drawing."""
    return typst.Compiler(
        str(resources.files(__package__) / "sheets" / sheet),
        font_paths=[str(resources.files("fontpkg_be_vietnam_pro") / "files")],
        ignore_system_fonts=True,
    )


def draw(sheet: str, facts: Mapping[str, object]) -> bytes:
    """The PDF of one kind of sheet about these facts."""
    # Facts reach the form as data and are never read as its language.
    with _DRAWING:
        drawn = _drawer(sheet).compile(
            format="pdf", sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)}
        )
    if not isinstance(drawn, bytes):
        raise TypeError("sheets are one document")
    return drawn


def notice_sheets(
    notices: Sequence[Notice],
    *,
    form: Form,
    facility: Facility,
    account: BeneficiaryAccount,
    contact: str,
    site: str,
) -> bytes:
    """The PDF of notices, in Vietnamese, in their order."""
    facts = {
        "form": form.value,
        "facility": facility.name,
        "contact": contact,
        "site": site,
        "bank": short_name(account.bin),
        "account": account.number,
        "account_name": account.name,
        "notices": [_facts(one) for one in notices],
    }
    return draw("notices.typ", facts)


def _facts(one: Notice) -> dict[str, object]:
    return {
        "code": one.code,
        "name": one.name,
        "pupil_code": one.pupil_code,
        "class_name": one.class_name,
        "reason": one.reason,
        "lines": [[words, money.dong(amount_vnd)] for words, amount_vnd in one.lines],
        "total": money.dong(one.total_vnd),
        "paid": money.dong(one.paid_vnd) if one.paid_vnd else "",
        "remaining": money.dong(one.remaining_vnd),
        "debt": money.dong(one.debt_vnd) if one.debt_vnd else "",
        "credit": money.dong(one.credit_vnd) if one.credit_vnd else "",
        "due": day(one.due_on),
        "allows_part": one.allows_part,
        "cost": one.ways.transfer.replace(FREE, NOTHING),
        "others": list(one.ways.others),
        "qr": str(one.qr),
    }


def poster_sheet(
    facility: Facility, *, address: str, page: str, contact: str, is_free: bool
) -> bytes:
    """The PDF of the poster: a code that opens the page where bills are found and paid.

    `address` is what the code opens, `page` what a person types; `is_free` says whether a transfer
    costs the payer nothing.
    """
    return draw(
        "poster.typ",
        {
            "facility": facility.name,
            "facility_address": facility.address,
            "contact": contact,
            "page": page,
            "qr": qr_image.svg(address),
            "is_free": is_free,
        },
    )

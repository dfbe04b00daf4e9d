"""One family: two children in one school, a third in another, a grandfather in a hospital.

All four are paid for by 0912 345 678. School A has a neighbour's child too, whom the family does
not know, and a stranger's child of school B stands under a phone of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.test import Client

from tests import world
from tests.doors.web.pay.conftest import as_worker
from tests.world import World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.notices.models import Letter
from thuphi.money.bills import ad_hoc
from thuphi.money.bills.ad_hoc import NewBill, NewLine
from thuphi.money.bills.models import Bill
from thuphi.money.catalogue import actions as catalogue
from thuphi.money.catalogue.actions import NewFeeItem
from thuphi.registers.facilities import actions as facilities
from thuphi.registers.facilities.actions import NewFacility
from thuphi.registers.facilities.models import (
    AreaClass,
    Facility,
    Level,
    Ownership,
    Sector,
    Tier,
)
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.actions import NewBeneficiary

PHONE = "0912345678"
STRANGER = "0977000111"
"""Nobody is paid for by this one."""
PAYER = "Nguyễn Văn Bình"
ANH, HAN = date(2019, 2, 1), date(2016, 5, 20)
HUY, TU = date(2013, 9, 8), date(1950, 3, 8)


@dataclass(frozen=True)
class Household:
    """The bills of one family, and the world around it."""

    world: World
    hospital: Facility
    anh: Bill
    """826.800 đồng, school A."""
    han: Bill
    """826.800 đồng, school A."""
    huy: Bill
    """1.200.000 đồng, school B."""
    tu: Bill
    """450.000 đồng, hospital."""
    neighbour: Bill
    """Trần Gia Bảo's, school A: another family's."""


def build(*, due_on: date = world.DUE_ON, at: datetime = world.AT) -> Household:
    """The family, with one bill for each of the four."""
    built = world.build()
    payers.enrol(
        by=SYSTEM, facility_id=built.a.id, at=at,
        person=NewBeneficiary(
            "HS004", "Nguyễn Gia Hân", born_on=HAN, class_name="5B", grade="5",
            payer_name=PAYER, payer_phone=PHONE,
        ),
    )  # fmt: skip
    payers.enrol(
        by=SYSTEM, facility_id=built.b.id, at=at,
        person=NewBeneficiary(
            "HS002", "Nguyễn Đức Huy", born_on=HUY, class_name="8C", grade="8",
            payer_name=PAYER, payer_phone=PHONE,
        ),
    )  # fmt: skip
    school_a = world.issued_run(built, at=at, due_on=due_on)
    school_b = world.issued_run(built, school=built.b, at=at, due_on=due_on)
    hospital, tu = _hospital(built, due_on, at)
    return Household(
        world=built,
        hospital=hospital,
        anh=_of(school_a, "Nguyễn Minh Anh"),
        han=_of(school_a, "Nguyễn Gia Hân"),
        huy=_of(school_b, "Nguyễn Đức Huy"),
        tu=tu,
        neighbour=_of(school_a, "Trần Gia Bảo"),
    )


def sent_code(phone: str = PHONE) -> str:
    """The code in the latest message to a phone."""
    with as_worker():
        return str(Letter.objects.filter(to_address__endswith=phone[1:]).latest("id").facts["code"])


def letters() -> int:
    """How many messages were ever queued."""
    with as_worker():
        return Letter.objects.count()


def sign_in(client: Client, phone: str = PHONE) -> None:
    """By phone and code; nobody is opened yet."""
    assert client.post("/gia-dinh/", {"phone": phone}).status_code == 303
    answer = client.post("/gia-dinh/ma", {"code": sent_code(phone)})
    assert (answer.status_code, answer["Location"]) == (303, "/gia-dinh/")


def say(client: Client, *born: date) -> None:
    """Birth dates, one after the other; each opens somebody."""
    for day in born:
        answer = client.post("/gia-dinh/mo", {"fact": f"{day:%d/%m/%Y}"})
        assert answer.status_code == 303


def page_of(client: Client) -> str:
    """The family's page."""
    return client.get("/gia-dinh/").content.decode()


def _hospital(built: World, due_on: date, at: datetime) -> tuple[Facility, Bill]:
    hospital = facilities.register_facility(
        by=SYSTEM,
        facility=NewFacility(
            code="27900",
            name="Bệnh viện Đa khoa Ví Dụ",
            sector=Sector.HEALTH,
            level=Level.HOSPITAL,
            tier=Tier.PROVINCE,
            ownership=Ownership.PUBLIC,
            focal_name="Phòng Tài chính kế toán",
            focal_phone="02223900900",
            address="Phường Kinh Bắc, tỉnh Bắc Ninh",
        ),
        place_id=built.commune.pk,
        area=AreaClass.URBAN,
        valid_from=date(2025, 7, 1),
        at=at,
    )
    catalogue.add_fee_item(
        by=SYSTEM,
        facility_id=hospital.pk,
        item=NewFeeItem("VP", "Viện phí", "đợt", 450_000, "TT 21/2023", True, world.SCHOOL_YEAR),
        at=at,
    )
    patient = NewBeneficiary(
        "BN0001", "Nguyễn Văn Tư", kind="patient", born_on=TU, payer_phone=PHONE
    )
    (bill,) = ad_hoc.issue_bills(
        by=SYSTEM,
        facility_id=hospital.pk,
        wanted=[
            NewBill(
                beneficiary=patient, payer_name=PAYER, reason="Viện phí tháng 10",
                due_on=due_on, school_year=world.SCHOOL_YEAR, lines=[NewLine("VP")],
            )
        ],
        at=at,
    )  # fmt: skip
    return hospital, bill


def _of(bills: Sequence[Bill], name: str) -> Bill:
    (found,) = [bill for bill in bills if bill.beneficiary_name == name]
    return found

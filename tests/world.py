"""The same five people everywhere: builders that all tests share, with fixed facts.

`build()` makes, through the actions, two schools of one commune of Bắc Ninh. School A has three
pupils in two classes, four fee items, an approved account and two merchants; school B has one
pupil, one item, an approved account and a merchant. `issued_run` bills a school, `hear` puts a
confirmed notification into the inbox as the gate does. Everything happens at `AT` unless told
otherwise.

Logins have no password (hashing one takes a second): use `client.force_login(world.lan.user)`, or
`give_password` where a test signs in through the form.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypedDict, Unpack

from django.db import connection

from thuphi.ground.kit.actor import SYSTEM, Actor
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.bills import actions as bills
from thuphi.money.bills.actions import RunPlan
from thuphi.money.bills.models import Bill, CollectionRun
from thuphi.money.bills.rules import ScopeKind
from thuphi.money.catalogue import actions as catalogue
from thuphi.money.catalogue.actions import NewFeeItem
from thuphi.money.catalogue.models import FeeItem
from thuphi.registers.facilities import actions as facilities
from thuphi.registers.facilities.actions import NewFacility
from thuphi.registers.facilities.models import (
    AreaClass,
    BeneficiaryAccount,
    Facility,
    Level,
    Ownership,
    Sector,
    Tier,
)
from thuphi.registers.methods import actions as methods
from thuphi.registers.methods.models import Merchant
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers import queries as payer_queries
from thuphi.registers.payers.actions import NewBeneficiary
from thuphi.registers.payers.models import Beneficiary
from thuphi.registers.places import queries as places
from thuphi.registers.places.models import Place
from thuphi.registers.places.rules import Level as PlaceLevel
from thuphi.registers.staff import actions as staff
from thuphi.registers.staff.models import User
from thuphi.registers.staff.queries import actor_for
from thuphi.registers.staff.rules import Role

AT = datetime(2026, 10, 5, 8, 0, tzinfo=VIETNAM)
TODAY = date(2026, 10, 5)
DUE_ON = date(2026, 10, 31)
SCHOOL_YEAR = "2026-2027"
SANDBOX_SECRET = "sandbox-secret-of-the-tests"
SEPAY_SECRET = "sepay-secret-of-the-tests"
VIETINBANK = "970415"
ACCOUNT_A = "0011001932418"
SEPAY_ACCOUNT_A = "0011001932426"
ACCOUNT_B = "0021000567890"
PASSWORD = "hoc-ba-mua-xuan-27"

ITEMS_A = (
    NewFeeItem("AN", "Tiền ăn bán trú", "suất", 30_000, "Thỏa thuận 05/9/2026", False, SCHOOL_YEAR),
    NewFeeItem("BT", "Quản lý bán trú", "tháng", 150_000, "NQ 08/2026/NQ-HĐND", False, SCHOOL_YEAR),
    NewFeeItem("NU", "Nước uống", "tháng", 15_000, "Thỏa thuận 05/9/2026", False, SCHOOL_YEAR),
    NewFeeItem("BH", "Bảo hiểm y tế", "năm", 631_800, "NĐ 188/2025/NĐ-CP", True, SCHOOL_YEAR),
)
ITEMS_B = (NewFeeItem("HP", "Học phí", "tháng", 1_200_000, "QĐ 12/QĐ-TVD", True, SCHOOL_YEAR),)
PUPILS_A = (
    NewBeneficiary(
        "HS001", "Nguyễn Minh Anh", born_on=date(2019, 2, 1), class_name="2A", grade="2",
        payer_name="Nguyễn Văn Bình", payer_phone="0912345678",
    ),
    NewBeneficiary(
        "HS002", "Trần Gia Bảo", born_on=date(2019, 11, 23), class_name="2A", grade="2",
        payer_name="Trần Thị Cúc", payer_phone="0987654321",
    ),
    NewBeneficiary(
        "HS003", "Đặng Khánh Chi", born_on=date(2015, 7, 9), class_name="5B", grade="5",
        payer_name="Đặng Quốc Đạt", payer_phone="0356789012",
    ),
)  # fmt: skip
PUPILS_B = (
    NewBeneficiary(
        "HS001", "Lê Hải Đăng", born_on=date(2014, 4, 30), class_name="6A", grade="6",
        payer_name="Lê Thu Hà", payer_phone="0901112233",
    ),
)  # fmt: skip

_references = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in: the login, and the same person as verbs see them."""

    user: User
    actor: Actor


@dataclass(frozen=True, slots=True)
class School:
    """A school with what it needs to collect. Items and pupils are found by code."""

    facility: Facility
    account: BeneficiaryAccount
    sandbox: Merchant
    items: Mapping[str, FeeItem]
    pupils: Mapping[str, Beneficiary]

    @property
    def id(self) -> int:
        """The facility's id."""
        return self.facility.pk


@dataclass(frozen=True, slots=True)
class World:
    """Two schools and five people. `quan` is of school B: to him school A does not exist."""

    province: Place
    commune: Place
    a: School
    b: School
    sepay: Merchant
    """A second merchant of school A, on another account of it."""
    lan: Person
    """Accountant of school A; proposed its account."""
    minh: Person
    """Cashier of school A."""
    hoa: Person
    """Head of school A; approved its account."""
    quan: Person
    """Accountant of school B: the stranger."""
    dung: Person
    """Officer over the province."""


def build() -> World:
    """The whole world. Each call needs a database of its own or a roll-back."""
    province = places.place_on(code="24", level=PlaceLevel.PROVINCE, on=TODAY)
    commune = places.search(name="Phường Kinh Bắc", province=province, on=TODAY)[0]
    facility_a = _facility(
        "27001", "Trường Tiểu học Ví Dụ", Level.PRIMARY, Ownership.PUBLIC, commune
    )
    facility_b = _facility(
        "27002", "Trường THCS Tư thục Láng Giềng", Level.LOWER_SECONDARY, Ownership.PRIVATE, commune
    )
    lan = person("lan", "Nguyễn Thị Lan", Role.ACCOUNTANT, facility_id=facility_a.pk)
    minh = person("minh", "Phạm Văn Minh", Role.CASHIER, facility_id=facility_a.pk)
    hoa = person("hoa", "Vũ Thị Hoa", Role.HEAD, facility_id=facility_a.pk)
    quan = person("quan", "Đỗ Anh Quân", Role.ACCOUNTANT, facility_id=facility_b.pk)
    head_b = person("tuyet", "Bùi Ánh Tuyết", Role.HEAD, facility_id=facility_b.pk)
    dung = person("dung", "Hoàng Trung Dũng", Role.OFFICER, place_id=province.pk)
    return World(
        province=province,
        commune=commune,
        a=_school(facility_a, "vidu-sandbox", ACCOUNT_A, lan, hoa, ITEMS_A, PUPILS_A),
        b=_school(facility_b, "langgieng-sandbox", ACCOUNT_B, quan, head_b, ITEMS_B, PUPILS_B),
        sepay=methods.register_merchant(
            by=SYSTEM,
            facility_id=facility_a.pk,
            channel="sepay",
            slug="vidu-sepay",
            account_number=SEPAY_ACCOUNT_A,
            settings={"secret": SEPAY_SECRET},
            at=AT,
        ),
        lan=lan,
        minh=minh,
        hoa=hoa,
        quan=quan,
        dung=dung,
    )


def person(
    username: str,
    full_name: str,
    role: Role,
    *,
    facility_id: int | None = None,
    place_id: int | None = None,
) -> Person:
    """A login with one role."""
    user = staff.create_login(
        by=SYSTEM, username=username, password=None, full_name=full_name, at=AT
    )
    staff.assign(
        by=SYSTEM, user_id=user.pk, role=role, at=AT, facility_id=facility_id, place_id=place_id
    )
    return Person(user=user, actor=actor_for(user))


def give_password(someone: Person) -> str:
    """Let somebody sign in through the form. Returns the password; takes a second."""
    someone.user.set_password(PASSWORD)
    someone.user.save(update_fields=["password"])
    return PASSWORD


class Plan(TypedDict, total=False):
    """What may be said of a run; see `planned_run`."""

    school: School
    items: Sequence[tuple[str, int]]
    classes: Sequence[str]
    name: str
    allows_part: bool
    due_on: date


def issued_run(world: World, *, at: datetime = AT, **plan: Unpack[Plan]) -> list[Bill]:
    """Bill a school (A) and return its bills in the order of pupils' codes."""
    run = planned_run(world, at=at, **plan)
    bills.issue_run(by=SYSTEM, run_id=run.pk, at=at)
    return list(Bill.objects.filter(run=run).order_by("beneficiary__code"))


def planned_run(
    world: World,
    *,
    school: School | None = None,
    items: Sequence[tuple[str, int]] = (),
    classes: Sequence[str] = (),
    name: str = "Thu tháng 10/2026",
    allows_part: bool = False,
    due_on: date = DUE_ON,
    at: datetime = AT,
) -> CollectionRun:
    """A run in draft with its charges.

    Without `items` (code, quantity) one of each item is planned; without `classes` for the school.
    """
    where = school or world.a
    run = bills.create_run(
        by=SYSTEM,
        facility_id=where.id,
        plan=RunPlan(
            name=name,
            reason=name,
            school_year=SCHOOL_YEAR,
            opens_on=due_on.replace(day=1),
            due_on=due_on,
            scope_kind=ScopeKind.CLASS if classes else ScopeKind.SCHOOL,
            scope_values=tuple(classes),
            allows_part=allows_part,
        ),
        at=at,
    )
    wanted = items or [(code, 1) for code in where.items]
    bills.plan_scope(
        by=SYSTEM,
        run_id=run.pk,
        items=[(where.items[code].pk, quantity) for code, quantity in wanted],
        at=at,
    )
    return run


def hear(
    world: World,
    code: str,
    amount_vnd: int,
    *,
    merchant: Merchant | None = None,
    reference: str = "",
    text: str | None = None,
    corrected: bool = False,
    account: str | None = None,
    virtual_account: str = "",
    bank_reference: str = "",
    payer_name: str = "NGUYEN VAN BINH",
    outcome: str = "confirmed",
    method: str = "qr",
    our_reference: str = "",
    paid_at: datetime = AT + timedelta(hours=1),
) -> int:
    """Put a notification into the inbox as the gate does; returns its id. No code: text only.

    It goes to school A's sandbox merchant and names the account that merchant watches, unless told
    otherwise; each gets a provider's reference of its own.
    """
    to = merchant or world.a.sandbox
    raw = f"{code} {amount_vnd}".encode()
    values: dict[str, str | int | bool | bytes | datetime | list[str]] = {
        "channel": to.channel,
        "merchant_id": to.pk,
        "facility_id": to.facility_id,
        "reference": reference or f"FT{next(_references):08}",
        "outcome": outcome,
        "amount_vnd": amount_vnd,
        "paid_at": paid_at,
        "text": f"{code} thu tien" if text is None else text,
        "codes": [code] if code else [],
        "corrected": corrected,
        "bank_reference": bank_reference,
        "account": to.account_number if account is None else account,
        "virtual_account": virtual_account,
        "payer_name": payer_name,
        "method": method,
        "our_reference": our_reference,
        "raw": raw,
        "body_hash": hashlib.sha256(raw).digest(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_HEAR, values)
        row = cursor.fetchone()
    if row is None:
        raise ValueError("this reference was heard before")
    return int(row[0])


_HEAR = """
WITH new AS (
    INSERT INTO heard (channel, merchant_id, facility_id, provider_reference, outcome, amount_vnd,
                       paid_at, text, codes, corrected, bank_reference, account, virtual_account,
                       payer_name, method, reference, raw, headers, body_hash)
    VALUES (%(channel)s, %(merchant_id)s, %(facility_id)s, %(reference)s, %(outcome)s,
            %(amount_vnd)s, %(paid_at)s, %(text)s, %(codes)s::text[], %(corrected)s,
            %(bank_reference)s, %(account)s, %(virtual_account)s, %(payer_name)s, %(method)s,
            %(our_reference)s, %(raw)s, '{}', %(body_hash)s)
    ON CONFLICT (channel, merchant_id, provider_reference) DO NOTHING
    RETURNING id, outcome, reference
),
waiting AS (
    INSERT INTO heard_waiting (heard_id) SELECT id FROM new
    WHERE outcome = 'confirmed' OR (reference <> '' AND outcome <> 'not_ours')
)
SELECT id, pg_notify('thuphi_heard', '') FROM new
"""


def _facility(code: str, name: str, level: Level, ownership: Ownership, commune: Place) -> Facility:
    return facilities.register_facility(
        by=SYSTEM,
        facility=NewFacility(
            code=code,
            name=name,
            sector=Sector.EDUCATION,
            level=level,
            tier=Tier.COMMUNE,
            ownership=ownership,
            focal_name="Vũ Thị Hoa",
            focal_phone="02223821234",
            address="Phường Kinh Bắc, tỉnh Bắc Ninh",
        ),
        place_id=commune.pk,
        area=AreaClass.URBAN,
        valid_from=date(2025, 7, 1),
        at=AT,
    )


def _school(
    facility: Facility,
    slug: str,
    account_number: str,
    accountant: Person,
    head: Person,
    items: Sequence[NewFeeItem],
    pupils: Sequence[NewBeneficiary],
) -> School:
    proposed = facilities.propose_account(
        by=accountant.actor,
        facility_id=facility.pk,
        bin=VIETINBANK,
        number=account_number,
        name=facility.name.upper(),
        at=AT,
    )
    account = facilities.decide_account(by=head.actor, account_id=proposed.pk, approve=True, at=AT)
    sandbox = methods.register_merchant(
        by=SYSTEM,
        facility_id=facility.pk,
        channel="sandbox",
        slug=slug,
        account_number=account_number,
        settings={"secret": SANDBOX_SECRET},
        at=AT,
    )
    added = [
        catalogue.add_fee_item(by=SYSTEM, facility_id=facility.pk, item=item, at=AT)
        for item in items
    ]
    payers.enrol_many(by=SYSTEM, facility_id=facility.pk, people=pupils, at=AT)
    return School(
        facility=facility,
        account=account,
        sandbox=sandbox,
        items={item.code: item for item in added},
        pupils=payer_queries.by_codes(facility.pk, [pupil.code for pupil in pupils]),
    )

"""A small province to try things in: real communes, invented facilities.

Whoever signs in here has an invented name; every password is drawn afresh and only printed.
"""

from __future__ import annotations

import itertools
import random
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from thuphi.doors.cli.street import Street, settings_of
from thuphi.ground.kit.actor import SYSTEM, Actor
from thuphi.ground.kit.fold import for_bank
from thuphi.ground.kit.periods import school_year
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
from thuphi.registers.methods import actions as methods
from thuphi.registers.payers.actions import NewBeneficiary
from thuphi.registers.places import queries as places
from thuphi.registers.places.models import Place
from thuphi.registers.places.rules import Level as PlaceLevel
from thuphi.registers.staff import actions as staff
from thuphi.registers.staff.models import User
from thuphi.registers.staff.queries import actor_for
from thuphi.registers.staff.rules import Role

from .contracts import Contract, contract_of, file_contract, keys_of, sign_all
from .offices import Clerk, Offices, found_offices

PROVINCE_CODE = "24"
"""Bắc Ninh of today, in which the Bắc Giang of the plan has gone up."""

ALL_WAYS = ("24000101", "24000202", "24000404")
"""Two schools and a hospital have a contract for each of the four ways."""

UNREADY = "24000505"
"""The health station has no contract written down and nobody named: it fails the check."""

OPENED_ON = date(2025, 7, 1)
"""From when the demo's facilities are known to the register."""

DECLARING = (
    (
        NewFacility(
            "24000606", "Trường THPT Lục Nam", Sector.EDUCATION, Level.UPPER_SECONDARY,
            Tier.PROVINCE, Ownership.PUBLIC, focal_name="Hà Thị Vân", focal_phone="0204300606",
        ),
        "Lục Nam",
        AreaClass.RURAL,
    ),
    (
        NewFacility(
            "24000707", "Trường Cao đẳng Việt Yên", Sector.EDUCATION, Level.COLLEGE,
            Tier.PROVINCE, Ownership.PUBLIC, focal_name="Ngô Quang Khải",
            focal_phone="0204300707",
        ),
        "Phường Việt Yên",
        AreaClass.URBAN,
    ),
    (
        NewFacility(
            "24000808", "Trung tâm Y tế Yên Thế", Sector.HEALTH, Level.HEALTH_CENTRE,
            Tier.DISTRICT, Ownership.PUBLIC, focal_name="Bùi Văn Lực", focal_phone="0204300808",
        ),
        "Yên Thế",
        AreaClass.REMOTE,
    ),
)  # fmt: skip
"""The three do not bill through us: one will have declared, one be late, one have said nothing."""

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Lý")
MIDDLE = ("Văn", "Thị", "Minh", "Gia", "Khánh", "Hải", "Thu", "Quốc", "Bảo", "Ngọc", "Đức", "Thanh")
GIVEN = ("Anh", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khôi", "Linh", "Mai", "Nam", "Oanh", "Phúc",
         "Quân", "Sơn", "Trang", "Uyên", "Việt", "Xuân", "Yến", "Ánh", "Đạt", "Huệ")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Login:
    """How one kind of person gets in."""

    who: str
    username: str
    password: str


@dataclass(frozen=True, slots=True)
class Watcher:
    """One provider's view of one facility's account: what the bank of the demo needs to know."""

    provider: str
    bin: str
    account: str
    name: str
    slug: str
    secret: str


@dataclass(frozen=True, slots=True)
class Demo:
    """What was built, for those who start processes and tell the story."""

    main_school: str
    facilities: Sequence[str]
    logins: Sequence[Login]
    watchers: Sequence[Watcher]
    merchants: Sequence[Contract]
    street: Street

    def as_json(self) -> dict[str, object]:
        """Plain data; it holds secrets of the demo and belongs into a private file."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Plan:
    facility: NewFacility
    commune: str
    area: AreaClass
    bank: tuple[str, str]
    providers: Sequence[str]
    people: int
    items: Sequence[tuple[str, str, str, int, str, bool]]


_MEALS = ("AN", "Tiền ăn bán trú", "suất", 35_000, "Thỏa thuận với cha mẹ học sinh", False)
_CARE = ("BT", "Chăm sóc bán trú", "tháng", 165_000, "Nghị quyết của HĐND tỉnh", False)
_WATER = ("NU", "Nước uống", "tháng", 16_000, "Thỏa thuận với cha mẹ học sinh", False)
_SKILLS = ("KN", "Kỹ năng sống", "tháng", 60_000, "Thỏa thuận, tự nguyện", False)
_INSURANCE = ("BH", "Bảo hiểm y tế học sinh, 3 tháng", "kỳ", 170_775, "NĐ 188/2025/NĐ-CP", True)
_TUITION = ("HP", "Học phí", "tháng", 1_450_000, "Quyết định của nhà trường", True)
_VISIT = ("KB", "Khám bệnh", "lượt", 42_100, "Nghị quyết của HĐND tỉnh", True)
_TEST = ("XN", "Xét nghiệm máu", "lần", 97_000, "Nghị quyết của HĐND tỉnh", True)


def _plans() -> list[_Plan]:
    def of(
        code: str, name: str, sector: Sector, level: Level, tier: Tier, own: Ownership, who: str
    ) -> NewFacility:
        return NewFacility(
            code=code, name=name, sector=sector, level=level, tier=tier, ownership=own,
            focal_name=who, focal_phone="" if code == UNREADY else f"02043{code[-5:]}",
            address="",
        )  # fmt: skip

    school, health = Sector.EDUCATION, Sector.HEALTH
    public, private = Ownership.PUBLIC, Ownership.PRIVATE
    return [
        _Plan(of("24000101", "Trường Tiểu học Hoa Mai", school, Level.PRIMARY, Tier.COMMUNE,
                 public, "Nguyễn Thị Lan"), "Phường Bắc Giang", AreaClass.URBAN,
              ("970415", "0011001932418"), ("sepay", "casso"), 0,
              (_MEALS, _CARE, _WATER, _SKILLS, _INSURANCE)),
        _Plan(of("24000202", "Trường THCS Sông Thương", school, Level.LOWER_SECONDARY, Tier.COMMUNE,
                 public, "Trần Văn Hòa"), "Phường Kinh Bắc", AreaClass.URBAN,
              ("970418", "21110000123456"), ("casso",), 90, (_WATER, _SKILLS, _INSURANCE)),
        _Plan(of("24000303", "Trường Mầm non tư thục Ánh Dương", school, Level.PRESCHOOL,
                 Tier.COMMUNE, private, "Lê Thị Hằng"), "Phường Bắc Giang", AreaClass.URBAN,
              ("970422", "0352350917"), ("payos",), 60, (_TUITION, _MEALS, _WATER)),
        _Plan(of("24000404", "Bệnh viện Đa khoa Kinh Bắc", health, Level.HOSPITAL, Tier.PROVINCE,
                 public, "Phạm Thị Thu"), "Phường Kinh Bắc", AreaClass.URBAN,
              ("970436", "1012345678"), ("sandbox",), 40, (_VISIT, _TEST)),
        _Plan(of("24000505", "Trạm Y tế xã Tân Chi", health, Level.COMMUNE_STATION, Tier.COMMUNE,
                 public, "Vũ Đức Minh"), "Xã Tân Chi", AreaClass.RURAL,
              ("970405", "5811322678"), ("sandbox",), 25, (_VISIT,)),
    ]  # fmt: skip


def people(count: int, *, seed: int, classes: Sequence[tuple[str, str]]) -> list[NewBeneficiary]:
    """Invented people, the same for the same seed, shared out evenly over (class, grade)."""
    draw = random.Random(seed)  # noqa: S311 (names, not secrets)

    def name() -> str:
        return f"{draw.choice(FAMILY)} {draw.choice(MIDDLE)} {draw.choice(GIVEN)}"

    found = []
    for number, (class_name, grade) in zip(range(1, count + 1), itertools.cycle(classes)):
        born = date(2019 - int(grade or 1) + 1, 1, 1) + timedelta(days=draw.randrange(365))
        found.append(
            NewBeneficiary(
                f"HS{seed:02d}{number:04d}",
                name(),
                born_on=born,
                class_name=class_name,
                grade=grade,
                payer_name=name(),
                payer_phone=f"09{draw.randrange(10**8):08d}",
            )
        )
    return found


def primary_classes() -> list[tuple[str, str]]:
    """Thirty classes: 1A..1F to 5A..5F."""
    return [(f"{grade}{letter}", str(grade)) for grade in range(1, 6) for letter in "ABCDEF"]


def build(at: datetime, street: Street) -> Demo:
    """Register the facilities with their accounts, merchants, people, items and logins."""
    today = at.date()
    province = home(at)
    offices = found_offices(province, at)
    logins: list[Login] = []
    watchers: list[Watcher] = []
    merchants: list[Contract] = []
    for number, plan in enumerate(_plans(), 1):
        commune = places.search(name=plan.commune, province=province, on=today)[0]
        facility = facilities.register_facility(
            by=SYSTEM, facility=under(offices, plan.facility), place_id=commune.pk,
            area=plan.area, valid_from=OPENED_ON, at=at,
        )  # fmt: skip
        logins += _staff_of(facility, number, plan, at)
        watching, told = _watchers_of(facility, number, plan, street, at)
        watchers += watching
        merchants += told
        if facility.code in ALL_WAYS:
            merchants += sign_all(facility, number, street, at)
        _items_of(facility, plan, at)
    logins.append(_officer(province, at))
    logins += _people_of(offices, province, at)
    plans = _plans()
    return Demo(
        main_school=plans[0].facility.code,
        facilities=[plan.facility.code for plan in plans],
        logins=logins,
        watchers=watchers,
        merchants=merchants,
        street=street,
    )


def add_offices(at: datetime) -> list[Login]:
    """What a demo of an earlier day lacks: the offices, who works there, and who declares."""
    province = home(at)
    offices = found_offices(province, at)
    for facility in Facility.objects.filter(agency=None).order_by("pk"):
        facilities.put_under(
            by=SYSTEM, facility_id=facility.pk,
            agency_id=offices.of_sector[Sector(facility.sector)], at=at,
        )  # fmt: skip
    return _people_of(offices, province, at)


def _people_of(offices: Offices, province: Place, at: datetime) -> list[Login]:
    clerks = [_clerk(clerk, province, at) for clerk in offices.clerks]
    return clerks + _declaring(offices, province, at)


def home(at: datetime) -> Place:
    """The demo's province as it stands on a day."""
    return places.place_on(code=PROVINCE_CODE, level=PlaceLevel.PROVINCE, on=at.date())


def people_of(code: str) -> list[NewBeneficiary]:
    """The people of one of the smaller facilities; the main school's come by workbook."""
    for number, plan in enumerate(_plans(), 1):
        if plan.facility.code == code and plan.people:
            classes = [("6A", "6"), ("7A", "7")] if number == 2 else [("", "")]
            if number == 3:
                classes = [("Lá 1", ""), ("Lá 2", "")]
            return people(plan.people, seed=number, classes=classes)
    return []


def _login(
    who: str,
    username: str,
    full_name: str,
    role: Role,
    at: datetime,
    *,
    facility_id: int | None = None,
    place_id: int | None = None,
    agency_id: int | None = None,
) -> Login:
    password = secrets.token_urlsafe(9)
    user = staff.create_login(
        by=SYSTEM, username=username, password=password, full_name=full_name, at=at
    )
    staff.assign(
        by=SYSTEM, user_id=user.pk, role=role, at=at, facility_id=facility_id, place_id=place_id,
        agency_id=agency_id,
    )  # fmt: skip
    return Login(who, username, password)


def _actor(username: str) -> Actor:
    return actor_for(User.objects.get(username=username))


def _staff_of(facility: Facility, number: int, plan: _Plan, at: datetime) -> list[Login]:
    tail = "" if number == 1 else str(number)
    found = [
        _login(f"Kế toán, {facility.name}", f"ketoan{tail}", plan.facility.focal_name,
               Role.ACCOUNTANT, at, facility_id=facility.pk),
        _login(f"Thủ trưởng, {facility.name}", f"hieutruong{tail}", "Hoàng Thị Hoa",
               Role.HEAD, at, facility_id=facility.pk),
    ]  # fmt: skip
    if number == 1:
        found.append(
            _login(f"Thủ quỹ, {facility.name}", "thuquy", "Đỗ Văn Minh", Role.CASHIER, at,
                   facility_id=facility.pk)
        )  # fmt: skip
    return found


def under(offices: Offices, facility: NewFacility) -> NewFacility:
    """The facility as one that answers to the department of its sector."""
    return replace(facility, agency_id=offices.of_sector[facility.sector])


def _clerk(clerk: Clerk, province: Place, at: datetime) -> Login:
    login = _login(clerk.who, clerk.username, clerk.full_name, clerk.role, at,
                   agency_id=clerk.agency_id)  # fmt: skip
    if clerk.also_over_place:
        staff.assign(
            by=SYSTEM, user_id=User.objects.get(username=clerk.username).pk, role=clerk.role,
            at=at, place_id=province.pk,
        )  # fmt: skip
    return login


def _declaring(offices: Offices, province: Place, at: datetime) -> list[Login]:
    """Facilities that collect with software of others and tell us their figures once a month."""
    logins = []
    for facility, commune_name, area in DECLARING:
        commune = places.search(name=commune_name, province=province, on=at.date())[0]
        registered = facilities.register_facility(
            by=SYSTEM, facility=under(offices, facility), place_id=commune.pk, area=area,
            valid_from=OPENED_ON, at=at,
        )  # fmt: skip
        logins.append(
            _login(f"Kế toán, {facility.name}", f"ketoan-{facility.code[-2:]}",
                   facility.focal_name, Role.ACCOUNTANT, at, facility_id=registered.pk)
        )  # fmt: skip
    return logins


def _officer(province: Place, at: datetime) -> Login:
    return _login(f"Cán bộ {province.full_name}", "canbo", "Trịnh Trung Dũng", Role.OFFICER, at,
                  place_id=province.pk)  # fmt: skip


def _watchers_of(
    facility: Facility, number: int, plan: _Plan, street: Street, at: datetime
) -> tuple[list[Watcher], list[Contract]]:
    _settle_account(facility, number, plan, at)
    bank, account = plan.bank
    setting = {"sepay": "secret", "casso": "key", "payos": "checksumKey", "sandbox": "secret"}
    watchers, contracts = [], []
    for provider in plan.providers:
        slug = f"{provider}-{secrets.token_hex(8)}"
        settings = {setting[provider]: secrets.token_hex(24)}
        if provider == "payos":
            settings = {**keys_of(provider, number), **settings_of(provider, street)}
        merchant = methods.register_merchant(
            by=SYSTEM, facility_id=facility.pk, channel=provider, slug=slug,
            account_number=account, settings=settings, at=at,
        )  # fmt: skip
        if facility.code != UNREADY:
            file_contract(merchant, at)
        holder = for_bank(facility.name).upper()
        watchers.append(Watcher(provider, bank, account, holder, slug, settings[setting[provider]]))
        if provider == "payos":
            contracts.append(contract_of(merchant, facility, settings))
    return watchers, contracts


def _settle_account(facility: Facility, number: int, plan: _Plan, at: datetime) -> None:
    """The accountant proposes the account, the head agrees."""
    bank, account = plan.bank
    tail = "" if number == 1 else str(number)
    proposed = facilities.propose_account(
        by=_actor(f"ketoan{tail}"), facility_id=facility.pk, bin=bank, number=account,
        name=for_bank(facility.name).upper(), at=at,
    )  # fmt: skip
    facilities.decide_account(
        by=_actor(f"hieutruong{tail}"), account_id=proposed.pk, approve=True, at=at
    )


def _items_of(facility: Facility, plan: _Plan, at: datetime) -> None:
    year = school_year(at.date())
    for code, name, unit, price, ground, mandatory in plan.items:
        catalogue.add_fee_item(
            by=SYSTEM, facility_id=facility.pk,
            item=NewFeeItem(code, name, unit, price, ground, mandatory, year), at=at,
        )  # fmt: skip


def spoilt(pupil: NewBeneficiary) -> NewBeneficiary:
    """The same pupil as a tired hand types it: no name."""
    return replace(pupil, name="")

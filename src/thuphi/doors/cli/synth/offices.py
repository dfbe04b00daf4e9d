"""The offices of an invented province, and four people who sign in for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from thuphi.ground.kit.actor import SYSTEM
from thuphi.registers.agencies import actions as agencies
from thuphi.registers.agencies.models import Agency, AgencyKind
from thuphi.registers.facilities.models import Sector
from thuphi.registers.places.models import Place
from thuphi.registers.staff import actions as staff
from thuphi.registers.staff.models import User
from thuphi.registers.staff.rules import Role

from .registering import Officials

_FOUNDED = date(2022, 1, 1)

_KINDS = (
    (AgencyKind.PEOPLES_COMMITTEE, "Ủy ban nhân dân"),
    (AgencyKind.EDUCATION_DEPARTMENT, "Sở Giáo dục và Đào tạo"),
    (AgencyKind.HEALTH_DEPARTMENT, "Sở Y tế"),
    (AgencyKind.SCIENCE_DEPARTMENT, "Sở Khoa học và Công nghệ"),
    (AgencyKind.STATE_BANK, "Ngân hàng Nhà nước phụ trách"),
)


@dataclass(frozen=True, slots=True)
class Login:
    """How one of them gets in."""

    who: str
    username: str
    password: str


def found(
    province: Place, at: datetime, *, password: Callable[[], str]
) -> tuple[Officials, list[Login]]:
    """Register what is not there yet. Returns who agrees on accounts, and the new logins."""
    offices = {kind: _office(province, kind, words, at) for kind, words in _KINDS}
    logins: list[Login] = []

    def person(who: str, name: str, role: Role, kind: AgencyKind) -> int:
        username = f"{name}-{province.code}"
        known = User.objects.filter(username=username).first()
        if known is not None:
            return known.pk
        drawn = password()
        user = staff.create_login(
            by=SYSTEM, username=username, password=drawn, full_name=who, at=at
        )
        staff.assign(by=SYSTEM, user_id=user.pk, role=role, at=at, agency_id=offices[kind].pk)
        staff.assign(by=SYSTEM, user_id=user.pk, role=role, at=at, place_id=province.pk)
        logins.append(Login(who, username, drawn))
        return user.pk

    person("Chủ tịch tỉnh", "chutich", Role.CHAIRMAN, AgencyKind.PEOPLES_COMMITTEE)
    proposer = person(
        "Cán bộ Sở Giáo dục và Đào tạo", "sogddt", Role.OFFICER, AgencyKind.EDUCATION_DEPARTMENT
    )
    person("Cán bộ Sở Y tế", "soyte", Role.OFFICER, AgencyKind.HEALTH_DEPARTMENT)
    decider = person(
        "Cán bộ Sở Khoa học và Công nghệ", "sokhcn", Role.OFFICER, AgencyKind.SCIENCE_DEPARTMENT
    )
    of_sector = {
        Sector.EDUCATION: offices[AgencyKind.EDUCATION_DEPARTMENT].pk,
        Sector.HEALTH: offices[AgencyKind.HEALTH_DEPARTMENT].pk,
    }
    return Officials(proposer, decider, of_sector), logins


def _office(province: Place, kind: AgencyKind, words: str, at: datetime) -> Agency:
    known = Agency.objects.filter(
        kind=kind, place=province, valid__contains=at.date(), successor__isnull=True
    ).first()
    if known is not None:
        return known
    return agencies.found_agency(
        by=SYSTEM,
        name=f"{words} {province.full_name[0].lower()}{province.full_name[1:]}",
        kind=kind,
        place_id=province.pk,
        valid_from=max(_FOUNDED, province.valid.lower),
        at=at,
    )

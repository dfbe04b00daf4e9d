"""The offices of the demo's province, with those of 2022 that others have taken over, and who works
there. Names of people are invented; the successions are those of 2025."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from thuphi.ground.kit.actor import SYSTEM
from thuphi.registers.agencies import actions as agencies
from thuphi.registers.agencies.models import Agency, AgencyKind
from thuphi.registers.facilities.models import Sector
from thuphi.registers.places.models import Place
from thuphi.registers.staff.rules import Role

FOUNDED_ON = date(2022, 1, 1)
"""When the register opens; the offices are older."""

MERGED_ON = date(2025, 3, 1)
"""Information and communications went over to science and technology, branches to regions."""


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody of an office who signs in."""

    who: str
    username: str
    full_name: str
    role: Role
    agency_id: int
    also_over_place: bool = False


@dataclass(frozen=True, slots=True)
class Offices:
    """The offices that stand today, and who works in them."""

    of_sector: Mapping[Sector, int]
    clerks: tuple[Clerk, ...]


def found_offices(province: Place, at: datetime) -> Offices:
    """Register the province's offices and the ministry; two of them have been succeeded."""

    def office(name: str, kind: AgencyKind, since: date, *, phone: str = "") -> Agency:
        return agencies.found_agency(
            by=SYSTEM, name=name, kind=kind, place_id=province.pk, valid_from=since, phone=phone,
            at=at,
        )  # fmt: skip

    committee = office(
        "Ủy ban nhân dân tỉnh Bắc Ninh", AgencyKind.PEOPLES_COMMITTEE, FOUNDED_ON,
        phone="02223800001",
    )  # fmt: skip
    education = office(
        "Sở Giáo dục và Đào tạo tỉnh Bắc Ninh", AgencyKind.EDUCATION_DEPARTMENT, FOUNDED_ON,
        phone="02223800002",
    )  # fmt: skip
    health = office(
        "Sở Y tế tỉnh Bắc Ninh", AgencyKind.HEALTH_DEPARTMENT, FOUNDED_ON, phone="02223800003"
    )
    information = office(
        "Sở Thông tin và Truyền thông tỉnh Bắc Ninh",
        AgencyKind.INFORMATION_DEPARTMENT,
        FOUNDED_ON,
    )
    science = office(
        "Sở Khoa học và Công nghệ tỉnh Bắc Ninh", AgencyKind.SCIENCE_DEPARTMENT, FOUNDED_ON,
        phone="02223800004",
    )  # fmt: skip
    bank = office(
        "Ngân hàng Nhà nước Việt Nam chi nhánh tỉnh Bắc Ninh", AgencyKind.STATE_BANK, FOUNDED_ON
    )
    region = office(
        "Ngân hàng Nhà nước Khu vực phụ trách tỉnh Bắc Ninh", AgencyKind.STATE_BANK, MERGED_ON
    )
    office("Báo và Phát thanh, Truyền hình Bắc Ninh", AgencyKind.PRESS, FOUNDED_ON)
    ministry = agencies.found_agency(
        by=SYSTEM, name="Bộ Khoa học và Công nghệ", kind=AgencyKind.MINISTRY, place_id=None,
        valid_from=FOUNDED_ON, at=at,
    )  # fmt: skip
    before = agencies.found_agency(
        by=SYSTEM, name="Bộ Thông tin và Truyền thông", kind=AgencyKind.MINISTRY, place_id=None,
        valid_from=FOUNDED_ON, at=at,
    )  # fmt: skip
    for ended, heir in ((information, science), (bank, region), (before, ministry)):
        agencies.succeed(by=SYSTEM, agency_id=ended.pk, successor_id=heir.pk, on=MERGED_ON, at=at)
    return Offices(
        {Sector.EDUCATION: education.pk, Sector.HEALTH: health.pk},
        (
            Clerk("Chủ tịch UBND tỉnh", "chutich", "Nguyễn Hồng Sơn", Role.CHAIRMAN,
                  committee.pk, also_over_place=True),
            Clerk("Chuyên viên Sở Giáo dục và Đào tạo", "sogddt", "Lương Thị Mai", Role.OFFICER,
                  education.pk),
            Clerk("Lãnh đạo Sở Giáo dục và Đào tạo", "sogddt2", "Phan Văn Thắng", Role.OFFICER,
                  education.pk),
            Clerk("Chuyên viên Sở Y tế", "soyte", "Đinh Thị Nga", Role.OFFICER, health.pk),
            Clerk("Chuyên viên Sở Khoa học và Công nghệ", "sokhcn", "Tạ Quang Huy", Role.OFFICER,
                  science.pk, also_over_place=True),
        ),
    )  # fmt: skip

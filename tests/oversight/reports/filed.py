"""Reports at work: Bắc Giang's month of March 2022, with two schools and a hospital in it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.oversight import towns
from tests.oversight.reports import offices as builders
from tests.oversight.reports.offices import Offices, officer
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.reports import actions
from thuphi.oversight.reports.actions import Words
from thuphi.oversight.reports.models import Filing, Obligation
from thuphi.registers.agencies.models import Agency
from thuphi.registers.facilities.models import Level
from thuphi.registers.places import queries as places
from thuphi.registers.places.models import Place

MARCH = date(2022, 3, 1)
NEW_YEAR = date(2022, 1, 1)
JUNE = datetime(2022, 6, 20, 8, 0, tzinfo=VIETNAM)
ON_TIME = datetime(2022, 3, 18, 9, 0, tzinfo=VIETNAM)
LAST_MOMENT = datetime(2022, 3, 19, 23, 59, 59, 999999, tzinfo=VIETNAM)
TOO_LATE = LAST_MOMENT + timedelta(microseconds=1)
WORDS = Words(
    results="Đã triển khai tại 2 trường.",
    difficulties="Thiếu máy POS.",
    proposals="Bổ sung kinh phí.",
    document_number="12/BC-SGDĐT",
    signer_title="GIÁM ĐỐC",
    signer_name="Nguyễn Văn Thành",
)


def facilities_of(offices: Offices) -> None:
    """Two schools in the first district, a hospital in the second."""
    on = date(2022, 1, 1)
    for number, (committee, level) in enumerate(
        [
            (offices.local[0], Level.PRIMARY),
            (offices.local[0], Level.PRIMARY),
            (offices.local[1], Level.HOSPITAL),
        ]
    ):
        assert committee.place is not None
        commune = places.communes(committee.place, on)[number]
        towns.register(f"2490{number}", f"Cơ sở {number}", commune, level=level, valid_from=on)


def owe(offices: Offices, plan: str = "BG2022", until: date = date(2022, 3, 31)) -> None:
    """All that is owed up to a day."""
    actions.generate(
        by=SYSTEM,
        plan=builders.plan(plan),
        place=offices.place,
        until=until,
        at=builders.AT_2022,
    )


def obligation(agency: Agency, duty: str = "BG-REP1", first_on: date = MARCH) -> Obligation:
    """What an office owes for a duty and the shortest period that begins on a day."""
    owed = Obligation.objects.filter(agency=agency, duty_id=duty, period_first_on=first_on)
    return owed.order_by("period_last_on")[0]


def drafted(
    agency: Agency, duty: str = "BG-REP1", at: datetime = ON_TIME, first_on: date = MARCH
) -> Filing:
    """A report with its words, not filed."""
    author = officer(agency)
    owed = obligation(agency, duty, first_on)
    made = actions.draft(by=author, obligation_id=owed.pk, at=at)
    return actions.write(by=author, filing_id=made.pk, words=WORDS, at=at)


def filed(
    agency: Agency, duty: str = "BG-REP1", at: datetime = ON_TIME, first_on: date = MARCH
) -> Filing:
    """A report that was filed."""
    made = drafted(agency, duty, at, first_on)
    return actions.file(by=officer(agency), filing_id=made.pk, at=at)


def one_more_school(district: Place, code: str) -> None:
    """A school in a district, from the first day of 2022."""
    on = date(2022, 1, 1)
    towns.register(code, f"Trường {code}", places.communes(district, on)[0], valid_from=on)


def merge(offices: Offices) -> Agency:
    """The information department's work goes over on 1/3/2025."""
    return builders.merge_information(offices)


def thanh_hoa() -> Offices:
    """Thanh Hóa in 2022, with all that is owed for the year."""
    made = builders.of_2022("38", districts=1)
    owe(made, "TH2022", date(2022, 12, 31))
    return made


def only_march(offices: Offices) -> None:
    """What was owed for January and February has been filed, and March is owed by the units."""
    for first_on in (date(2022, 1, 1), date(2022, 2, 1)):
        for agency in (offices.education, offices.health, *offices.local):
            filed(agency, first_on=first_on)
    for first_on in (date(2022, 1, 1), date(2022, 2, 1), MARCH):
        filed(offices.information, "BG-REP2", first_on=first_on)

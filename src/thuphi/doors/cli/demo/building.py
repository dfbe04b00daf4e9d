"""Building the demo: registers first, then people, then a month's bills."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from rich.progress import Progress

from thuphi.doors.cli.processes import free_port
from thuphi.doors.cli.street import Street
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.clock import today
from thuphi.ground.kit.periods import school_year
from thuphi.money.bills import actions as bills
from thuphi.money.bills.actions import RunPlan
from thuphi.money.bills.models import Bill
from thuphi.money.bills.workbook import actions as workbook
from thuphi.money.bills.workbook import queries as workbook_queries
from thuphi.money.bills.workbook.previews import Preview
from thuphi.money.bills.workbook.template import Filling, write_workbook
from thuphi.money.catalogue import queries as catalogue
from thuphi.registers.agencies.models import Agency
from thuphi.registers.facilities.models import Facility
from thuphi.registers.payers import actions as payers

from . import carriers, contracts, province
from .oversight import open_offices

PUPILS = 1200
MEAL_DAYS = 18


class DemoHalfBuilt(Exception):
    """There are facilities, but the file with the demo's facts is gone."""


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """The month that is billed: its name and days."""

    name: str
    opens_on: date
    due_on: date
    year: str


def this_month(at: datetime) -> MonthPlan:
    """Bills of the month of `at`, due in ten days."""
    day = today(at)
    name = f"Thu tháng {day.month}/{day.year}"
    return MonthPlan(name, day.replace(day=1), day + timedelta(days=10), school_year(day))


def main_workbook(facility: Facility, month: MonthPlan, *, with_faults: bool = False) -> bytes:
    """The main school's workbook: 1,200 pupils in thirty classes, and who takes what."""
    pupils = province.people(PUPILS, seed=1, classes=province.primary_classes())
    charges = {pupil.code: _takes(number) for number, pupil in enumerate(pupils)}
    if with_faults:
        pupils[3] = province.spoilt(pupils[3])
        charges["HS019999"] = {"NU": 1}
    return write_workbook(
        facility_name=facility.name,
        school_year=month.year,
        items=workbook_queries.offered_items(facility.pk, month.year),
        filling=Filling(pupils, charges),
    )


def _takes(number: int) -> Mapping[str, int]:
    """Water for all; two of three eat and stay at noon; some learn skills; a third insures."""
    takes = {"NU": 1}
    if number % 3:
        takes |= {"AN": MEAL_DAYS - number % 4, "BT": 1}
    if number % 5 == 0:
        takes["KN"] = 1
    if number % 3 == 1:
        takes["BH"] = 1
    return takes


def run_plan(month: MonthPlan) -> RunPlan:
    """The run of the month, as the accountant would name it."""
    return RunPlan(
        name=month.name,
        reason=month.name,
        school_year=month.year,
        opens_on=month.opens_on,
        due_on=month.due_on,
    )


def import_main(
    facility: Facility, month: MonthPlan, content: bytes, at: datetime
) -> tuple[Preview, workbook.Imported]:
    """Preview the workbook and confirm what the preview said."""
    preview = workbook_queries.preview(
        by=SYSTEM, facility_id=facility.pk, school_year=month.year, workbook=content
    )
    imported = workbook.confirm(
        by=SYSTEM,
        facility_id=facility.pk,
        school_year=month.year,
        workbook=content,
        digest=preview.digest,
        plan=run_plan(month),
        at=at,
    )
    return preview, imported


def bill_small_facility(facility: Facility, month: MonthPlan, at: datetime) -> int:
    """Enrol the people of a small facility and bill them all for everything it offers."""
    payers.enrol_many(
        by=SYSTEM, facility_id=facility.pk, people=province.people_of(facility.code), at=at
    )
    run = bills.create_run(by=SYSTEM, facility_id=facility.pk, plan=run_plan(month), at=at)
    items = catalogue.items(facility.pk, month.year)
    bills.plan_scope(by=SYSTEM, run_id=run.pk, items=[(item.pk, 1) for item in items], at=at)
    return bills.issue_run(by=SYSTEM, run_id=run.pk, at=at)


def build_all(
    *, at: datetime, facts: Path, street: Street, issue: bool, quiet: bool
) -> Mapping[str, object]:
    """Build what is not there yet; the providers answer on this street. Raises `DemoHalfBuilt`."""
    if Facility.objects.exists():
        if not facts.exists():
            raise DemoHalfBuilt
        return _again(json.loads(facts.read_text()), street, at)
    demo = province.build(at, street)
    open_offices(province.home(at), at)
    month = this_month(at)
    small = Facility.objects.filter(code__in=demo.facilities).exclude(code=demo.main_school)
    with Progress(disable=quiet, transient=True) as progress:
        task = progress.add_task("Dựng tỉnh mẫu", total=small.count() + 2)
        for facility in small:
            bill_small_facility(facility, month, at)
            progress.advance(task)
        sample = ""
        if issue:
            main = Facility.objects.get(code=demo.main_school)
            _, imported = import_main(main, month, main_workbook(main, month), at)
            progress.advance(task)
            bills.issue_run(by=SYSTEM, run_id=imported.run_id or 0, at=at)
            progress.advance(task)
            first = Bill.objects.filter(facility=main, state="open").order_by("pk").first()
            sample = first.code if first else ""
    return {**demo.as_json(), "sample_bill": sample, **_carried({}, street, at)}


def _carried(told: Mapping[str, object], street: Street, at: datetime) -> dict[str, object]:
    """Who carries letters and who numbers invoices: as before, or anew where nothing was told."""
    units = told.get("invoice_units")
    known: list[Mapping[str, object]] = (
        units if isinstance(units, list) else list(carriers.invoice_units())
    )
    carriers.open_invoicing(known, street, at)
    keys = told.get("carriers")
    before = keys if isinstance(keys, dict) else carriers.keys()
    return {"invoice_units": known, "carriers": {**before, "smtp_port": str(free_port())}}


def _again(told: dict[str, object], street: Street, at: datetime) -> Mapping[str, object]:
    """A demo that stands: its providers may have moved, and an older one gets what it lacks."""
    known = told.get("merchants")
    merchants: list[Mapping[str, object]] = known if isinstance(known, list) else []
    contracts.move(merchants, street, at)
    signed: list[Mapping[str, object]] = []
    for number, facility in enumerate(Facility.objects.order_by("code"), 1):
        if facility.code in province.ALL_WAYS:
            signed += [asdict(one) for one in contracts.sign_all(facility, number, street, at)]
    people = told.get("logins")
    logins: list[Mapping[str, object]] = people if isinstance(people, list) else []
    if not Agency.objects.exists():
        logins = [*logins, *(asdict(one) for one in province.add_offices(at))]
        open_offices(province.home(at), at)
    return {
        **told,
        "merchants": [*merchants, *signed],
        "logins": logins,
        "street": street.houses(),
        **_carried(told, street, at),
    }

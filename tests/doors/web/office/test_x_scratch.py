from __future__ import annotations
from datetime import date, datetime
import pytest
from django.db import connection, transaction
from django.urls import reverse
from tests import world as worlds
from tests.doors.web.office import boards
from tests.doors.web.office.conftest import At, as_worker
from tests.oversight.reports.offices import found
from thuphi.oversight.reports import actions as reports, queries
from thuphi.oversight.reports.models import Filing, Obligation
from thuphi.oversight.plans import queries as plans
from thuphi.registers.agencies.models import AgencyKind
from thuphi.registers.agencies import actions as agencies
from thuphi.registers.places.models import Place
from thuphi.registers.staff.rules import Role
from thuphi.ground.kit.actor import SYSTEM

@pytest.fixture
def town(world): return boards.build(world)
def soft(c):
    c.raise_request_exception = False
    return c

def test_old(town, at_office):
    # education merges away
    owed = town.owed(town.education, 9)
    with as_worker() if False else __import__("contextlib").nullcontext():
        new = found("Sở GD mới", AgencyKind.EDUCATION_DEPARTMENT, town.world.province, date(2026,9,20))
        agencies.succeed(by=SYSTEM, agency_id=town.education.pk, successor_id=new.pk, on=date(2026,9,20), at=worlds.AT)
    from thuphi.registers.staff.queries import actor_for
    a = actor_for(town.thanh.user)
    f = reports.draft(by=a, obligation_id=owed.pk, at=worlds.AT)
    from tests.doors.web.office.boards import WORDS
    reports.write(by=a, filing_id=f.pk, words=WORDS, at=worlds.AT)
    f = reports.file(by=a, filing_id=f.pk, at=worlds.AT)
    print("OLD OFFICE FILED; filed_by_agency", f.filed_by_agency.name)

def test_nat(town, at_office):
    nat = plans.plan("NAT2022")
    print([ (d.id, d.periodicity, d.aggregates, d.reporters if hasattr(d,'reporters') else d) for d in nat.duties][:3])
    print([ (d.id, d.aggregates) for d in town.plan.duties])
    other = Place.objects.filter(level="province", valid__contains=date(2026,10,5)).exclude(pk=town.world.province.pk).first()
    print(other)
    edu2 = found("Sở GD khác", AgencyKind.EDUCATION_DEPARTMENT, other, boards.SINCE)
    sci2 = found("Sở KHCN khác", AgencyKind.SCIENCE_DEPARTMENT, other, boards.SINCE)
    com2 = found("UBND khác", AgencyKind.PEOPLES_COMMITTEE, other, boards.SINCE)
    k2 = boards.clerk("k2","K2",Role.OFFICER, sci2, other)
    # obligations of the same plan id in the other province, as for a plan of the whole country
    o = town.owed(town.education, 10)
    twin = Obligation.objects.create(plan_id=o.plan_id, duty_id=o.duty_id, place_id=other.pk, agency=edu2, periodicity=o.periodicity, period_first_on=o.period_first_on, period_last_on=o.period_last_on, window_first_on=o.window_first_on, window_last_on=o.window_last_on, due_at=o.due_at, generated_at=worlds.AT) if hasattr(Obligation,'generated_at') else None
    print("twin", twin)
    f = boards.filed(town.thanh, o, worlds.AT)
    if twin:
        c = soft(at_office(k2))
        print("other province reads:", c.get(reverse("office:report", args=[o.pk])).status_code, c.get(reverse("office:report_pdf", args=[f.pk])).status_code)
        print("its own list watch:", c.get(reverse("office:reports_watch", args=[o.plan_id])).status_code)

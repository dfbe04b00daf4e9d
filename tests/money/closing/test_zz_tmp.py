from time import monotonic
from datetime import date
from tests import world as worlds
from tests.world import AT
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills import actions as bills
from thuphi.money.bills.models import CollectionRun
from thuphi.money.bills.queries.difference import Wanted, WantedItem, difference
from thuphi.money.closing.updating import update_run
from thuphi.money.catalogue import actions as catalogue
from thuphi.money.catalogue.actions import NewFeeItem
from thuphi.registers.payers import actions as payers
from thuphi.registers.payers.actions import NewBeneficiary

def test_time(world):
    t=[monotonic()]; names=[]
    def lap(n): t.append(monotonic()); names.append((n, round(t[-1]-t[-2],2)))
    crowd=[NewBeneficiary(f"K{n:04}", f"Học sinh {n}", class_name=f"{n%50}A", grade="1") for n in range(2000)]
    payers.enrol_many(by=SYSTEM, facility_id=world.a.id, people=crowd, at=AT); lap("enrol")
    items=[catalogue.add_fee_item(by=SYSTEM, facility_id=world.a.id, item=NewFeeItem(f"X{n:02}", f"Khoản {n}", "tháng", 10_000, "TT", False, worlds.SCHOOL_YEAR), at=AT).pk for n in range(12)]
    run=worlds.planned_run(world, items=[("BH",1),("NU",1)]); bills.plan_scope(by=SYSTEM, run_id=run.pk, items=[(i,1) for i in items], at=AT); lap("plan")
    bills.issue_run(by=SYSTEM, run_id=run.pk, at=AT); lap("issue")
    run=CollectionRun.objects.get(pk=run.pk)
    w=Wanted(on=date(2026,10,5), drop_items=(items[0],), add_items=(WantedItem(world.a.items["BT"].pk,1,False),))
    d=difference(run,w); lap("difference")
    x=d.digest; d.on_bills; lap("digest")
    print(update_run(by=SYSTEM, run_id=run.pk, wanted=w, seen=x, reason="x", paper="p", at=AT)); lap("update")
    print(names)

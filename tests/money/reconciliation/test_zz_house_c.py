from tests.house import every_table
from tests.house.test_constraints import refusal_of
from tests.house.test_what_pages_may_write import refusal
from tests.money.reconciliation import zz_house_c as h
from thuphi.money.bills.models import Bill


def test_cases(db, as_role):
    world = every_table.build()
    bill = Bill.objects.filter(facility_id=world.a.id, state__in=["open","part_paid"]).first()
    h.build(world)
    as_role("none")
    answers=[(n,d,refusal_of(d) if True else 0) for n,d in h.CASES]
    bad=[c for c in answers if c[0]!=c[2]]
    as_role("thuphi_app", world.a.id)
    bad2=[(d, refusal(d)) for d in h.PAGES_HAVE_NO_RIGHT_TO if "permission denied" not in refusal(d)]
    bad3=[(d, refusal(d)) for d in h.PAGES_ARE_REFUSED_BY_ROW_SECURITY if "row-level security" not in refusal(d)]
    assert (bad,bad2,bad3)==([],[],[])

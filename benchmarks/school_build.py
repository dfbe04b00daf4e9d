"""Builds a school by the product's verbs, and says how long each took.

`register`: the school, its people, who takes what. `collect`: a run a month is planned from the
register and issued; most families pay, some of them too much.
"""

from __future__ import annotations

import sys
from contextlib import nullcontext
from datetime import date, timedelta

import django

django.setup()

from django.db import connection  # noqa: E402

from benchmarks.school_facts import (  # noqa: E402
    ACCOUNT,
    ACCOUNTANT,
    AT,
    CASHIER,
    HEAD,
    MEAL,
    MEALS,
    NAMES,
    SCHOOL,
    STARTS_ON,
    YEAR,
    class_of,
    timed,
)
from thuphi.ground.kit.actor import SYSTEM  # noqa: E402
from thuphi.money.bills import actions as bills  # noqa: E402
from thuphi.money.bills.actions import RunPlan  # noqa: E402
from thuphi.money.bills.registered import plan_from_registrations  # noqa: E402
from thuphi.money.catalogue import actions as catalogue  # noqa: E402
from thuphi.money.catalogue.actions import NewFeeItem  # noqa: E402
from thuphi.money.catalogue.models import FeeItem  # noqa: E402
from thuphi.money.catalogue.rules import FeeKind  # noqa: E402
from thuphi.money.credits import actions as credits  # noqa: E402
from thuphi.money.credits.rules import SpendOn  # noqa: E402
from thuphi.money.meals.actions import setting  # noqa: E402
from thuphi.money.meals.rules import Settling, Week  # noqa: E402
from thuphi.money.payments import actions as payments  # noqa: E402
from thuphi.money.registrations import actions as registrations  # noqa: E402
from thuphi.registers.facilities import actions as facilities  # noqa: E402
from thuphi.registers.facilities.actions import NewFacility  # noqa: E402
from thuphi.registers.facilities.models import (  # noqa: E402
    AreaClass,
    Facility,
    Level,
    Ownership,
    Sector,
    Tier,
)
from thuphi.registers.methods import actions as methods  # noqa: E402
from thuphi.registers.payers import actions as payers  # noqa: E402
from thuphi.registers.payers.actions import NewBeneficiary  # noqa: E402
from thuphi.registers.payers.models import Beneficiary  # noqa: E402
from thuphi.registers.places.actions import load_places  # noqa: E402
from thuphi.registers.places.models import Place  # noqa: E402
from thuphi.registers.staff import actions as staff  # noqa: E402
from thuphi.registers.staff.models import User  # noqa: E402
from thuphi.registers.staff.queries import actor_for  # noqa: E402
from thuphi.registers.staff.rules import Role  # noqa: E402


def register(pupils: int) -> None:
    """The school, its logins, its items, its pupils, and who takes what."""
    school = _open()
    items = [
        catalogue.add_fee_item(by=SYSTEM, facility_id=school.pk, item=_item(place, name), at=AT)
        for place, name in enumerate(NAMES)
    ]
    people = [_pupil(number) for number in range(pupils)]
    with timed("enrol_many", pupils):
        payers.enrol_many(by=SYSTEM, facility_id=school.pk, people=people, at=AT)
    by_class: dict[str, list[int]] = {}
    for pupil, class_name in Beneficiary.objects.values_list("pk", "class_name"):
        by_class.setdefault(class_name, []).append(pupil)
    taken = [item.pk for item in items[2:]]
    with timed("register_many, class by class", pupils):
        for people_here in by_class.values():
            registrations.register_many(
                by=SYSTEM,
                facility_id=school.pk,
                beneficiary_ids=people_here,
                item_ids=taken,
                ticked=[(who, item) for who in people_here for item in taken if (who + item) % 4],
                from_on=STARTS_ON,
                at=AT,
            )


def _open() -> Facility:
    load_places()
    communes = Place.objects.filter(
        province__code="24", level="commune", valid__contains=STARTS_ON
    ).order_by("pk")
    school = facilities.register_facility(
        by=SYSTEM,
        facility=NewFacility(
            code=SCHOOL,
            name="Trường Tiểu học Rất Đông",
            sector=Sector.EDUCATION,
            level=Level.PRIMARY,
            tier=Tier.COMMUNE,
            ownership=Ownership.PUBLIC,
            focal_name="Vũ Thị Hoa",
            focal_phone="02223821234",
            address="Bắc Ninh",
        ),
        place_id=communes[0].pk,
        area=AreaClass.URBAN,
        valid_from=date(2025, 7, 1),
        at=AT,
    )
    for name, role in (
        (ACCOUNTANT, Role.ACCOUNTANT),
        (CASHIER, Role.CASHIER),
        (HEAD, Role.HEAD),
    ):
        made = staff.create_login(by=SYSTEM, username=name, password=None, full_name=name, at=AT)
        staff.assign(by=SYSTEM, user_id=made.pk, role=role, at=AT, facility_id=school.pk)
    accountant, head = (actor_for(User.objects.get(username=who)) for who in (ACCOUNTANT, HEAD))
    proposed = facilities.propose_account(
        by=accountant, facility_id=school.pk, bin="970415", number=ACCOUNT, name=SCHOOL, at=AT
    )
    facilities.decide_account(by=head, account_id=proposed.pk, approve=True, at=AT)
    methods.register_merchant(
        by=SYSTEM,
        facility_id=school.pk,
        channel="sandbox",
        slug="rat-dong",
        account_number=ACCOUNT,
        settings={"secret": "a secret of the bench"},
        at=AT,
    )
    return school


def _item(place: int, name: str) -> NewFeeItem:
    code = f"K{place + 1}"
    return NewFeeItem(
        code=code,
        name=name,
        unit="suất" if code == MEAL else "tháng",
        price_vnd=30_000 + 10_000 * place,
        ground="NQ 08/2026",
        is_mandatory=place < 2,
        school_year=YEAR,
        kind=FeeKind.INSURANCE if place == 1 else None,
    )


def _pupil(number: int) -> NewBeneficiary:
    return NewBeneficiary(
        f"HS{number:05}",
        f"Nguyễn Minh Anh {number}",
        born_on=date(2017, 1, 1),
        class_name=class_of(number),
        grade=class_of(number)[0],
        payer_name=f"Nguyễn Văn Bình {number}",
        payer_phone=f"0912{number:06}",
    )


def collect(pupils: int, runs: int) -> None:
    """Issue every run; four families of five pay all but the last one."""
    school = Facility.objects.get(code=SCHOOL).pk
    items = {item.code: item.pk for item in FeeItem.objects.order_by("pk")}
    credits.set_rule(by=SYSTEM, facility_id=school, spend_on=SpendOn.ANY_ITEM, at=AT)
    setting.set_week(by=SYSTEM, facility_id=school, week=Week(), at=AT)
    setting.set_meal(
        by=SYSTEM, facility_id=school, fee_item_id=items[MEAL], settling=Settling.CREDIT, at=AT
    )
    for number in range(runs):
        run = _drawn_up(school, number)
        wanted = list(items.values()) if number < 2 else list(items.values())[number % 8 :][:5]
        is_told = number == 0
        with timed("plan_from_registrations", pupils) if is_told else nullcontext():
            plan_from_registrations(
                by=SYSTEM, run_id=run, item_ids=wanted, quantities={items[MEAL]: 22}, at=AT
            )
        with timed("issue_run", pupils) if is_told else nullcontext():
            bills.issue_run(by=SYSTEM, run_id=run, at=AT)
        if number == 2:
            with timed("spend_on_run", pupils):
                credits.spend_on_run(by=SYSTEM, run_id=run, at=AT)
        if number < runs - 1:
            _hear(run, some_pay_too_much=number in (0, runs - 2))
            with timed("post_waiting", pupils * 8 // 10) if is_told else nullcontext():
                while payments.post_waiting(at=AT).taken:
                    continue
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _drawn_up(school: int, number: int) -> int:
    plan = RunPlan(
        name=f"Đợt {number + 1}",
        reason=f"Thu đợt {number + 1}",
        school_year=YEAR,
        opens_on=MEALS.first_day_on if number == 1 else STARTS_ON,
        due_on=AT.date() - timedelta(days=3),
        allows_part=True,
    )
    return bills.create_run(by=SYSTEM, facility_id=school, plan=plan, at=AT).pk


_HEAR = """
    WITH new AS (
        INSERT INTO heard (channel, merchant_id, facility_id, provider_reference, outcome, method,
                           amount_vnd, paid_at, text, codes, account, payer_name, raw, body_hash)
        SELECT 'sandbox', m.id, b.facility_id, 'FT' || b.id, 'confirmed', 'qr',
               b.total_vnd - b.paid_vnd
                   + CASE WHEN %(over)s AND b.beneficiary_id %% 5 < 2 THEN 50000 ELSE 0 END,
               %(at)s, b.code, ARRAY[b.code], %(account)s, 'NGUYEN VAN BINH', 'x', sha256('x')
        FROM bill AS b JOIN merchant AS m ON m.facility_id = b.facility_id
        WHERE b.run_id = %(run)s AND b.paid_vnd < b.total_vnd AND b.beneficiary_id %% 10 < 8
        RETURNING id
    )
    INSERT INTO heard_waiting SELECT id FROM new
"""


def _hear(run: int, *, some_pay_too_much: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_HEAR, {"run": run, "over": some_pay_too_much, "at": AT, "account": ACCOUNT})


if __name__ == "__main__":
    if sys.argv[1] == "register":
        register(int(sys.argv[2]))
    else:
        collect(int(sys.argv[2]), int(sys.argv[3]))

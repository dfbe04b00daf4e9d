"""Who may open which page of the desk: asked of every address the desk has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, SIGN_IN, At, as_worker
from tests.world import World
from thuphi.doors.web.desk import (
    account_urls,
    adjust_urls,
    books_urls,
    declare_urls,
    fee_rules_urls,
    import_views,
    insurance_urls,
    invoices_urls,
    letters_urls,
    meals_urls,
    methods,
    money_urls,
    paid_lists,
    payout_urls,
    period_urls,
    reconcile_urls,
    runs_more_urls,
    setup_urls,
    sheets_urls,
    statement_urls,
    teacher_urls,
    till_urls,
    urls,
)
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills.models import Bill, CollectionRun, Exemption
from thuphi.money.catalogue.models import FeeItem
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rules import Finding
from thuphi.registers.facilities import actions as facilities
from thuphi.registers.facilities.models import BeneficiaryAccount
from thuphi.registers.staff import actions as staff
from thuphi.registers.staff.rules import Role

WRITES = {
    "desk_choose",
    "desk_fee_add",
    "desk_run_new",
    "desk_run_issue",
    "desk_bill_cancel",
    "desk_cash",
    "desk_cash_bill",
    "desk_cash_done",
    "desk_account_propose",
    "desk_account_decide",
    "desk_exempt",
    "desk_fee_change",
    "desk_fee_retire",
    "desk_payer_change",
    "desk_run_withdraw",
}
BY_POST = {
    "desk_account_propose",
    "desk_account_decide",
    "desk_bill_cancel",
    "desk_exempt",
    "desk_fee_retire",
    "desk_run_issue",
    "desk_run_withdraw",
}
OF_THE_HEAD = {"desk_account_decide"}
"""What a head decides and an accountant does not."""
OF_A_DRAFT = {"desk_run_issue", "desk_run_withdraw"}
MOVED = {"desk_inbox", "desk_inbox_item"}
"""What they showed of money without an owner is on the workbench."""
ALWAYS_OWN = {"desk_choose"}
"""Addresses that name no row: they show one's own desk to anybody who has one."""


def patterns(found: Sequence[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    """Every address below the desk."""
    for one in found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns)
        else:
            yield one


AREAS = (
    *(declare_urls, import_views, methods, money_urls, paid_lists),
    *(adjust_urls, books_urls, fee_rules_urls, insurance_urls, invoices_urls, letters_urls),
    *(meals_urls, payout_urls, runs_more_urls, setup_urls, sheets_urls, teacher_urls, till_urls),
    *(reconcile_urls, statement_urls, period_urls, account_urls),
)
THEIRS = {one for area in AREAS for one in patterns(area.urlpatterns)}
"""Areas with tests of their own; `test_new_pages_enemy` asks every address once more."""
ROUTES = {str(one.name): one for one in patterns(urls.urlpatterns) if one not in THEIRS}
WITH_A_ROW = sorted(name for name, one in ROUTES.items() if one.pattern.converters)
LISTS = sorted(set(ROUTES) - set(WITH_A_ROW))


@dataclass(frozen=True)
class Things:
    """One of each thing of school A."""

    bill: Bill
    draft: CollectionRun
    lost: Payment
    cash: Payment
    item: FeeItem
    proposal: BeneficiaryAccount

    def address(self, name: str) -> str:
        """The address of a page about these things."""
        values = {
            "pupil_id": self.bill.beneficiary_id,
            "run_id": self.draft.pk if name in OF_A_DRAFT else self.bill.run_id,
            "code": self.bill.code,
            "facility_id": self.bill.facility_id,
            "account_id": self.proposal.pk,
            "item_id": self.item.pk,
            "payment_id": self.cash.pk if name == "desk_cash_done" else self.lost.pk,
        }
        wanted = ROUTES[name].pattern.converters
        address = reverse(name, kwargs={key: values[key] for key in wanted})
        return f"{address}?class=2A" if name == "desk_notices_print" else address


@pytest.fixture
def things(world: World) -> Things:
    """School A has bills, a draft, money without an owner and a cash receipt."""
    first = worlds.issued_run(world, allows_part=True)[0]
    draft = worlds.planned_run(world, name="Thu tháng 11/2026")
    worlds.hear(world, "", 300_000, text="nop tien cho con")
    payments.post_waiting(at=NOW)
    cash = payments.take_cash(
        by=world.minh.actor,
        code=first.code,
        amount_vnd=100_000,
        key="k" * 32,
        payer_name="",
        at=NOW,
    )
    lost = Payment.objects.get(finding=Finding.UNKNOWN.value)
    proposal = facilities.propose_account(
        by=world.lan.actor,
        facility_id=world.a.id,
        bin="970436",
        number="1018888999",
        name="TRUONG TIEU HOC VI DU",
        at=NOW,
    )
    return Things(first, draft, lost, cash, world.a.items["NU"], proposal)


def test_to_a_stranger_what_is_school_as_does_not_exist(
    world: World, things: Things, at_desk: At
) -> None:
    head_of_b = worlds.person("nga", "Ngô Thúy Nga", Role.HEAD, facility_id=world.b.id)
    for name in WITH_A_ROW:
        client = at_desk(head_of_b if name in OF_THE_HEAD else world.quan)
        address = things.address(name)
        answers = {client.get(address).status_code, client.post(address).status_code}
        assert answers <= {404, 405}, name
        assert 404 in answers, name
    with as_worker():
        untouched = Bill.objects.get(pk=things.bill.pk)
        assert (untouched.state, untouched.paid_vnd) == ("part_paid", 100_000)
        assert CollectionRun.objects.get(pk=things.draft.pk).state == "draft"
        assert not Payment.objects.filter(identifies=things.lost).exists()
        assert not Exemption.objects.exists()
        assert FeeItem.objects.get(pk=things.item.pk).is_active
        states = BeneficiaryAccount.objects.filter(facility_id=world.a.id).order_by("pk")
        assert list(states.values_list("state", flat=True)) == ["approved", "proposed"]


def test_a_strangers_lists_hold_nothing_of_school_a(
    world: World, things: Things, at_desk: At
) -> None:
    client = at_desk(world.quan)
    for name in sorted(set(LISTS) - ALWAYS_OWN):
        answer = client.get(reverse(name), {"q": things.bill.code})
        assert answer.status_code in (200, 302), name
        said = answer.content.decode(errors="replace")
        assert things.bill.beneficiary_name not in said, name
        assert "Ví Dụ" not in said, name


def test_nobody_gets_in_without_signing_in(things: Things) -> None:
    for name in ROUTES:
        answer = Client().get(things.address(name))
        assert answer.status_code == 302, name
        assert answer["Location"].startswith("/tai-khoan/login/"), name


def test_a_head_reads_and_may_not_write(world: World, things: Things, at_desk: At) -> None:
    client = at_desk(world.hoa)
    for name in sorted(WRITES - ALWAYS_OWN - OF_THE_HEAD):
        assert client.post(things.address(name)).status_code == 403, name
    for name in sorted(set(ROUTES) - WRITES - {"desk_search"}):
        wanted = 302 if name in MOVED else 200
        assert client.get(things.address(name)).status_code == wanted, name


def test_an_officer_reads_no_familys_bills(world: World, things: Things, at_desk: At) -> None:
    client = at_desk(world.dung)
    for name in ROUTES:
        assert client.get(things.address(name)).status_code == 403, name


def test_a_cashier_takes_money_and_nothing_else(world: World, things: Things, at_desk: At) -> None:
    client = at_desk(world.minh)
    for name in (
        "desk_fee_add",
        "desk_run_new",
        "desk_run_issue",
        "desk_bill_cancel",
        "desk_account_propose",
        "desk_account_decide",
        "desk_exempt",
        "desk_fee_change",
        "desk_fee_retire",
        "desk_run_withdraw",
    ):
        assert client.post(things.address(name)).status_code == 403, name
    assert client.get(things.address("desk_cash_bill")).status_code == 200


def test_changes_come_by_post_with_a_token(world: World, things: Things, at_desk: At) -> None:
    at_desk(world.lan)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.lan.user, backend=SIGN_IN)
    for name in sorted(BY_POST - OF_THE_HEAD):
        assert strict.get(things.address(name)).status_code == 405
        assert strict.post(things.address(name), {"reason": "x"}).status_code == 403
    head = Client(enforce_csrf_checks=True)
    head.force_login(world.hoa.user, backend=SIGN_IN)
    refused = head.post(things.address("desk_account_decide"), {"decision": "approve"})
    assert refused.status_code == 403
    things.proposal.refresh_from_db()
    assert things.proposal.state == "proposed"


def test_an_accountant_decides_about_no_account(world: World, things: Things, at_desk: At) -> None:
    for name in sorted(OF_THE_HEAD):
        answer = at_desk(world.lan).post(things.address(name), {"decision": "approve"})
        assert answer.status_code == 403, name


def test_a_number_too_large_for_any_row_is_just_not_there(world: World, at_desk: At) -> None:
    client = at_desk(world.lan)
    for path in ("hoc-sinh", "dot-thu", "can-xu-ly", "khoan-thu", "tai-khoan"):
        assert client.get(f"/ban-lam-viec/{path}/99999999999999999999").status_code == 404


def test_every_page_of_the_desk_is_marked() -> None:
    assert len(ROUTES) >= 33
    for one in ROUTES.values():
        assert hasattr(one.callback, "access"), one.name


def test_somebody_with_two_schools_chooses_the_one_they_work_for(
    world: World, things: Things, at_desk: At
) -> None:
    both = worlds.person("hai", "Lý Thị Hai", Role.ACCOUNTANT, facility_id=world.a.id)
    staff.assign(
        by=SYSTEM,
        user_id=both.user.pk,
        role=Role.ACCOUNTANT,
        at=NOW,
        facility_id=world.b.id,
    )
    client = at_desk(both)
    assert "Nguyễn Minh Anh" in client.get(reverse("desk_pupils")).content.decode()
    answer = client.post(reverse("desk_choose"), {"facility": str(world.b.id)})
    assert answer["Location"] == reverse("desk_home")
    said = client.get(reverse("desk_pupils")).content.decode()
    assert "Lê Hải Đăng" in said
    assert "Nguyễn Minh Anh" not in said
    assert client.post(reverse("desk_choose"), {"facility": "999999"}).status_code == 404


def test_an_officer_who_keeps_one_schools_books_reads_no_other_schools(
    world: World, things: Things, at_desk: At
) -> None:
    staff.assign(
        by=SYSTEM, user_id=world.quan.user.pk, role=Role.OFFICER, at=NOW,
        place_id=world.province.pk,
    )  # fmt: skip
    page = at_desk(world.quan)
    for name in sorted(set(WITH_A_ROW) - OF_THE_HEAD):
        answer = page.get(things.address(name))
        assert answer.status_code in (404, 405), name
    home = page.get(reverse("desk_home"))
    assert world.a.facility.name not in home.content.decode()
    choose = page.post(reverse("desk_choose"), {"facility": world.a.id})
    assert choose.status_code == 404

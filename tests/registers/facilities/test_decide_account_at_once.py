"""Several people decide at the same moment, on real connections with real commits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from tests import world as worlds
from thuphi.registers.facilities import errors
from thuphi.registers.facilities.actions import decide_account, propose_account
from thuphi.registers.facilities.models import BeneficiaryAccount
from thuphi.registers.staff.rules import Role


def test_of_several_deciders_one_decides(town: str) -> None:
    world = worlds.build()
    heads = [world.hoa] + [
        worlds.person(f"head{number}", f"Hiệu phó {number}", Role.HEAD, facility_id=world.a.id)
        for number in range(3)
    ]
    proposed = propose_account(
        by=world.lan.actor,
        facility_id=world.a.id,
        bin="970436",
        number="1018888999",
        name="TRUONG TIEU HOC VI DU",
        at=worlds.AT,
    )
    start = Barrier(len(heads))

    def decide(head: worlds.Person) -> bool:
        try:
            connection.ensure_connection()
            start.wait()
            decide_account(by=head.actor, account_id=proposed.pk, approve=True, at=worlds.AT)
        except errors.AccountDecidedAlready:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(heads)) as pool:
        decided = list(pool.map(decide, heads))
    assert sorted(decided) == [False, False, False, True]
    states = BeneficiaryAccount.objects.filter(facility_id=world.a.id).order_by("pk")
    assert list(states.values_list("state", flat=True)) == ["retired", "approved"]

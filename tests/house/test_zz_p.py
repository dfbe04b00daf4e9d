from datetime import date
import pytest
from tests import world as worlds
from tests.house import every_table, zz_p_attacks
from tests.house.test_constraints import refusal_of, town_at_work  # noqa
from tests.house.every_table import LATER
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments, owners
from thuphi.money.payments.lines import LinePaid, take_lines
from thuphi.money.payments.models import Payment
from thuphi.money.statements.models import BankLine
from thuphi.ground.kit.actor import SYSTEM
from tests.world import World
exec(zz_p_attacks.EVERY_TABLE)
def test_mine(db, as_role):
    world = every_table.build()
    say_more_of_money(world)
    as_role("none")
    answers = [(name, refusal_of(deed), deed) for name, deed in zz_p_attacks.CASES]
    assert [(a, b, d) for a, b, d in answers if a != b] == []

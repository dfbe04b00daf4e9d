from tests.money.payments.test_owners_together import *  # noqa
from tests.money.payments.test_owners_together import beside, undo, paid
from tests.money.seen import rows
from django.db import connection
def test_dbg(world, bills):
    with connection.cursor() as c:
        c.execute("SET ROLE NONE")
        c.execute("ALTER TABLE bill DROP CONSTRAINT bill_state_fits_its_money")
        c.execute("SET ROLE thuphi_worker")
    wrong = paid(world, bills[0].code)
    worlds.hear(world, bills[0].code, 100_000)
    beside(lambda: undo(wrong), lambda: actions.post_waiting(at=AT))
    print("DBG", rows("SELECT paid_vnd, total_vnd, state FROM bill ORDER BY id LIMIT 1"), rows("SELECT finding, applied_vnd, excess_vnd FROM payment"))

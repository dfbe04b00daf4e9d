import time
from datetime import date, timedelta
import pytest
from django.db import connection
from tests.money.reconciliation.test_settling import *
from thuphi.money.reconciliation.queries import settlements as queries

def test_scale(world, vnpay, bills):
    n = 50_000
    with connection.cursor() as c:
        c.execute("""WITH new AS (INSERT INTO heard (channel, merchant_id, facility_id, provider_reference, outcome, amount_vnd, paid_at, text, codes, method, reference, raw, headers, body_hash)
        SELECT 'vnpay', %s, %s, (14000000+i)::text, 'confirmed', 100000 + i, %s + i * interval '1 second', '', '{}', 'web', 'R'||i, '', '{}', '' FROM generate_series(1,%s) i RETURNING id)
        INSERT INTO heard_waiting SELECT id FROM new""", [vnpay.pk, world.a.id, NINE, n])
    t=time.time(); post_all(); print("post", time.time()-t)
    rows = [Paid(str(14000000+i), f"R{i}", 100000+i, 1000, paid_at=(NINE+timedelta(seconds=i)).strftime("%d/%m/%Y %H:%M:%S")) for i in range(1,n+1)]
    content = vnpay_file(rows)
    print("bytes", len(content))
    t=time.time(); take(world, content); print("take", time.time()-t)
    t=time.time(); print(settling.facilities_to_settle(), time.time()-t)
    t=time.time()
    while settling.facilities_to_settle():
        t1=time.time(); print(settle(world), time.time()-t1)
    print("settle", time.time()-t)
    t=time.time(); print(queries.three_ways(world.a.id, date(2026,10,5), date(2026,10,6)), time.time()-t)
    one = Settlement.objects.get()
    t=time.time(); queries.rows_of(one.pk, facility_id=world.a.id, offset=40000); print("rows", time.time()-t)
    t=time.time(); queries.only_ours(world.a.id, "vnpay", date(2026,10,5), date(2026,10,6)); print("only", time.time()-t)
    t=time.time(); print(queries.standings(world.a.id, [one.pk])); print("stand", time.time()-t)
    came = line(world, one.net_vnd, "VNPAY")
    t=time.time(); print(match(world,[came]), time.time()-t)
    t=time.time(); print(queries.three_ways(world.a.id, date(2026,10,5), date(2026,10,6)), time.time()-t)
    t=time.time(); print(settling.suggest_days(facility_id=world.a.id, line_ids=[came]), time.time()-t)

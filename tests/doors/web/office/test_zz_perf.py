import time
from datetime import date
from django.db import connection
from tests import world as worlds
from tests.oversight.towns import *
from thuphi.registers.places import queries as places
def test_perf(db, django_user_model):
    w=worlds.build()
    cs=places.communes(w.province, worlds.TODAY)
    with connection.cursor() as c:
        c.execute("insert into facility(code,name,search_key,sector,level,tier,ownership,focal_name,focal_phone,address) select 'P'||i,'F'||i,'f'||i,'education','primary','commune','public','','','' from generate_series(1,1500) i returning id")
        ids=[r[0] for r in c.fetchall()]
        for n,i in enumerate(ids):
            c.execute("insert into facility_place(facility_id,place_id,valid) values(%s,%s,'[2025-07-01,)')",[i,cs[n%len(cs)].pk])
        c.execute("insert into month_count(facility_id,month,method,payments,value_vnd) select f, (date '2025-11-01'+ (m||' month')::interval)::date, k, 100, 100000000 from unnest(%s::bigint[]) f, generate_series(0,11) m, unnest(array['qr','cash','web','card']) k",[ids])
        c.execute("analyze")
    for _ in range(3):
        t=time.perf_counter(); fl=below(w.province, Span(Month(2025,11),Month(2026,10))); print(len(fl), round(time.perf_counter()-t,3))
    from django.test import Client
    cl=Client(); cl.force_login(w.dung.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    from django.conf import settings as st
    for path in (f"/van-phong/dia-ban/{w.province.pk}?den=2026-10", f"/van-phong/dia-ban/{w.province.pk}/co-so?den=2026-10"):
        for _ in range(3):
            t=time.perf_counter(); r=cl.get(path); print(r.status_code, len(r.content), round(time.perf_counter()-t,3))

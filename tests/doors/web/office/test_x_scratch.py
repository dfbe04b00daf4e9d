from __future__ import annotations
from datetime import date, datetime
import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from tests import world as worlds
from tests.doors.web.office import boards
from tests.doors.web.office.boards import Town, said
from tests.doors.web.office.conftest import At, as_worker
from tests.world import World
from thuphi.oversight.reports.models import Filing, FilingFigure, Obligation
from thuphi.registers.staff.rules import Role

@pytest.fixture
def town(world): return boards.build(world)

def soft(c):
    c.raise_request_exception = False
    return c

def test_docs(town, at_office):
    owed = town.owed(town.education, 10)
    for bad in ("a\x0bb", "a\x1fb", "a\ufffeb", "a\u202eb", "#sys.inputs #read(\"/etc/passwd\") $x$ *b* =SUM(1) <b>", "\x00"):
        w = boards.WORDS.__class__(results=bad, difficulties=bad, proposals=bad, document_number='1"\r\nX: y/BC', signer_title=bad, signer_name=bad)
        try:
            with transaction.atomic():
                f = boards.drafted(town.thanh, owed, worlds.AT, w)
                from thuphi.oversight.reports.forms.report.filed import filed_document
                from thuphi.oversight.reports.forms.word.writing import docx
                from thuphi.oversight.reports.forms.workbook import xlsx
                from thuphi.oversight.reports.forms.paper import pdf
                d = filed_document(filing_id=f.pk, at=worlds.AT)
                for k in (docx, pdf, xlsx):
                    try: print(repr(bad)[:20], k.__name__, len(k(d)))
                    except Exception as e: print(repr(bad)[:20], k.__name__, "!!", repr(e)[:200])
                transaction.set_rollback(True)
        except Exception as e:
            print(repr(bad), "!!!", repr(e)[:200])

def test_drafts_sql(town, at_office):
    owed = town.owed(town.education, 10)
    f = boards.drafted(town.thanh, owed, worlds.AT)
    c = at_office(town.xa)
    print("commune sees draft by page:", soft(c).get(reverse("office:report", args=[owed.pk])).status_code)
    with connection.cursor() as cur:
        cur.execute("select set_config('thuphi.agencies', %s, false)", [str(town.commune.pk)])
        cur.execute("select results from filing"); print("commune sql drafts:", cur.fetchall())
        cur.execute("select count(*) from filing_figure"); print("figs:", cur.fetchall())
        def t(sql, *a):
            try:
                with transaction.atomic():
                    cur.execute(sql, a); print(sql[:100], cur.rowcount); 
                    transaction.set_rollback(True)
            except Exception as e: print(sql[:100], "REFUSED", str(e)[:90])
        t("update filing_figure set part=0, reason='x'")
        t("update filing set results='x'")
        cur.execute("select set_config('thuphi.agencies', %s, false)", [str(town.education.pk)])
        t("update filing_figure set computed_part=0, part=0")
    with as_worker():
        from thuphi.oversight.reports import actions
        actions.file(by=town.thanh.actor, filing_id=f.pk, at=worlds.AT)
    with connection.cursor() as cur:
        cur.execute("select set_config('thuphi.agencies', %s, false)", [str(town.education.pk)])
        t("update filing set state='accepted', holder_id=null")
        t("update filing set state='returned', holder_id=null")
        t("update filing_figure set part=0, reason='x'")
        t("delete from filing_figure")
        t("update obligation set due_at=due_at + interval '9 days'")
        cur.execute("select set_config('thuphi.agencies', %s, false)", [str(town.committee.pk)])
        t("update filing set state='accepted', holder_id=null")
        t("update obligation set due_at=due_at + interval '9 days'")
        cur.execute("SET ROLE thuphi_worker")
        t("update filing_figure set part=0, reason='x'"); t("delete from filing_figure"); t("truncate filing_figure"); t("delete from filing")
        t("truncate filing cascade"); t("update obligation set due_at=due_at + interval '9 days'"); t("alter table filing disable trigger all"); t("set session_replication_role=replica")
        cur.execute("SET ROLE thuphi_app")

def test_old_office(town, at_office):
    old = boards.clerk("cu", "Người Cũ", Role.OFFICER, town.information, town.world.province)
    c = soft(at_office(old))
    for u in ("/van-phong/viec", "/van-phong/bao-cao", "/van-phong/"):
        print(u, c.get(u).status_code)
    with as_worker():
        its = list(Obligation.objects.filter(agency=town.information).values_list("pk","period_first_on"))
        hold = boards.filed(town.thanh, town.owed(town.education, 10), worlds.AT)
        print("old owes", its, "holder", hold.holder_id, town.science.pk, town.information.pk)
        part = [p for p in __import__("thuphi.oversight.tasks.models", fromlist=["x"]).TaskPart.objects.filter(agency=town.information)[:1]]
        pid, iid = part[0].pk, part[0].item_id
    a = c.post(reverse("office:task_progress", args=[iid, pid]), {"state":"doing","percent":"10","note":"x","evidence":"","evidence_url":""})
    print("old office writes its part:", a.status_code)

def test_odd(town, at_office):
    c = soft(at_office(town.thanh))
    p = town.world.province.pk
    for u in (f"/van-phong/ke-hoach/BN2026/{p}?dia-gioi=0001-01-01", f"/van-phong/ke-hoach/BN2026/{p}?dia-gioi=9999-12-31", f"/van-phong/ke-hoach/BN2026/{p}?ngay=9999-12-31",f"/van-phong/ke-hoach/BN2026/{p}?ngay=0001-01-01&dia-gioi=1900-01-01",
              f"/van-phong/ke-hoach/BN2026/{p}?ngay=2026-01-01&dia-gioi=2020-01-01", f"/van-phong/ke-hoach/%00/{p}", f"/van-phong/ke-hoach/BN2026/{p}?chi-tieu=%00",
              "/van-phong/ke-khai?thang=9999-12", "/van-phong/ke-khai?thang=0000-01", "/van-phong/ke-khai?thang=0001-01", "/van-phong/ke-khai?page=-1",
              f"/van-phong/dia-ban/{p}?tu=0001-01&den=9999-12", f"/van-phong/ke-hoach/BN2026/99999999999999999999"):
        a = c.get(u); print(u, a.status_code)
    c2 = soft(at_office(town.binh))
    o = None
    with as_worker():
        item = town.item("BG-A1") if False else __import__("thuphi.oversight.tasks.models", fromlist=["x"]).TaskItem.objects.first()
        asp = Obligation.objects.filter(periodicity="as_prescribed").first()
    for d in ("9999-12-31", "0001-01-01"):
        print("task due", d, c2.post(reverse("office:task_due", args=[item.pk]), {"due_on": d}).status_code, c2.get(reverse("office:task", args=[item.pk])).status_code, c2.get("/van-phong/nhiem-vu").status_code)
        if asp: print("rep due", d, c2.post(reverse("office:report_due", args=[asp.pk]), {"due_on": d}).status_code, c2.get(reverse("office:report", args=[asp.pk])).status_code)
    for amt in ("9"*30, "9"*19, "-5", "1e9", "٣"):
        print("fund", amt[:5], c.post(reverse("office:task_fund", args=[item.pk]), {"agency": town.education.pk, "source":"x", "amount":amt, "document":"d"}).status_code)
    print("nul comment", c.post(reverse("office:task_comment", args=[item.pk]), {"agency": town.education.pk, "text":"a\x00b"}).status_code)
    f = None
    with as_worker(): f = boards.filed(town.thanh, town.owed(town.education, 10), worlds.AT)
    k = soft(at_office(town.kien))
    print("nul reason", k.post(reverse("office:report_send_back", args=[f.pk]), {"reason":"a\x00b"}).status_code)
    print("nul told", k.post(reverse("office:difficulty_answer", args=[999]), {"text":"a\x00b"}).status_code if True else "")

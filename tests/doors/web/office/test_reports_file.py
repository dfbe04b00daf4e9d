"""A report from its beginning to its end: written, filed, frozen, sent back, corrected, taken."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.office import boards
from tests.doors.web.office.boards import Town, said
from tests.doors.web.office.conftest import At, as_worker
from tests.oversight.reports.offices import found
from tests.world import World
from thuphi.doors.web.office import reports_deeds
from thuphi.ground.kit.clock import VIETNAM
from thuphi.oversight.reports import actions
from thuphi.oversight.reports.models import Filing, FilingFigure, Obligation
from thuphi.registers.agencies.models import AgencyKind
from thuphi.registers.places import queries as places
from thuphi.registers.staff.rules import Role

ON_TIME = datetime(2026, 9, 18, 9, 0, tzinfo=VIETNAM)
NOON = datetime(2026, 9, 18, 12, 0, tzinfo=VIETNAM)


@pytest.fixture
def town(world: World) -> Town:
    """Bắc Ninh of 2026 with a plan, its board and its reports."""
    return boards.build(world)


@pytest.fixture
def owed(town: Town) -> Obligation:
    """What the education department owes for October."""
    return town.owed(town.education, 10)


def page_of(owed: Obligation) -> str:
    return reverse("office:report", args=[owed.pk])


def deed(name: str, filing: Filing) -> str:
    return reverse(f"office:report_{name}", args=[filing.pk])


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return said(answer.content)


def newest(owed: Obligation) -> Filing:
    with as_worker():
        return Filing.objects.filter(obligation=owed).order_by("-number")[0]


def begun(client: Client, owed: Obligation) -> Filing:
    assert client.post(reverse("office:report_begin", args=[owed.pk])).status_code == 302
    return newest(owed)


def test_a_report_is_begun_with_computed_figures_and_kept_as_typed(
    town: Town, owed: Obligation, at_office: At
) -> None:
    client = at_office(town.thanh)
    page = text(client, page_of(owed))
    assert "Soạn báo cáo" in page
    assert "hạn hết ngày 19/10/2026, còn 10 ngày làm việc" in page
    assert "Sở Khoa học và Công nghệ" in page
    draft = begun(client, owed)
    page = text(client, page_of(owed))
    assert "Đã lập bản nháp với số liệu tính từ hệ thống." in page
    assert "0 / 2" in page
    facts = {"results": "Đã hướng dẫn hai trường.", "document_number": "12/BC-SGDĐT", "do": "luu"}
    facts |= {"part_BG-T1": "1", "whole_BG-T1": "2", "reason_BG-T1": "Vừa ký hợp đồng"}
    assert client.post(deed("save", draft), facts)["Location"] == page_of(owed)
    page = text(client, page_of(owed))
    assert "Đã lưu bản nháp." in page
    assert "Đang báo số khác" in page
    draft = newest(owed)
    assert (draft.results, draft.document_number) == ("Đã hướng dẫn hai trường.", "12/BC-SGDĐT")
    with as_worker():
        figure = FilingFigure.objects.get(filing=draft, target_id="BG-T1")
    assert (figure.part, figure.whole, figure.reason) == (1, 2, "Vừa ký hợp đồng")
    assert client.post(deed("recompute", draft)).status_code == 302
    assert "Đã tính lại số liệu" in text(client, page_of(owed))


@pytest.mark.parametrize(
    ("part", "whole", "reason", "told"),
    [
        ("1", "2", "", "Số báo cáo khác số tính: ghi lý do."),
        ("3", "2", "x", "Tử số không lớn hơn mẫu số."),
        ("một", "2", "x", "Tử số và mẫu số là số nguyên, ví dụ 62 và 1.140."),
        ("-1", "2", "x", "Tử số và mẫu số là số nguyên, ví dụ 62 và 1.140."),
    ],
)
def test_a_figure_that_cannot_stand_is_told_beside_it_and_nothing_is_kept(
    town: Town, owed: Obligation, at_office: At, part: str, whole: str, reason: str, told: str
) -> None:
    client = at_office(town.thanh)
    draft = begun(client, owed)
    facts = {"results": "Mới", "part_BG-T1": part, "whole_BG-T1": whole, "reason_BG-T1": reason}
    answer = client.post(deed("save", draft), facts)
    assert answer.status_code == 400
    page = said(answer.content)
    assert told in page
    assert f'value="{part}"' in page
    assert newest(owed).results == ""


def test_filing_asks_once_more_and_freezes(town: Town, owed: Obligation, at_office: At) -> None:
    client = at_office(town.thanh)
    draft = begun(client, owed)
    answer = client.post(deed("save", draft), {"results": " ", "do": "gui"})
    assert answer.status_code == 400
    assert "Chưa có kết quả thực hiện." in said(answer.content)
    answer = client.post(deed("save", draft), {"results": "Đã xong.", "do": "gui"})
    assert answer["Location"] == deed("file", draft)
    page = text(client, deed("file", draft))
    assert "Gửi đi thì khóa" in page
    assert "Gửi tới Sở Khoa học và Công nghệ" in page
    assert newest(owed).state == "draft"
    assert client.post(deed("file", draft))["Location"] == page_of(owed)
    page = text(client, page_of(owed))
    assert "Đã gửi tới Sở Khoa học và Công nghệ và khóa." in page
    assert "gửi đúng hạn" in page
    assert "Đang ở đây: Tiếp nhận" in page
    assert client.post(deed("save", draft), {"results": "Khác"}).status_code == 302
    assert newest(owed).results == "Đã xong."


def test_a_report_sent_back_comes_again_corrected_and_both_are_kept(
    town: Town, owed: Obligation, at_office: At
) -> None:
    with as_worker():
        first = boards.filed(town.thanh, owed, worlds.AT)
    holder = at_office(town.kien)
    page = text(holder, page_of(owed))
    assert "Báo cáo này chờ cơ quan bạn" in page
    empty = holder.post(deed("send_back", first), {"reason": " "})
    assert empty.status_code == 400
    assert "Chưa có lý do." in said(empty.content)
    assert holder.post(deed("send_back", first), {"reason": "Thiếu khối THCS."}).status_code == 302
    writer = at_office(town.thanh)
    assert "“Thiếu khối THCS.”" in text(writer, "/van-phong/bao-cao")
    page = text(writer, page_of(owed))
    assert "Bị trả lại" in page
    assert writer.post(deed("correct", first), {"reason": ""}).status_code == 400
    assert writer.post(deed("correct", first), {"reason": "Thêm khối THCS."}).status_code == 302
    draft = newest(owed)
    facts = {"results": "Đủ ba khối.", "part_BG-T1": "1", "whole_BG-T1": "2",
             "reason_BG-T1": "Vừa ký", "do": "gui"}  # fmt: skip
    writer.post(deed("save", draft), facts)
    writer.post(deed("file", draft))
    page = text(writer, page_of(owed))
    assert "Đã đổi so với bản 1" in page
    assert "Đủ ba khối." in page
    assert "<s>0/2</s>" in page
    assert "<b>1/2</b>" in page
    old = text(writer, reverse("office:report_version", args=[owed.pk, 1]))
    assert "Đã thay thế" in old
    assert "Đã tập huấn 24 kế toán." in old
    accept = at_office(town.kien).post(deed("accept", draft))
    assert accept.status_code == 302
    assert newest(owed).state == "accepted"
    assert "Đã tiếp nhận · Trần Trung Kiên" in text(writer, page_of(owed))


def test_the_chairman_takes_what_the_department_sums_up(town: Town, at_office: At) -> None:
    for agency, person in ((town.education, town.thanh), (town.health, town.y)):
        boards.filed(person, town.owed(agency, 9), ON_TIME)
    owed = town.owed(town.science, 9, "BG-REP2")
    client = at_office(town.kien)
    draft = begun(client, owed)
    page = text(client, page_of(owed))
    assert "Báo cáo tổng hợp tháng 9/2026" in page
    assert "Tổng hợp từ 2 trên 3 báo cáo" in page
    assert "Chưa gửi: Ủy ban nhân dân Phường Kinh Bắc." in page
    client.post(deed("save", draft), {"results": "Toàn tỉnh.", "do": "luu"})
    client.post(deed("file", draft))
    chairman = at_office(town.binh)
    assert "1 báo cáo chờ cơ quan tôi quyết định." in text(chairman, "/van-phong/bao-cao")
    assert "Tiếp nhận" in text(chairman, page_of(owed))
    assert chairman.post(deed("accept", draft)).status_code == 302
    assert newest(owed).state == "accepted"
    assert "Không có báo cáo nào phải làm ngay." in text(chairman, "/van-phong/bao-cao")


def test_another_office_s_draft_is_not_there(town: Town, owed: Obligation, at_office: At) -> None:
    with as_worker():
        draft = boards.drafted(town.thanh, owed, worlds.AT)
    for person in (town.y, town.kien, town.binh, town.xa, town.world.dung):
        client = at_office(person)
        assert client.get(page_of(owed)).status_code == 404
        for name in ("pdf", "docx", "xlsx"):
            assert client.get(deed(name, draft)).status_code == 404
        for name in ("save", "file", "recompute", "correct"):
            answer = client.post(deed(name, draft), {"reason": "x"})
            assert answer.status_code in {403, 404}
    assert at_office(town.world.minh).get(page_of(owed)).status_code == 403
    assert newest(owed).state == "draft"


def test_only_the_office_that_holds_a_report_says_a_word(
    town: Town, owed: Obligation, at_office: At
) -> None:
    with as_worker():
        filed = boards.filed(town.thanh, owed, worlds.AT)
    stranger = at_office(town.y)
    assert stranger.get(page_of(owed)).status_code == 404
    author = at_office(town.thanh)
    for name in ("forward", "accept", "send_back"):
        assert stranger.post(deed(name, filed), {"reason": "x"}).status_code == 404
        assert author.post(deed(name, filed), {"reason": "x"}).status_code == 302
    assert "vừa có người khác xử lý" in text(author, page_of(owed))
    assert at_office(town.kien).post(deed("forward", filed)).status_code == 302
    assert newest(owed).state == "filed"


def test_a_report_whose_days_have_not_begun_waits(
    town: Town, owed: Obligation, at_office: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = datetime(2026, 9, 1, 8, 0, tzinfo=VIETNAM)
    monkeypatch.setattr("thuphi.ground.kit.clock.now", lambda: early)
    client = at_office(town.thanh)
    assert "Kỳ số liệu bắt đầu 15/09/2026" in text(client, page_of(owed))
    client.post(reverse("office:report_begin", args=[owed.pk]))
    assert "Kỳ số liệu chưa bắt đầu" in text(client, page_of(owed))


def test_reports_of_another_province_under_the_same_plan_are_not_there(
    town: Town, owed: Obligation, at_office: At
) -> None:
    elsewhere = places.provinces(worlds.TODAY)
    other = next(one for one in elsewhere if one.pk != town.world.province.pk)
    education = found("Sở Giáo dục", AgencyKind.EDUCATION_DEPARTMENT, other, boards.SINCE)
    stranger = boards.clerk("la", "Người Lạ", Role.OFFICER, education, other)
    Obligation.objects.create(
        plan_id=owed.plan_id,
        duty_id=owed.duty_id,
        place=other,
        agency=education,
        periodicity=owed.periodicity,
        period_first_on=owed.period_first_on,
        period_last_on=owed.period_last_on,
        window_first_on=owed.window_first_on,
        window_last_on=owed.window_last_on,
        due_at=owed.due_at,
        generated_at=owed.generated_at,
    )
    filing = boards.filed(town.thanh, owed, worlds.AT)
    client = at_office(stranger)
    assert client.get(page_of(owed)).status_code == 404
    for name in ("pdf", "docx", "xlsx"):
        assert client.get(deed(name, filing)).status_code == 404
    assert client.post(deed("accept", filing)).status_code == 404
    assert at_office(town.kien).get(page_of(owed)).status_code == 200


def test_a_letter_that_no_text_holds_is_refused_before_anything_is_done(
    town: Town, owed: Obligation, at_office: At
) -> None:
    with as_worker():
        first = boards.filed(town.thanh, owed, worlds.AT)
    client = at_office(town.kien)
    assert client.post(deed("send_back", first), {"reason": "a\x00b"}).status_code == 400
    assert client.get(f"/van-phong/ke-hoach/%00/{town.world.province.pk}").status_code == 400
    assert newest(owed).state == "filed"


def test_a_draft_that_was_filed_while_it_was_typed_is_left_as_filed(
    town: Town, owed: Obligation, at_office: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = at_office(town.thanh)
    draft = begun(client, owed)
    keep = reports_deeds._keep

    def filed_meanwhile(*asked: Any) -> None:
        with as_worker():
            actions.write(
                by=town.thanh.actor, filing_id=draft.pk, words=actions.Words(results="Đã xong."),
                at=worlds.AT,
            )  # fmt: skip
            actions.file(by=town.thanh.actor, filing_id=draft.pk, at=worlds.AT)
        keep(*asked)

    monkeypatch.setattr(reports_deeds, "_keep", filed_meanwhile)
    answer = client.post(deed("save", draft), {"results": "Khác", "do": "luu"})
    assert answer["Location"] == page_of(owed)
    assert "vừa có người khác xử lý" in text(client, page_of(owed))
    assert newest(owed).results == "Đã xong."

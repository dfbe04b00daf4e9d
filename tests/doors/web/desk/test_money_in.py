"""Money that came in: the list, the workbook, and what waits for a person."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import python_calamine
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests import world as worlds
from tests.doors.web.desk.conftest import NOW, At, as_worker
from tests.doors.web.desk.saying import said
from tests.world import World
from thuphi.ground.kit.clock import VIETNAM
from thuphi.money.bills import actions as bills
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rules import Finding


def only(finding: Finding) -> Payment:
    """The one payment of a kind."""
    return Payment.objects.get(finding=finding.value)


def sheet(client: Client, **wanted: str) -> list[list[object]]:
    """The workbook of a filter, row by row."""
    answer = client.get(reverse("desk_payments_xlsx"), wanted)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]


def test_filters_narrow_and_totals_follow(world: World, at_desk: At) -> None:
    first, second, third = worlds.issued_run(world, allows_part=True)
    worlds.hear(world, first.code, first.total_vnd, bank_reference="FT777")
    worlds.hear(world, second.code, 900_000, paid_at=datetime(2026, 10, 6, 23, 59, tzinfo=VIETNAM))
    worlds.hear(world, "", 50_000, text="nham", paid_at=datetime(2026, 10, 7, 0, 0, tzinfo=VIETNAM))
    payments.post_waiting(at=NOW)
    payments.take_cash(
        by=world.minh.actor, code=third.code, amount_vnd=26_800, key="c" * 32, payer_name="", at=NOW
    )
    client = at_desk(world.lan)
    cases: list[tuple[dict[str, str], str]] = [
        ({}, "Cộng 4 lần 1.803.600 đ trong đó thừa 73.200 đ chưa rõ của ai 50.000 đ"),
        ({"q": first.code.lower()}, "Cộng 1 lần 826.800 đ"),
        ({"q": "gia bao"}, "Cộng 1 lần 900.000 đ trong đó thừa 73.200 đ"),
        ({"q": "26.800"}, "Cộng 1 lần 26.800 đ"),
        ({"q": "ft777"}, "Cộng 1 lần 826.800 đ"),
        ({"from_on": "2026-10-06", "until_on": "06/10/2026"}, "Cộng 2 lần 926.800 đ"),
        ({"from_on": "2026-10-07"}, "Cộng 1 lần 50.000 đ"),
        ({"method": "cash"}, "Cộng 1 lần 26.800 đ"),
        ({"finding": "over"}, "Cộng 1 lần 900.000 đ"),
    ]
    for wanted, totals in cases:
        assert totals in said(client.get(reverse("desk_payments"), wanted)), wanted
    wrong = said(client.get(reverse("desk_payments"), {"from_on": "31/02/2026"}))
    assert "Ngày này không có. Gõ như 05/09/2026." in wrong
    assert "Cộng 4 lần" in wrong
    assert "Không có khoản tiền nào khớp" in said(client.get(reverse("desk_payments"), {"q": "zz"}))


def test_the_workbook_carries_the_four_fields_and_takes_no_text_for_a_formula(
    world: World, at_desk: At
) -> None:
    bill = worlds.issued_run(world)[0]
    worlds.hear(world, bill.code, bill.total_vnd, bank_reference="FT1")
    worlds.hear(
        world, "", 1_000, text='=HYPERLINK("http://x","y")', payer_name="@SUM(1+1)", paid_at=NOW
    )
    worlds.hear(world, "", 2_000, text="+84 912", payer_name="-1", paid_at=NOW)
    payments.post_waiting(at=NOW)
    client = at_desk(world.lan)
    head, plus, formula, exact = sheet(client)
    assert head[1:6] == ["Người nộp", "Người thụ hưởng", "Lớp", "Nội dung thu", "Mã khoản thu"]
    assert exact[1:8] == [
        "Nguyễn Văn Bình",
        "Nguyễn Minh Anh",
        "2A",
        "Thu tháng 10/2026",
        bill.code,
        826_800,
        826_800,
    ]
    assert exact[0] == datetime(2026, 10, 5, 9, 0)
    assert exact[12:14] == ["2026-0000001", "FT1"]
    assert formula[14:16] == ['=HYPERLINK("http://x","y")', "@SUM(1+1)"]
    assert plus[14:16] == ["+84 912", "-1"]
    assert len(sheet(client, finding="exact")) == 2


def test_each_reason_to_look_has_its_list(world: World, at_desk: At) -> None:
    first, second, third = worlds.issued_run(world, allows_part=True)
    bills.cancel_bill(by=world.lan.actor, code=third.code, reason="Nhầm lớp", at=NOW)
    again = worlds.hear(world, first.code, 100_000, reference="REF-1")
    worlds.hear(world, second.code, second.total_vnd + 5_000)
    worlds.hear(world, third.code, third.total_vnd)
    worlds.hear(world, "", 40_000, text="<b>nop tien</b>")
    worlds.hear(world, first.code, 60_000, account="9999999")
    payments.post_waiting(at=NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO heard_otherwise (heard_id, raw, headers, body_hash) VALUES"
            " (%s, %s, '{}', %s)",
            [again, b'{"amount": 999}', b"x"],
        )
    client = at_desk(world.lan)
    answer = client.get(reverse("desk_workbench"))
    assert "Còn 2 việc, 866.800 đ." in said(answer)
    assert "Đáng xem thêm Lệch số tiền 2 Báo lại, khác nội dung 1 Sai tài khoản 1" in said(answer)
    assert "<b>nop tien</b>" not in answer.content.decode()
    differs = said(client.get(reverse("desk_inbox"), {"kind": "differs"}))
    assert "thừa 5.000 đ" in differs
    assert "Cộng 2 lần 931.800 đ" in differs
    otherwise = said(client.get(reverse("desk_inbox"), {"kind": "otherwise"}))
    assert "REF-1" in otherwise
    assert f'{first.code} 100000 Lần sau, không ghi sổ {{"amount": 999}}' in otherwise
    elsewhere = said(client.get(reverse("desk_inbox"), {"kind": "elsewhere"}))
    assert "60.000 đ" in elsewhere
    assert "Không có gì chờ xử lý" in said(client.get(reverse("desk_inbox"), {"kind": "twice"}))
    for asked in ({}, {"kind": "ownerless"}, {"kind": "x"}):
        moved = client.get(reverse("desk_inbox"), asked)
        assert (moved.status_code, moved["Location"]) == (302, reverse("desk_workbench"))


def test_what_was_mended_in_a_code_is_told(world: World, at_desk: At) -> None:
    bill = worlds.issued_run(world)[0]
    wrong = "B" if bill.code[7] != "B" else "D"
    written = f"{bill.code[:7]}{wrong}{bill.code[8:]}"
    worlds.hear(world, bill.code, bill.total_vnd, text=f"{written} thu", corrected=True)
    payments.post_waiting(at=NOW)
    worlds.hear(world, bill.code, 1_000, text=f"MBVCB.{written} thu", corrected=True)
    payments.post_waiting(at=NOW)
    client = at_desk(world.lan)
    mended = f"mã sửa 1 ký tự: {wrong} → {bill.code[7]}"
    assert mended in said(client.get(reverse("desk_bill", args=[bill.code])))
    lost = only(Finding.UNKNOWN)
    old = client.get(reverse("desk_inbox_item", args=[lost.pk]))
    assert old["Location"] == reverse("desk_workbench_item", args=[f"tien-{lost.pk}"])
    item = said(client.get(old["Location"]))
    assert mended in item
    assert bill.beneficiary_name in item


def test_an_owner_is_found_and_the_bill_says_by_whom(world: World, at_desk: At) -> None:
    first, second, _third = worlds.issued_run(world, allows_part=True)
    worlds.hear(world, "", 900_000, text="gia bao 2A nop", payer_name="TRAN THI CUC")
    payments.post_waiting(at=NOW)
    lost = only(Finding.UNKNOWN)
    client = at_desk(world.lan)
    page = reverse("desk_workbench_item", args=[f"tien-{lost.pk}"])
    offered = said(client.get(page))
    assert "Trần Gia Bảo · 2A" in offered
    assert "người chuyển là người nộp" in offered
    assert "thu đủ, thừa 73.200 đ thành số dư" in offered

    target = reverse("desk_workbench_assign", args=[f"tien-{lost.pk}"])
    deed = {"code": second.code, "reason": "Gọi hỏi gia đình", "after": page}
    done = client.post(target, deed)
    assert done["Location"] == page
    assert "Đã gạch 900.000 đ cho Trần Gia Bảo." in said(client.get(page))
    assert "người gạch nợ tìm ra" in said(client.get(reverse("desk_bill", args=[second.code])))
    second.refresh_from_db()
    assert second.state == "paid"

    client.post(target, {**deed, "code": first.code})
    assert "Người khác vừa gạch khoản tiền này rồi" in said(client.get(page))
    assert "Xong hết. Mọi đồng đã có chủ." in said(client.get(reverse("desk_workbench")))
    assert "Cộng 1 lần 900.000 đ" in said(client.get(reverse("desk_payments")))


def test_money_is_not_given_to_a_bill_of_another_school_or_a_withdrawn_one(
    world: World, at_desk: At
) -> None:
    first = worlds.issued_run(world)[0]
    theirs = worlds.issued_run(world, school=world.b)[0]
    bills.cancel_bill(by=world.lan.actor, code=first.code, reason="Nhầm", at=NOW)
    worlds.hear(world, "", 500_000, text="nop")
    payments.post_waiting(at=NOW)
    lost = only(Finding.UNKNOWN)
    client = at_desk(world.lan)
    target = reverse("desk_workbench_assign", args=[f"tien-{lost.pk}"])
    for code, answer in (
        (theirs.code, "Không có khoản thu mang mã này ở trường."),
        ("", "Chưa ghi mã khoản thu."),
        (first.code, "Khoản thu này đã hủy. Chọn khoản khác"),
    ):
        back = client.post(target, {"code": code, "reason": "Thử"})["Location"]
        assert answer in said(client.get(back)), code
    with as_worker():
        assert Payment.objects.count() == 1
        assert Bill.objects.get(pk=theirs.pk).paid_vnd == 0


def test_an_exact_payment_has_nothing_to_look_for(world: World, at_desk: At) -> None:
    bill = worlds.issued_run(world)[0]
    worlds.hear(world, bill.code, bill.total_vnd, paid_at=NOW - timedelta(hours=1))
    payments.post_waiting(at=NOW)
    exact = only(Finding.EXACT)
    client = at_desk(world.lan)
    page = said(client.get(reverse("desk_inbox_item", args=[exact.pk])))
    assert "Ngân hàng báo" in page
    assert "Gạch" not in page
    target = reverse("desk_workbench_assign", args=[f"tien-{exact.pk}"])
    client.post(target, {"code": bill.code, "reason": "Thử"})
    assert Payment.objects.count() == 1

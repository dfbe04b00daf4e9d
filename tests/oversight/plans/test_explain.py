"""Targets in words, and the page that is written from them."""

from __future__ import annotations

from datetime import date

import pytest

from thuphi.oversight.plans import explain
from thuphi.oversight.plans.rules import Basis, Modality, Plan
from thuphi.oversight.plans.shelf import shipped
from tools import write_indicators

PLANS = {one.id: one for one in shipped()}


def told(plan: str, target: str) -> explain.Explanation:
    return explain.explain(PLANS[plan], PLANS[plan].target(target))


def test_a_share_of_transactions_in_words() -> None:
    one = told("TH2022", "TH-T6")
    assert one.counted == "số giao dịch thu không dùng tiền mặt"
    assert one.over == "tổng số giao dịch thu, gồm cả tiền mặt"
    assert one.where == "bệnh viện tuyến tỉnh trên địa bàn tỉnh Thanh Hóa"
    assert one.compared == "trên 50% (đúng 50% là chưa đạt)"
    assert one.due == "đến hết ngày 31/12/2022"
    assert one.ground.endswith("trên địa bàn tỉnh Thanh Hóa; II, gạch đầu dòng 3")


def test_the_two_denominators_of_hung_yen_differ() -> None:
    assert told("HY2022_2025", "HY-T4").over == "tổng viện phí phải thu, gồm cả phần chưa thu"
    assert told("HY2022_2025", "HY-T7").over == "tổng học phí đã thu, gồm cả tiền mặt"


def test_only_national_platforms_count_in_an_giang() -> None:
    assert told("AG2022", "AG-T1").counted == (
        "số trường học, cơ sở giáo dục sử dụng ít nhất một nền tảng số quốc gia theo"
        " Quyết định 186/QĐ-BTTTT"
    )
    assert told("BG2022", "BG-T1").counted.endswith("ít nhất một nền tảng số")


def test_an_assumed_day_says_so_and_a_pilot_is_no_breach() -> None:
    one = told("AG2022", "AG-T9")
    assert "kế hoạch không ghi hạn" in one.due
    assert "không phải vi phạm" in one.consequence
    assert "không hoàn thành" in told("BG2022", "BG-T1").consequence


def test_a_document_is_cited_as_official_papers_do() -> None:
    first = PLANS["TH2022"].legal_bases[0]
    assert explain.citation(first) == (
        "Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ phê duyệt “Chương trình"
        " Chuyển đổi số quốc gia đến năm 2025, định hướng đến năm 2030”"
    )
    assert explain.day(date(2022, 2, 1)) == "01/02/2022"
    assert explain.day(date(2022, 12, 25)) == "25/12/2022"


@pytest.mark.parametrize("plan", shipped(), ids=lambda plan: plan.id)
def test_every_target_is_told_in_whole_sentences(plan: Plan) -> None:
    for target in plan.targets:
        sentences = explain.explain(plan, target).sentences
        assert len(sentences) in {6, 7}
        assert all(one.endswith((".", "”")) and "  " not in one for one in sentences), sentences


def test_every_word_has_its_translation() -> None:
    assert set(explain.BASES) == set(Basis)
    assert set(explain.MODALITIES) == set(Modality)


def test_the_page_of_targets_is_of_today() -> None:
    assert write_indicators.PAGE.read_text(encoding="utf-8") == write_indicators.page()


def test_the_page_has_a_formula_for_each_of_the_41_targets() -> None:
    page = write_indicators.page()
    ids = [one.id for plan in shipped() for one in plan.targets]
    assert len(ids) == 41
    for id in ids:
        assert page.count(f"### {id}\n") == 1
    assert page.count("- Tử số (part): ") == page.count("- Mẫu số (whole): ") == 41

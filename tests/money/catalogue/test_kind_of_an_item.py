from __future__ import annotations

import pytest

from thuphi.money.catalogue.rules import FeeKind, kind_by_name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Học phí", FeeKind.TUITION),
        ("HOC PHI tháng 10", FeeKind.TUITION),
        ("Thu học  phí học kỳ I", FeeKind.TUITION),
        ("Tiền ăn bán trú", FeeKind.MEAL),
        ("Quản lý bán trú", FeeKind.BOARDING),
        ("Bảo hiểm y tế", FeeKind.INSURANCE),
        ("BHYT học sinh", FeeKind.INSURANCE),
        ("Tin học phím", FeeKind.OTHER),
        ("Nước uống", FeeKind.OTHER),
    ],
)
def test_a_schools_item_tells_its_kind_by_its_name(name: str, kind: FeeKind) -> None:
    assert kind_by_name(name, is_health=False) is kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Khám bệnh", FeeKind.HOSPITAL_FEE),
        ("Giường nội trú", FeeKind.HOSPITAL_FEE),
        ("Suất ăn bệnh nhân", FeeKind.MEAL),
    ],
)
def test_a_health_facilitys_item_is_a_hospital_fee(name: str, kind: FeeKind) -> None:
    assert kind_by_name(name, is_health=True) is kind

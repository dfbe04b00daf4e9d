"""A small plan that is right, to be spoilt in one place."""

from __future__ import annotations

import pytest

from thuphi.oversight.plans import reading
from thuphi.oversight.plans.errors import Fault, PlanUnreadable

SMALL = """\
id = "XY2026"
title = "Kế hoạch của tỉnh Ví Dụ"
kind = "provincial_plan"
issuer = "UBND_TINH"
from = 2026-01-01
until = 2026-12-31

[[legal_bases]]
code = "QD186"
kind = "Quyết định"
number = "186/QĐ-BTTTT"
issued_on = 2022-02-11
issuer = "Bộ Thông tin và Truyền thông"
title = "phê duyệt Chương trình"

[[agencies]]
code = "UBND_TINH"
name = "Ủy ban nhân dân tỉnh"
kind = "peoples_committee"
level = "province"

[[agencies]]
code = "STTTT"
name = "Sở Thông tin và Truyền thông"
kind = "information_department"
level = "province"
until = 2026-03-01
successors = [
    { agency = "SKHCN", from = 2026-03-01 },
    { agency = "CAT", from = 2026-03-01, what = "an ninh mạng" },
]

[[agencies]]
code = "SKHCN"
name = "Sở Khoa học và Công nghệ"
kind = "science_department"
level = "province"

[[agencies]]
code = "CAT"
name = "Công an tỉnh"

[[urban]]
definition = "wards_and_townships"
from = 2022-01-01
until = 2025-07-01

[[urban]]
definition = "wards"
from = 2025-07-01

[[targets]]
id = "XY-T1"
sector = "education"
indicator = "TXN_COUNT_SHARE"
comparator = "ge"
goal = 50
due = 2026-12-31
modality = "minimum"
text = "Tối thiểu 50%."
ref = "II.1"

[[targets]]
id = "XY-T2"
sector = "education"
indicator = "PLATFORM_ADOPT"
comparator = "gt"
goal = 40
due = 2026-06-30
scope = { urban = true, levels = ["primary", "lower_secondary"], platform_list = "QD186" }
modality = "strive"
text = "Phấn đấu trên 40%."
ref = "II.2"

[[tasks]]
id = "XY-K1"
group = "training"
text = "Tập huấn."
leads = ["STTTT"]
ref = "III.1"

[[duties]]
id = "XY-REP1"
reporter = "STTTT"
recipients = ["UBND_TINH"]
periodicity = "monthly"
deadline = { before_day = 25 }
text = "Báo cáo trước ngày 25 hằng tháng."
ref = "VI"
"""


def faults(text: str) -> tuple[Fault, ...]:
    """What is wrong with a text."""
    with pytest.raises(PlanUnreadable) as refused:
        reading.read(text, name="ví-dụ.toml")
    return refused.value.faults


def spoilt(old: str, new: str) -> tuple[Fault, ...]:
    """What is wrong once something is written otherwise, once."""
    assert SMALL.count(old) >= 1
    return faults(SMALL.replace(old, new, 1))


def line_of(text: str, within: str = SMALL) -> int:
    """The line, from one, on which a piece of text stands first."""
    return within[: within.index(text)].count("\n") + 1

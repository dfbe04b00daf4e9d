"""Everything that can be wrong with a plan's text is told with its line, its key and the mend."""

from __future__ import annotations

from datetime import date

import pytest

from tests.oversight.plans.texts import SMALL, faults, line_of, spoilt
from thuphi.oversight.plans import reading
from thuphi.oversight.plans.errors import PlanUnreadable
from thuphi.oversight.plans.rules import Comparator, Indicator, Modality, Periodicity


def test_a_right_plan_is_read_whole() -> None:
    plan = reading.read(SMALL, name="ví-dụ.toml")
    assert plan.id == "XY2026"
    assert [one.id for one in plan.targets] == ["XY-T1", "XY-T2"]
    second = plan.targets[1]
    assert second.indicator is Indicator.PLATFORM_ADOPT
    assert second.comparator is Comparator.ABOVE
    assert second.goal_permille == 400
    assert second.modality is Modality.STRIVE
    assert second.scope.levels == {"primary", "lower_secondary"}
    assert second.scope.is_urban_only
    assert plan.duties[0].periodicity is Periodicity.MONTHLY


WRONG = [
    ("an unknown indicator", 'indicator = "TXN_COUNT_SHARE"', 'indicator = "TXN_SHARE"',
     "targets[1].indicator", "chỉ tiêu không biết 'TXN_SHARE'"),
    ("an unknown comparator", 'comparator = "ge"', 'comparator = ">="',
     "targets[1].comparator", "phép so sánh không biết '>='; các tên có thể dùng: ge, gt"),
    ("a goal above a hundred", "goal = 50", "goal = 101",
     "targets[1].goal", "cần một số nguyên từ 0 đến 100; đang là 101"),
    ("a goal below nought", "goal = 50", "goal = -1", "targets[1].goal", "đang là -1"),
    ("a goal that is no whole number", "goal = 50", "goal = 50.5", "targets[1].goal", "50.5"),
    ("a goal that is a truth", "goal = 50", "goal = true", "targets[1].goal", "đang là True"),
    ("a goal above all", "goal = 40", "goal = 100", "targets[2].goal", "không tỷ lệ nào trên 100%"),
    ("a day in quotes", "due = 2026-12-31", 'due = "31/12/2026"',
     "targets[1].due", "một ngày viết dạng 2022-12-31, không có dấu nháy; đang là 31/12/2026"),
    ("a moment for a day", "due = 2026-12-31", "due = 2026-12-31T00:00:00",
     "targets[1].due", "một ngày viết dạng"),
    ("a due day after the plan", "due = 2026-12-31", "due = 2027-01-01",
     "targets[1].due", "hạn 2027-01-01 nằm ngoài thời gian của kế hoạch"),
    ("an unknown key", 'ref = "II.1"', 'ref = "II.1"\ngoals = 3',
     "targets[1].goals", "khóa không biết 'goals'; có phải 'goal' không?"),
    ("an unknown key at the top", 'issuer = "UBND_TINH"', 'issuer = "UBND_TINH"\nfoo = 1',
     "foo", "khóa không biết 'foo'"),
    ("an unknown legal basis", 'platform_list = "QD186"', 'platform_list = "QD185"',
     "targets[2].scope.platform_list", "căn cứ không biết 'QD185'; có phải 'QD186' không?"),
    ("a level of the other sector", '["primary", "lower', '["hospital", "lower',
     "targets[2].scope.levels", "'hospital' không thuộc lĩnh vực giáo dục"),
    ("an unknown level", '["primary", "lower', '["THPT", "lower',
     "targets[2].scope.levels[1]", "không biết 'THPT'"),
    ("a double id", 'id = "XY-T2"', 'id = "XY-T1"',
     "targets[2].id", "'XY-T1' đã dùng ở targets[1]"),
    ("an id with blanks", 'id = "XY-T2"', 'id = "chỉ tiêu 2"', "targets[2].id", "không phải mã"),
    ("an unknown lead", 'leads = ["STTTT"]', 'leads = ["STTT"]',
     "tasks[1].leads[1]", "cơ quan không biết 'STTT'; có phải 'STTTT' không?"),
    ("a lead named twice", 'leads = ["STTTT"]', 'leads = ["STTTT", "STTTT"]',
     "tasks[1].leads[2]", "có hai lần"),
    ("a lead alone that is shared", 'leads = ["STTTT"]', 'leads = ["STTTT"]\nshared_lead = true',
     "tasks[1].shared_lead", "ít nhất hai cơ quan"),
    ("an unknown reporter", 'reporter = "STTTT"', 'reporter = "SYT"',
     "duties[1].reporter", "cơ quan không biết 'SYT'"),
    ("no recipient", 'recipients = ["UBND_TINH"]', "recipients = []",
     "duties[1].recipients", "chưa nói báo cáo gửi ai"),
    ("an unknown aggregate", 'ref = "VI"', 'ref = "VI"\naggregates = ["XY-REP2"]',
     "duties[1].aggregates[1]", "báo cáo không biết 'XY-REP2'"),
    ("a report that gathers itself", 'ref = "VI"', 'ref = "VI"\naggregates = ["XY-REP1"]',
     "duties[1].aggregates[1]", "không tổng hợp chính nó"),
    ("a day that not every month has", "before_day = 25", "before_day = 31",
     "duties[1].deadline.before_day", "tháng nào cũng có ngày 1 đến 28"),
    ("a day that no month has", "before_day = 25", "before_day = 32",
     "duties[1].deadline.before_day", "từ 1 đến 31; đang là 32"),
    ("a day that the month has not", "{ before_day = 25 }", "{ before_day = 31, before_month = 6 }",
     "duties[1].deadline.before_day", "tháng 6 không có ngày 31"),
    ("a month in a monthly deadline", "{ before_day = 25 }",
     "{ before_day = 25, before_month = 6 }",
     "duties[1].deadline", "báo cáo tháng cần deadline = { before_day = 20 }"),
    ("a yearly report without its month", '"monthly"', '"annual"',
     "duties[1].deadline", "cần ngày và tháng"),
    ("a deadline of an ad hoc report", '"monthly"', '"ad_hoc"',
     "duties[1].deadline", "không có hạn cố định"),
    ("urban spans that overlap", "until = 2025-07-01", "until = 2025-08-01",
     "urban[2].from", "trùng thời gian với urban[1]"),
    ("an urban span that ends before it begins", "until = 2025-07-01", "until = 2021-07-01",
     "urban[1].until", "kết thúc không sau ngày bắt đầu"),
    ("a successor that begins too early",
     '"SKHCN", from = 2026-03-01', '"SKHCN", from = 2026-02-01',
     "agencies[2].successors[1].from", "trùng thời gian: kế nhiệm từ 2026-02-01"),
    ("a successor that begins too late",
     '"SKHCN", from = 2026-03-01', '"SKHCN", from = 2026-04-01',
     "agencies[2].successors[1].from", "không có ai làm; hãy đặt from = 2026-03-01"),
    ("two successors of the whole", ', what = "an ninh mạng"', "",
     "agencies[2].successors[2].agency", "hai cơ quan cùng kế nhiệm toàn bộ"),
    ("a successor that nobody knows", 'agency = "SKHCN"', 'agency = "SKHC"',
     "agencies[2].successors[1].agency", "cơ quan không biết 'SKHC'"),
    ("successors without an end", "until = 2026-03-01\n", "",
     "agencies[2].successors", "có kế nhiệm mà chưa có ngày kết thúc"),
    ("an agency that succeeds itself", 'agency = "SKHCN"', 'agency = "STTTT"',
     "agencies[2].successors[1].agency", "kế nhiệm quay về chính nó"),
    ("an agency of an unknown kind", '"science_department"', '"science"',
     "agencies[3].kind", "loại cơ quan không biết 'science'"),
    ("a plan that ends before it begins", "until = 2026-12-31", "until = 2025-12-31",
     "until", "kết thúc trước khi bắt đầu"),
    ("an id in small letters", 'id = "XY2026"', 'id = "xy2026"', "id", "mã kế hoạch gồm chữ hoa"),
    ("a text that is empty", 'text = "Tập huấn."', 'text = "  "', "tasks[1].text", "để trống"),
    ("a sign that cannot be printed", 'text = "Tập huấn."', 'text = "Tập\\u0001"',
     "tasks[1].text", "ký tự điều khiển"),
    ("a table where a text belongs", 'text = "Tập huấn."', "text = { a = 1 }",
     "tasks[1].text", "cần một chuỗi trong dấu nháy"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key", "says"), [row[1:] for row in WRONG],
                         ids=[row[0] for row in WRONG])  # fmt: skip
def test_one_wrong_thing_is_told_at_its_key(old: str, new: str, key: str, says: str) -> None:
    found = {fault.key: fault for fault in spoilt(old, new)}
    assert key in found, found
    assert says in found[key].reason
    assert SMALL.replace(old, new, 1).count("\n") >= found[key].line >= 1


def test_the_line_is_the_one_that_is_wrong() -> None:
    (fault,) = spoilt('indicator = "PLATFORM_ADOPT"', 'indicator = "PLATFORM"')
    assert fault.line == line_of('indicator = "PLATFORM_ADOPT"')
    assert str(fault).startswith(f"dòng {fault.line}, targets[2].indicator: chỉ tiêu không biết")
    assert "có phải 'PLATFORM_ADOPT' không?" in fault.reason


def test_a_missing_key_is_told_at_its_table() -> None:
    (fault,) = spoilt("due = 2026-12-31\n", "")
    assert (fault.line, fault.key) == (line_of("[[targets]]"), "targets[1].due")
    assert fault.reason.startswith("thiếu khóa 'due'; hãy thêm một ngày viết dạng 2022-12-31")


def test_a_duty_of_an_office_that_ended_without_a_successor_is_a_fault() -> None:
    first, *_ = found = spoilt('    { agency = "SKHCN", from = 2026-03-01 },\n', "")
    assert [fault.key for fault in found] == ["tasks[1].leads[1]", "duties[1].reporter"]
    assert "cơ quan 'STTTT' không còn từ 2026-03-01, trước 2026-12-31" in first.reason
    assert "hãy thêm successors" in first.reason


def test_an_office_that_ends_after_the_plan_needs_no_successor() -> None:
    later = SMALL.replace("2026-03-01", "2027-03-01").replace(
        '    { agency = "SKHCN", from = 2027-03-01 },\n', ""
    )
    assert reading.read(later, name="").agency("STTTT").successors[0].agency == "CAT"


def test_the_end_of_a_successor_is_an_end_too() -> None:
    second = SMALL.replace(
        'kind = "science_department"', 'kind = "science_department"\nuntil = 2026-09-01'
    )
    found = faults(second)
    assert [fault.key for fault in found] == ["tasks[1].leads[1]", "duties[1].reporter"]
    assert "'SKHCN' (kế nhiệm của 'STTTT') không còn từ 2026-09-01" in found[0].reason


def test_all_faults_come_at_once_in_the_order_of_lines() -> None:
    text = (
        SMALL.replace('"TXN_COUNT_SHARE"', '"TXN"')
        .replace("due = 2026-06-30\n", "")
        .replace('reporter = "STTTT"', 'reporter = "SYT"')
        .replace("until = 2025-07-01", "until = 2025-08-01")
    )
    assert [fault.key for fault in faults(text)] == [
        "urban[2].from", "targets[1].indicator", "targets[2].due", "duties[1].reporter",
    ]  # fmt: skip


def test_a_misspelt_indicator_is_one_fault_and_not_two() -> None:
    found = spoilt(
        'indicator = "TXN_COUNT_SHARE"',
        'indicator = "ONLINE_CURRICULUM"\nscope = { curriculum_level = "primary" }',
    )
    assert [fault.key for fault in found] == ["targets[1].indicator"]


def test_lessons_need_their_level() -> None:
    (fault,) = spoilt('"TXN_COUNT_SHARE"', '"ONLINE_CURRICULUM_SHARE"')
    assert fault.key == "targets[1].scope.curriculum_level"


def test_a_hospital_fee_is_no_target_of_schools() -> None:
    (fault,) = spoilt('"TXN_COUNT_SHARE"', '"HOSPITAL_FEE_VALUE_SHARE_OF_DUE"')
    assert fault.key == "targets[1].sector"
    assert 'hãy dùng sector = "health"' in fault.reason


def test_bad_syntax_has_its_line() -> None:
    (fault,) = spoilt("goal = 50", "goal 50")
    assert fault.line == line_of("goal = 50")
    assert fault.reason.startswith("không đúng cú pháp TOML ở cột")


def test_a_text_that_breaks_off_ends_on_its_last_line() -> None:
    text = SMALL + '\ntitle2 = "kế hoạch'
    (fault,) = faults(text)
    assert fault.line == text.count("\n") + 1


def test_a_key_written_twice_is_bad_syntax() -> None:
    (fault,) = spoilt("goal = 50", "goal = 50\ngoal = 60")
    assert fault.line == line_of("goal = 50") + 1


def test_an_empty_text_says_all_that_is_missing() -> None:
    assert {fault.key for fault in faults("")} == {
        "id", "title", "kind", "issuer", "from", "until", "targets",
    }  # fmt: skip


def test_what_is_nested_too_deep_or_too_large_is_refused() -> None:
    (deep,) = faults("x = " + "[" * 100_000)
    assert "lồng nhau" in deep.reason
    (large,) = faults("# " + "x" * 600_000)
    assert "lớn hơn 512 KiB" in large.reason
    (number,) = faults("x = " + "9" * 5_000)
    assert "TOML" in number.reason


def test_a_byte_order_mark_of_an_editor_is_no_fault() -> None:
    assert reading.read("\ufeff" + SMALL, name="").id == "XY2026"


def test_a_file_that_is_not_utf_8_is_told_on_its_line(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "kế-hoạch.toml"
    file.write_bytes(SMALL.encode().replace("Tập huấn".encode(), b"T\xe3p"))
    with pytest.raises(PlanUnreadable) as refused:
        reading.read_file(file)
    (fault,) = refused.value.faults
    assert fault.line == line_of("Tập huấn")
    assert refused.value.name == "kế-hoạch.toml"


def test_an_office_that_ends_on_the_plans_last_day_does_not_answer_on_it() -> None:
    text = SMALL.replace("2026-03-01", "2026-12-31").replace(
        '    { agency = "SKHCN", from = 2026-12-31 },\n', ""
    )
    found = faults(text)
    assert [fault.key for fault in found] == ["tasks[1].leads[1]", "duties[1].reporter"]
    one_day_later = text.replace("until = 2026-12-31\nsucc", "until = 2027-01-01\nsucc")
    assert reading.read(
        one_day_later.replace('"CAT", from = 2026-12-31', '"CAT", from = 2027-01-01'), name=""
    ).agency("STTTT").until_on == date(2027, 1, 1)


def test_an_urban_span_of_no_day_is_a_fault() -> None:
    found = spoilt("until = 2025-07-01", "until = 2022-01-01")
    assert "urban[1].until" in {fault.key for fault in found}


def test_all_of_the_methods_may_be_asked_for_and_not_one_more() -> None:
    rule = """
[[facility_rules]]
id = "XY-R1"
sector = "education"
requirement = "METHODS_READY_MIN"
minimum = {0}
of = 4
text = "Đủ bốn phương thức."
ref = "III.2"
"""
    (found,) = reading.read(SMALL + rule.replace("{0}", "4"), name="").facility_rules
    assert (found.minimum, found.of) == (4, 4)
    (fault,) = faults(SMALL + rule.replace("{0}", "5"))
    assert fault.key == "facility_rules[1].minimum"


def test_two_offices_that_succeed_each_other_are_a_fault() -> None:
    found = faults(
        SMALL.replace(
            'kind = "science_department"',
            'kind = "science_department"\nuntil = 2026-09-01\n'
            'successors = [{ agency = "STTTT", from = 2026-09-01 }]',
        )
    )
    assert {fault.key for fault in found} >= {
        "agencies[2].successors[1].agency", "agencies[3].successors[1].agency",
    }  # fmt: skip


def test_a_plan_may_last_one_day() -> None:
    text = SMALL.replace("from = 2026-01-01", "from = 2026-12-31").replace(
        "due = 2026-06-30", "due = 2026-12-31"
    )
    plan = reading.read(text, name="")
    assert plan.from_on == plan.until_on == date(2026, 12, 31)


def test_a_file_of_exactly_512_kib_is_read(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "kế-hoạch.toml"
    written = SMALL.encode()
    file.write_bytes(written + b"#" * (reading.MOST_BYTES - len(written)))
    assert reading.read_file(file).id == "XY2026"
    file.write_bytes(written + b"#" * (reading.MOST_BYTES - len(written) + 1))
    with pytest.raises(PlanUnreadable):
        reading.read_file(file)

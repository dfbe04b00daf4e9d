"""What must fit together across the tables of a plan: names, days, spans, successors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from . import words
from .lines import Path
from .rules import (
    ALL_UNITS,
    Duty,
    FacilityRule,
    Indicator,
    Periodicity,
    Plan,
    PlanAgency,
    Requirement,
    Target,
    Task,
    UrbanDefinition,
)
from .table import SOME_DAY, Faults, shown, unlike


def check(plan: Plan, faults: Faults) -> None:
    """Tell of everything in the plan that contradicts something else in it."""
    if SOME_DAY not in {plan.from_on, plan.until_on} and plan.from_on > plan.until_on:
        faults.at(("until",), f"kết thúc trước khi bắt đầu ({plan.from_on}); hãy đổi một trong hai")
    _once("legal_bases", "code", [one.code for one in plan.legal_bases], faults)
    _once("agencies", "code", [one.code for one in plan.agencies], faults)
    _once("targets", "id", [one.id for one in plan.targets], faults)
    _once("facility_rules", "id", [one.id for one in plan.facility_rules], faults)
    _once("tasks", "id", [one.id for one in plan.tasks], faults)
    _once("duties", "id", [one.id for one in plan.duties], faults)
    offices = _Offices(plan, faults)
    offices.named(("issuer",), plan.issuer)
    offices.check_successions()
    for number, target in enumerate(plan.targets):
        _target(plan, target, ("targets", number), faults)
    for number, rule in enumerate(plan.facility_rules):
        _rule(plan, rule, ("facility_rules", number), faults)
    for number, task in enumerate(plan.tasks):
        _task(plan, task, ("tasks", number), offices, faults)
    for number, duty in enumerate(plan.duties):
        _duty(plan, duty, ("duties", number), offices, faults)
    _urban(plan.urban, faults)


def _once(table: str, key: str, names: Sequence[str], faults: Faults) -> None:
    seen: dict[str, int] = {}
    for number, name in enumerate(names):
        if name and name in seen:
            first = f"{table}[{seen[name] + 1}]"
            faults.at((table, number, key), f"'{shown(name)}' đã dùng ở {first}; hãy đặt tên khác")
        seen.setdefault(name, number)


def _basis(plan: Plan, code: str, path: Path, faults: Faults) -> None:
    known = [one.code for one in plan.legal_bases]
    if code and code not in known:
        faults.at(path, unlike("căn cứ", code, known))


def _within(plan: Plan, on: date | None, path: Path, faults: Faults) -> None:
    if on is None or SOME_DAY in {on, plan.from_on, plan.until_on}:
        return
    if not plan.from_on <= on <= plan.until_on:
        faults.at(
            path,
            f"hạn {on} nằm ngoài thời gian của kế hoạch ({plan.from_on} đến {plan.until_on});"
            " hãy sửa hạn hoặc thời gian",
        )


def _target(plan: Plan, target: Target, path: Path, faults: Faults) -> None:
    _within(plan, target.due_on, (*path, "due"), faults)
    _basis(plan, target.scope.platform_list, (*path, "scope", "platform_list"), faults)
    if not faults.told(path, "sector", "indicator"):
        _scope(target, path, faults)


def _scope(target: Target, path: Path, faults: Faults) -> None:
    """The scope fits the sector and the indicator."""
    owner = words.SECTOR_OF_INDICATOR.get(target.indicator)
    if owner is not None and owner is not target.sector:
        faults.at(
            (*path, "sector"),
            f"{target.indicator.value} chỉ có ở lĩnh vực {words.SECTORS_VI[owner]};"
            f' hãy dùng sector = "{owner.value}"',
        )
    foreign = words.ALL_LEVELS - words.LEVELS[target.sector]
    for level in sorted(target.scope.levels & foreign):
        faults.at(
            (*path, "scope", "levels"),
            f"'{level}' không thuộc lĩnh vực {words.SECTORS_VI[target.sector]}; hãy bỏ",
        )
    is_lessons = target.indicator is Indicator.ONLINE_CURRICULUM_SHARE
    if is_lessons and not target.scope.curriculum_level:
        faults.at(
            (*path, "scope", "curriculum_level"),
            "thiếu cấp học của nội dung chương trình; hãy thêm vào scope:"
            ' curriculum_level = "primary", "lower_secondary" hoặc "upper_secondary"',
        )
    if not is_lessons and target.scope.curriculum_level:
        faults.at(
            (*path, "scope", "curriculum_level"),
            f"chỉ dùng với {Indicator.ONLINE_CURRICULUM_SHARE.value}; hãy bỏ",
        )
    if target.scope.platform_list and target.indicator is not Indicator.PLATFORM_ADOPT:
        faults.at(
            (*path, "scope", "platform_list"),
            f"chỉ dùng với {Indicator.PLATFORM_ADOPT.value}; hãy bỏ",
        )


def _rule(plan: Plan, rule: FacilityRule, path: Path, faults: Faults) -> None:
    _basis(plan, rule.legal_basis, (*path, "legal_basis"), faults)
    if faults.told(path, "sector", "requirement", "minimum", "of"):
        return
    owner = words.SECTOR_OF_REQUIREMENT.get(rule.requirement)
    if owner is not None and owner is not rule.sector:
        faults.at(
            (*path, "sector"),
            f"{rule.requirement.value} chỉ có ở lĩnh vực {words.SECTORS_VI[owner]};"
            f' hãy dùng sector = "{owner.value}"',
        )
    if rule.requirement is Requirement.METHODS_READY_MIN and not 0 < rule.minimum <= rule.of:
        faults.at(
            (*path, "minimum"),
            "cần số phương thức tối thiểu trong tổng số; hãy viết minimum = 3 và of = 4",
        )
    if rule.requirement is Requirement.UNIFIED_FIELDS and not plan.unified_fields:
        faults.at(
            (*path, "requirement"),
            "kế hoạch chưa nêu các trường thông tin; hãy thêm unified_fields ở đầu tệp",
        )


def _task(plan: Plan, task: Task, path: Path, offices: _Offices, faults: Faults) -> None:
    _within(plan, task.due_on, (*path, "due"), faults)
    for key, codes in (
        ("leads", task.leads),
        ("supports", task.supports),
        ("performers", task.performers),
    ):
        for number, code in enumerate(codes):
            offices.named((*path, key, number), code)
            if key == "leads":
                offices.answers((*path, key, number), code, task.due_on or plan.until_on)
    if task.is_shared_lead and len(task.leads) < 2:
        faults.at(
            (*path, "shared_lead"),
            "chủ trì chung cần ít nhất hai cơ quan trong leads; hãy thêm hoặc bỏ shared_lead",
        )


def _duty(plan: Plan, duty: Duty, path: Path, offices: _Offices, faults: Faults) -> None:
    if duty.reporter != ALL_UNITS:
        offices.named((*path, "reporter"), duty.reporter)
        offices.answers((*path, "reporter"), duty.reporter, plan.until_on)
    if not duty.recipients:
        faults.at((*path, "recipients"), 'chưa nói báo cáo gửi ai; hãy thêm recipients = ["…"]')
    for number, code in enumerate(duty.recipients):
        offices.named((*path, "recipients", number), code)
        offices.answers((*path, "recipients", number), code, plan.until_on)
    if duty.via:
        offices.named((*path, "via"), duty.via)
        offices.answers((*path, "via"), duty.via, plan.until_on)
    known = {one.id for one in plan.duties}
    for number, other in enumerate(duty.aggregates):
        if other not in known:
            faults.at((*path, "aggregates", number), unlike("báo cáo", other, known))
        elif other == duty.id:
            faults.at((*path, "aggregates", number), "báo cáo không tổng hợp chính nó; hãy bỏ")
    if not faults.told(path, "periodicity", "deadline"):
        _deadline(duty, path, faults)


def _deadline(duty: Duty, path: Path, faults: Faults) -> None:
    match duty.periodicity:
        case Periodicity.MONTHLY:
            if duty.deadline is None or duty.deadline.before_month is not None:
                faults.at((*path, "deadline"), "báo cáo tháng cần deadline = { before_day = 20 }")
        case Periodicity.SEMIANNUAL | Periodicity.ANNUAL:
            if duty.deadline is None or duty.deadline.before_month is None:
                faults.at(
                    (*path, "deadline"),
                    "báo cáo này cần ngày và tháng:"
                    " deadline = { before_day = 20, before_month = 12 }",
                )
        case Periodicity.AS_PRESCRIBED | Periodicity.AD_HOC:
            if duty.deadline is not None:
                faults.at(
                    (*path, "deadline"),
                    "báo cáo đột xuất hoặc theo quy định không có hạn cố định; hãy bỏ",
                )


def _urban(spans: Sequence[UrbanDefinition], faults: Faults) -> None:
    for number, span in enumerate(spans):
        if span.until_on is not None and span.until_on <= span.from_on:
            faults.at(("urban", number, "until"), "kết thúc không sau ngày bắt đầu; hãy sửa ngày")
    placed = sorted(enumerate(spans), key=lambda pair: (pair[1].from_on, pair[0]))
    for (first_number, first), (number, second) in pairwise(placed):
        if first.until_on is None or second.from_on < first.until_on:
            faults.at(
                ("urban", number, "from"),
                f"trùng thời gian với urban[{first_number + 1}] (bắt đầu {first.from_on});"
                f" hãy đặt until = {second.from_on} ở đó hoặc đổi from ở đây",
            )


class _Offices:
    """The agencies of a plan, and whether somebody answers for them until a day."""

    def __init__(self, plan: Plan, faults: Faults) -> None:
        self._known: dict[str, PlanAgency] = {}
        for one in plan.agencies:
            self._known.setdefault(one.code, one)
        self._agencies = plan.agencies
        self._faults = faults

    def named(self, path: Path, code: str) -> None:
        """An agency that is named somewhere is one of the plan's."""
        if code and code not in self._known:
            self._faults.at(path, unlike("cơ quan", code, self._known))

    def answers(self, path: Path, code: str, until_on: date) -> None:
        """Somebody answers for the agency up to a day: itself, or whoever took all of its work."""
        gone_on, last = self._ended(code, until_on)
        if gone_on is None:
            return
        whose = f"'{code}'" if last == code else f"'{last}' (kế nhiệm của '{code}')"
        self._faults.at(
            path,
            f"cơ quan {whose} không còn từ {gone_on}, trước {until_on} là ngày cuối phải làm, mà"
            " chưa có cơ quan nào kế nhiệm toàn bộ; hãy thêm successors cho cơ quan ấy",
        )

    def check_successions(self) -> None:
        """Who takes over exists, begins on the day the other one ends, and does so alone."""
        for number, one in enumerate(self._agencies):
            path: Path = ("agencies", number)
            if one.other_kinds and not one.kind:
                self._faults.at(
                    (*path, "other_kinds"), "cần kind trước; hãy chuyển một loại lên kind"
                )
            if one.successors and one.until_on is None:
                self._faults.at(
                    (*path, "successors"), "có kế nhiệm mà chưa có ngày kết thúc; hãy thêm until"
                )
            self._check_heirs(one, path)

    def _check_heirs(self, one: PlanAgency, path: Path) -> None:
        is_taken = False
        for place, heir in enumerate(one.successors):
            where: Path = (*path, "successors", place)
            self.named((*where, "agency"), heir.agency)
            if heir.agency == one.code or one.code in self._line(heir.agency):
                self._faults.at(
                    (*where, "agency"), "kế nhiệm quay về chính nó; hãy chọn cơ quan khác"
                )
            if one.until_on is not None and SOME_DAY not in {heir.from_on, one.until_on}:
                self._check_day(one.until_on, heir.from_on, where)
            if not heir.what and is_taken:
                self._faults.at(
                    (*where, "agency"),
                    "hai cơ quan cùng kế nhiệm toàn bộ; hãy ghi what cho phần việc của cơ quan này",
                )
            is_taken = is_taken or not heir.what

    def _check_day(self, ended_on: date, begins_on: date, where: Path) -> None:
        if begins_on < ended_on:
            self._faults.at(
                (*where, "from"),
                f"trùng thời gian: kế nhiệm từ {begins_on} khi cơ quan cũ còn đến {ended_on};"
                f" hãy đặt from = {ended_on}",
            )
        elif begins_on > ended_on:
            self._faults.at(
                (*where, "from"),
                f"từ {ended_on} đến {begins_on} không có ai làm; hãy đặt from = {ended_on}",
            )

    def _heir(self, code: str) -> str:
        """Who takes the whole of an agency's work; empty for nobody."""
        one = self._known.get(code)
        if one is None:
            return ""
        return next((heir.agency for heir in one.successors if not heir.what), "")

    def _line(self, code: str) -> list[str]:
        """An agency and those that take over one after the other, each once."""
        line: list[str] = []
        while code in self._known and code not in line:
            line.append(code)
            code = self._heir(code)
        return line

    def _ended(self, code: str, until_on: date) -> tuple[date | None, str]:
        """The day from which nobody answers, if it is not after the given one, and the last one."""
        last = code
        for last in self._line(code):
            ends_on = self._known[last].until_on
            if ends_on is None or ends_on > until_on:
                return None, last
        gone = self._known.get(last)
        if gone is None or self._heir(last):
            return None, last
        return gone.until_on, last

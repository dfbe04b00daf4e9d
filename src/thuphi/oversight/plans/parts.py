"""What each table of a plan's text means: one function for each kind of table."""

from __future__ import annotations

import re

from . import words
from .rules import (
    ALL_UNITS,
    Category,
    Comparator,
    Deadline,
    Duty,
    FacilityRule,
    Indicator,
    LegalBasis,
    Modality,
    Periodicity,
    Plan,
    PlanAgency,
    PlanDocument,
    PlanProvince,
    Requirement,
    Scope,
    Sector,
    Successor,
    Target,
    Task,
    Urban,
    UrbanDefinition,
)
from .table import Table

PLAN_ID = re.compile(r"[A-Z][A-Z0-9_]{1,39}")
PROVINCE_CODE = re.compile(r"[0-9]{2}")
HUNDRED = 100
LAST_OF_EVERY_MONTH = 28


def plan(table: Table) -> Plan:
    """The whole of it."""
    read = Plan(
        id=_plan_id(table),
        title=table.text("title"),
        kind=table.one_of("kind", words.PLAN_KINDS, "loại kế hoạch"),
        issuer=table.code("issuer"),
        province=_province(table),
        document=_document(table),
        from_on=table.day("from"),
        until_on=table.day("until"),
        goal=table.text("goal", is_needed=False),
        funding=table.text("funding", is_needed=False),
        legal_bases=tuple(_legal_basis(one) for one in table.tables("legal_bases")),
        agencies=tuple(_agency(one) for one in table.tables("agencies")),
        targets=tuple(_target(one) for one in table.tables("targets")),
        facility_rules=tuple(_facility_rule(one) for one in table.tables("facility_rules")),
        tasks=tuple(_task(one) for one in table.tables("tasks")),
        duties=tuple(_duty(one) for one in table.tables("duties")),
        urban=tuple(_urban(one) for one in table.tables("urban")),
        platform_categories=_categories(table),
        min_methods_ready=_methods(table),
        unified_fields=_unified_fields(table),
        ambiguities=table.texts("ambiguities"),
    )
    if not read.targets:
        table.wrong(
            "targets", "kế hoạch chưa có chỉ tiêu nào; hãy thêm ít nhất một bảng [[targets]]"
        )
    table.close()
    return read


def _plan_id(table: Table) -> str:
    value = table.text("id")
    if value and not PLAN_ID.fullmatch(value):
        table.wrong(
            "id",
            "mã kế hoạch gồm chữ hoa không dấu, chữ số và gạch dưới, ví dụ BG2022; hãy viết lại",
        )
    return value


def _province(table: Table) -> PlanProvince | None:
    one = table.table("province")
    if one is None:
        return None
    read = PlanProvince(code=one.text("code"), name=one.text("name"), on=one.day("on"))
    if read.code and not PROVINCE_CODE.fullmatch(read.code):
        one.wrong("code", 'mã tỉnh có hai chữ số trong dấu nháy, ví dụ "24"; hãy viết lại')
    one.close()
    return read


def _document(table: Table) -> PlanDocument:
    one = table.table("document")
    if one is None:
        return PlanDocument()
    read = PlanDocument(
        number=one.text("number", is_needed=False),
        issued_on=one.maybe_day("issued_on"),
        signer=one.text("signer", is_needed=False),
        note=one.text("note", is_needed=False),
    )
    one.close()
    return read


def _legal_basis(one: Table) -> LegalBasis:
    read = LegalBasis(
        code=one.code("code"),
        kind=one.text("kind"),
        number=one.text("number"),
        issued_on=one.maybe_day("issued_on"),
        issuer=one.text("issuer"),
        title=one.text("title"),
        note=one.text("note", is_needed=False),
    )
    one.close()
    return read


def _agency(one: Table) -> PlanAgency:
    kind = "loại cơ quan"
    read = PlanAgency(
        code=one.code("code"),
        name=one.text("name"),
        kind=one.one_of("kind", words.AGENCY_KINDS, kind, is_needed=False),
        other_kinds=tuple(sorted(one.some_of("other_kinds", words.AGENCY_KINDS, kind))),
        level=one.one_of("level", words.AGENCY_LEVELS, "cấp", is_needed=False),
        until_on=one.maybe_day("until"),
        successors=tuple(_successor(heir) for heir in one.tables("successors")),
    )
    if read.code == ALL_UNITS:
        one.wrong("code", f"'{ALL_UNITS}' có nghĩa là mọi đơn vị; hãy chọn mã khác")
    one.close()
    return read


def _successor(one: Table) -> Successor:
    read = Successor(
        agency=one.code("agency"), from_on=one.day("from"), what=one.text("what", is_needed=False)
    )
    one.close()
    return read


def _target(one: Table) -> Target:
    read = Target(
        id=one.code("id"),
        sector=one.word("sector", Sector, "lĩnh vực"),
        indicator=one.word("indicator", Indicator, "chỉ tiêu"),
        comparator=one.word("comparator", Comparator, "phép so sánh"),
        goal=one.number("goal", 0, HUNDRED) or 0,
        due_on=one.day("due"),
        scope=_scope(one),
        modality=one.word("modality", Modality, "mức độ"),
        text=one.text("text"),
        reference=one.text("ref"),
        comparator_as_written=one.text("as_written", is_needed=False),
        scope_note=one.text("scope_note", is_needed=False),
        due_is_assumed=one.flag("due_assumed"),
        reading=one.text("reading", is_needed=False),
    )
    if read.comparator is Comparator.ABOVE and read.goal == HUNDRED:
        one.wrong("goal", 'không tỷ lệ nào trên 100%; hãy dùng comparator = "ge"')
    one.close()
    return read


def _scope(target: Table) -> Scope:
    one = target.table("scope")
    if one is None:
        return Scope()
    read = Scope(
        is_urban_only=one.flag("urban"),
        levels=one.some_of("levels", words.ALL_LEVELS, "cấp học, loại cơ sở"),
        tiers=one.some_of("tiers", words.TIERS, "tuyến"),
        ownerships=one.some_of("ownerships", words.OWNERSHIPS, "hình thức sở hữu"),
        platform_list=one.code("platform_list", is_needed=False),
        curriculum_level=one.one_of(
            "curriculum_level", words.CURRICULUM_LEVELS, "cấp học", is_needed=False
        ),
    )
    one.close()
    return read


def _facility_rule(one: Table) -> FacilityRule:
    read = FacilityRule(
        id=one.code("id"),
        sector=one.word("sector", Sector, "lĩnh vực"),
        requirement=one.word("requirement", Requirement, "yêu cầu"),
        reference=one.text("ref"),
        minimum=one.number("minimum", 1, words.METHODS, is_needed=False) or 0,
        of=one.number("of", 1, words.METHODS, is_needed=False) or 0,
        share_of_facilities=one.number("share_of_facilities", 0, HUNDRED, is_needed=False),
        text=one.text("text", is_needed=False),
        note=one.text("note", is_needed=False),
        legal_basis=one.code("legal_basis", is_needed=False),
    )
    one.close()
    return read


def _task(one: Table) -> Task:
    read = Task(
        id=one.code("id"),
        group=one.code("group"),
        text=one.text("text"),
        leads=one.texts("leads"),
        supports=one.texts("supports"),
        performers=one.texts("performers"),
        reference=one.text("ref"),
        original_reference=one.text("original_ref", is_needed=False),
        due_on=one.maybe_day("due"),
        is_shared_lead=one.flag("shared_lead"),
        is_mandatory_content=one.flag("mandatory_content"),
        is_outgoing=one.flag("outgoing"),
    )
    one.close()
    return read


def _duty(one: Table) -> Duty:
    read = Duty(
        id=one.code("id"),
        reporter=one.code("reporter"),
        recipients=one.texts("recipients"),
        periodicity=one.word("periodicity", Periodicity, "kỳ báo cáo"),
        deadline=_deadline(one),
        text=one.text("text"),
        reference=one.text("ref"),
        via=one.code("via", is_needed=False),
        aggregates=one.texts("aggregates"),
        original_reference=one.text("original_ref", is_needed=False),
    )
    one.close()
    return read


def _deadline(duty: Table) -> Deadline | None:
    one = duty.table("deadline")
    if one is None:
        return None
    read = Deadline(
        before_day=one.number("before_day", 1, 31),
        before_month=one.number("before_month", 1, 12, is_needed=False),
        is_inclusive=one.flag("inclusive"),
    )
    if read.before_day is None:
        pass
    elif read.before_month is None:
        if read.before_day > LAST_OF_EVERY_MONTH:
            one.wrong("before_day", "tháng nào cũng có ngày 1 đến 28; hãy chọn một ngày trong đó")
    elif read.before_day > _days_of(read.before_month):
        one.wrong(
            "before_day",
            f"tháng {read.before_month} không có ngày {read.before_day}; hãy chọn từ 1 đến"
            f" {_days_of(read.before_month)}",
        )
    one.close()
    return read


def _days_of(month: int) -> int:
    """The days that a month has in every year."""
    return (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def _urban(one: Table) -> UrbanDefinition:
    read = UrbanDefinition(
        definition=one.word("definition", Urban, "cách định nghĩa đô thị"),
        from_on=one.day("from"),
        until_on=one.maybe_day("until"),
    )
    one.close()
    return read


def _categories(table: Table) -> dict[Sector, tuple[Category, ...]]:
    found: dict[Sector, tuple[Category, ...]] = {}
    seen: set[tuple[Sector, str]] = set()
    for one in table.tables("platform_categories"):
        sector = one.word("sector", Sector, "lĩnh vực")
        category = Category(one.code("code"), one.text("name"))
        if (sector, category.code) in seen:
            one.wrong("code", f"loại nền tảng '{category.code}' có hai lần; hãy bỏ một")
        seen.add((sector, category.code))
        found[sector] = (*found.get(sector, ()), category)
        one.close()
    return found


def _methods(table: Table) -> dict[Sector, int]:
    one = table.table("min_methods_ready")
    if one is None:
        return {}
    read = {
        sector: number
        for sector in Sector
        if (number := one.number(sector.value, 0, words.METHODS, is_needed=False)) is not None
    }
    one.close()
    return read


def _unified_fields(table: Table) -> tuple[str, ...]:
    fields = table.texts("unified_fields")
    table.some_of("unified_fields", words.UNIFIED_FIELDS, "trường thông tin")
    return fields

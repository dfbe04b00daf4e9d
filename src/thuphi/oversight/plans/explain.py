"""A target told in words: what is counted, over what, how it is compared, by when, on what ground.

Plans are Vietnamese papers, so what is said about them is Vietnamese too. Pure; pages, documents
and docs/indicators.md print the same sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import assert_never

from .rules import (
    Basis,
    Comparator,
    Indicator,
    LegalBasis,
    Modality,
    Plan,
    Scope,
    Sector,
    Target,
)

FACILITIES = {
    Sector.EDUCATION: "trường học, cơ sở giáo dục",
    Sector.HEALTH: "bệnh viện, cơ sở y tế",
}
SECTORS = {Sector.EDUCATION: "Giáo dục", Sector.HEALTH: "Y tế"}
LEVELS = {
    "preschool": "trường mầm non",
    "primary": "trường tiểu học",
    "lower_secondary": "trường trung học cơ sở",
    "upper_secondary": "trường trung học phổ thông",
    "multi_level": "trường nhiều cấp học",
    "continuing": "cơ sở giáo dục thường xuyên",
    "college": "trường cao đẳng",
    "university": "trường đại học",
    "hospital": "bệnh viện",
    "health_centre": "trung tâm y tế",
    "commune_station": "trạm y tế",
    "clinic": "phòng khám",
}
TIERS = {
    "central": "tuyến trung ương",
    "province": "tuyến tỉnh",
    "district": "tuyến huyện",
    "commune": "tuyến xã",
}
OWNERSHIPS = {"public": "công lập", "private": "tư thục"}
LESSONS = {
    "primary": "cấp tiểu học",
    "lower_secondary": "cấp trung học cơ sở",
    "upper_secondary": "cấp trung học phổ thông",
}
BASES = {
    Basis.FACILITIES: "số cơ sở",
    Basis.TRANSACTIONS: "số giao dịch",
    Basis.VALUE: "giá trị giao dịch",
    Basis.FEE_DUE: "số tiền phải thu",
    Basis.FEE_COLLECTED: "số tiền đã thu",
    Basis.CURRICULUM: "nội dung chương trình",
}
MODALITIES = {
    Modality.STATED: "đặt ra",
    Modality.MINIMUM: "tối thiểu phải đạt",
    Modality.STRIVE: "phấn đấu",
    Modality.PILOT: "thử nghiệm, tối thiểu",
}
CASHLESS = "không dùng tiền mặt"
ALL = 100
FEBRUARY = 2


@dataclass(frozen=True, slots=True)
class Explanation:
    """A target in words; `sentences` puts the parts together."""

    counted: str
    """The numerator."""
    over: str
    """The denominator."""
    where: str
    """Which facilities are looked at."""
    compared: str
    due: str
    consequence: str
    """What it means not to reach it."""
    ground: str
    """The plan and the section."""
    reading: str
    """What is open in the text, and how it is read; may be empty."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """A few whole sentences for a page."""
        told = (
            f"Tử số: {self.counted}.",
            f"Mẫu số: {self.over}.",
            f"Phạm vi: {self.where}.",
            f"Mức cần đạt: {self.compared}, {self.due}.",
            f"Mức độ: {self.consequence}",
            f"Căn cứ: {self.ground}.",
        )
        return (*told, self.reading) if self.reading else told


def explain(plan: Plan, target: Target) -> Explanation:
    """The target in words."""
    counted, over = formula(plan, target)
    return Explanation(
        counted=counted,
        over=over,
        where=scope(plan, target),
        compared=compared(target),
        due=due(target),
        consequence=consequence(target),
        ground=ground(plan, target),
        reading=" ".join(part for part in (target.scope_note, target.reading) if part),
    )


def day(on: date) -> str:
    """A day as official papers write it: 31/12/2022, 04/3/2022, 08/01/2022 (Decree 30/2020)."""
    month = f"{on.month:02}" if on.month <= FEBRUARY else str(on.month)
    return f"{on.day:02}/{month}/{on.year}"


def formula(plan: Plan, target: Target) -> tuple[str, str]:
    """Numerator and denominator in words."""
    who = FACILITIES[target.sector]
    match target.indicator:
        case Indicator.PLATFORM_ADOPT:
            named = platform_list(plan, target.scope)
            return f"số {who} sử dụng ít nhất một nền tảng số{named}", f"tổng số {who}"
        case Indicator.CASHLESS_INSTALL_USE:
            what = "đã lắp đặt phương tiện và có ít nhất một giao dịch"
            return f"số {who} {what} {CASHLESS} trong thời gian tính", f"tổng số {who}"
        case Indicator.CASHLESS_USE:
            what = "có ít nhất một giao dịch"
            return f"số {who} {what} {CASHLESS} trong thời gian tính", f"tổng số {who}"
        case Indicator.CASHLESS_ACCEPT:
            return f"số {who} chấp nhận thanh toán {CASHLESS}", f"tổng số {who}"
        case Indicator.TXN_COUNT_SHARE:
            return f"số giao dịch thu {CASHLESS}", "tổng số giao dịch thu, gồm cả tiền mặt"
        case Indicator.TXN_VALUE_SHARE:
            return f"số tiền các giao dịch thu {CASHLESS}", "tổng số tiền thu, gồm cả tiền mặt"
        case Indicator.HOSPITAL_FEE_VALUE_SHARE_OF_DUE:
            return f"viện phí đã thu {CASHLESS}", "tổng viện phí phải thu, gồm cả phần chưa thu"
        case Indicator.TUITION_VALUE_SHARE_OF_COLLECTED:
            return f"học phí đã thu {CASHLESS}", "tổng học phí đã thu, gồm cả tiền mặt"
        case Indicator.ONLINE_TEACHING_DEPLOYED:
            return f"số {who} triển khai dạy và học trực tuyến", f"tổng số {who}"
        case Indicator.ONLINE_CURRICULUM_SHARE:
            level = LESSONS[target.scope.curriculum_level]
            return f"số tiết học sinh được học trực tuyến, {level}", f"tổng số tiết của {level}"
        case Indicator.PORTAL_ONLINE_TUITION:
            what = "thu học phí trực tuyến trên Cổng dịch vụ công tỉnh hoặc quốc gia"
            return f"số trường {what}", "tổng số trường trong phạm vi"
        case _:
            assert_never(target.indicator)


def scope(plan: Plan, target: Target) -> str:
    """Which facilities are looked at."""
    narrow = target.scope
    who = ", ".join(LEVELS[one] for one in LEVELS if one in narrow.levels)
    parts = [who or f"toàn bộ {FACILITIES[target.sector]}"]
    parts += [OWNERSHIPS[one] for one in OWNERSHIPS if one in narrow.ownerships]
    parts += [TIERS[one] for one in TIERS if one in narrow.tiers]
    if narrow.is_urban_only:
        parts.append("ở khu vực đô thị")
    place = plan.province
    parts.append(f"trên địa bàn tỉnh {place.name}" if place else "trên địa bàn mỗi tỉnh, thành phố")
    return " ".join(parts)


def platform_list(plan: Plan, narrow: Scope) -> str:
    """Which platforms count, when not all do; begins with a blank."""
    for basis in plan.legal_bases:
        if basis.code == narrow.platform_list:
            return f" quốc gia theo {basis.kind} {basis.number}"
    return ""


def compared(target: Target) -> str:
    """The goal and its comparator, as it is judged."""
    match target.comparator:
        case Comparator.AT_LEAST if target.goal == ALL:
            return "đủ 100%"
        case Comparator.AT_LEAST:
            return f"từ {target.goal}% trở lên (đúng {target.goal}% là đạt)"
        case Comparator.ABOVE:
            return f"trên {target.goal}% (đúng {target.goal}% là chưa đạt)"
        case _:
            assert_never(target.comparator)


def due(target: Target) -> str:
    """By when."""
    assumed = (
        " (kế hoạch không ghi hạn; lấy ngày cuối của kế hoạch)" if target.due_is_assumed else ""
    )
    return f"đến hết ngày {day(target.due_on)}{assumed}"


def consequence(target: Target) -> str:
    """How it is called when the day has passed and the goal was not reached (M5)."""
    how = MODALITIES[target.modality]
    late = (
        "không đạt: không hoàn thành chỉ tiêu"
        if target.modality.is_binding
        else "chưa đạt, không phải vi phạm"
    )
    return f"{how}; quá hạn mà chưa tới thì ghi là {late}."


def ground(plan: Plan, target: Target) -> str:
    """Where the target stands: the plan, its number and day as far as known, and the section."""
    document = plan.document
    number = f"số {document.number}" if document.number else ""
    issued = f"ngày {day(document.issued_on)}" if document.issued_on else ""
    told = " ".join(part for part in (number, issued) if part)
    return f"{plan.title}{f' ({told})' if told else ''}; {target.reference}"


def citation(basis: LegalBasis) -> str:
    """A document as a `Căn cứ` line names it: kind, number, day, issuer, what about (M3)."""
    issued = f" ngày {day(basis.issued_on)}" if basis.issued_on else ""
    return f"{basis.kind} số {basis.number}{issued} của {basis.issuer} {basis.title}"

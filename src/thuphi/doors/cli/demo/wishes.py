"""What the government wants, measures and files: plans judged, a month declared, three reports.

Everything happens now: the report of the running window is filed in time, that of the window before
is late by the clock.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta

from docx import Document as read_docx

from thuphi.ground.kit.actor import Actor
from thuphi.ground.kit.clock import today
from thuphi.ground.kit.periods import Month
from thuphi.oversight.declarations import actions as declarations
from thuphi.oversight.declarations import errors as declaration_errors
from thuphi.oversight.declarations.models import Declaration
from thuphi.oversight.declarations.rules import Item
from thuphi.oversight.indicators import publishing
from thuphi.oversight.indicators.queries import verdicts as figures
from thuphi.oversight.indicators.queries.verdicts import Ground
from thuphi.oversight.indicators.rules import VerdictState, months_back
from thuphi.oversight.plans import queries as plans
from thuphi.oversight.plans.errors import PlanUnreadable
from thuphi.oversight.plans.reading import read
from thuphi.oversight.reports import actions as reports
from thuphi.oversight.reports import queries as report_queries
from thuphi.oversight.reports.actions import Words
from thuphi.oversight.reports.models import Filing
from thuphi.oversight.reports.queries import Owed
from thuphi.oversight.tasks import actions as tasks
from thuphi.oversight.tasks import queries as boards
from thuphi.oversight.tasks.models import TaskStep
from thuphi.oversight.tasks.rules import PartState
from thuphi.registers.facilities.models import Facility
from thuphi.registers.staff.models import User
from thuphi.registers.staff.queries import actor_for

from .looking import now
from .oversight import plan_id, sample_plan
from .province import home
from .story import Stage, Step, expect

TARGETS = {"NAT2022": 8, "BG2022": 8, "TH2022": 6, "AG2022": 10, "HY2022_2025": 9}
HIGH_SCHOOL = "24000606"
DECLARED = {
    Item.QR_COUNT: 410,
    Item.QR_VND: 205_000_000,
    Item.WEB_COUNT: 0,
    Item.WEB_VND: 0,
    Item.MOBILE_MONEY_COUNT: 12,
    Item.MOBILE_MONEY_VND: 4_800_000,
    Item.CARD_COUNT: 0,
    Item.CARD_VND: 0,
    Item.CASH_COUNT: 320,
    Item.CASH_VND: 128_000_000,
    Item.TUITION_COLLECTED_VND: 0,
    Item.TUITION_CASHLESS_VND: 0,
    Item.EQUIPPED_ON: 20250815,
    Item.ACCEPTS_ON: 20250901,
    Item.ONLINE_TEACHING: 1,
    Item.LESSONS_TOTAL_UPPER_SECONDARY: 1_190,
    Item.LESSONS_ONLINE_UPPER_SECONDARY: 238,
    Item.ONLINE_HOMEWORK: 1,
    Item.DIGITISED_MATERIALS: 96,
    Item.PUPILS: 1_420,
    Item.PUPILS_WITH_E_TRANSCRIPT: 1_402,
}


def somebody(username: str) -> Actor:
    """A person of the demo at work."""
    return actor_for(User.objects.get(username=username))


def ground(plan: str, at: datetime) -> Ground:
    """Where a plan stands today in the demo's province."""
    return figures.ground(plan=plans.plan(plan), place=home(at), as_of=today(at))


def month_ground(month: Month, at: datetime) -> Ground:
    """The sample plan over one whole month."""
    days = month.first_day_on, month.next.first_day_on - timedelta(days=1)
    plan = plans.plan(plan_id(at.year))
    return figures.ground(plan=plan, place=home(at), as_of=days[1], window=days)


def faulty_plan(stage: Stage) -> str:  # noqa: ARG001
    """A plan with faults is refused, each with its line and key; the good one has been adopted."""
    year = now().year
    text = sample_plan(today(now()))
    spoilt = text.replace('"TXN_COUNT_SHARE"', '"SO_LAN"', 1).replace("goal = 100", "goal = 120", 1)
    try:
        read(spoilt, name="mau.toml")
    except PlanUnreadable as refused:
        faults = refused.faults
    else:
        expect(False, "kế hoạch sai mà không bị từ chối")
    expect(len(faults) == 2, f"{faults}")
    adopted = plans.plan(plan_id(year))
    first = faults[0]
    return (
        f"tệp sai bị từ chối ({len(faults)} lỗi, dòng {first.line}, {first.key}); "
        f"kế hoạch {adopted.id} đang dùng có {len(adopted.targets)} chỉ tiêu"
    )


def five_plans(stage: Stage) -> str:  # noqa: ARG001
    """The five plans judged on the demo's province; every figure adds up to what it is made of."""
    at, lines, checked = now(), [], 0
    for plan, expected in TARGETS.items():
        looked = ground(plan, at)
        found = figures.verdicts(looked)
        expect(len(found) == expected, f"{plan}: {len(found)} chỉ tiêu")
        for one in found:
            rows = figures.made_of(looked, one.target.id)
            sums = sum(row.part for row in rows), sum(row.whole for row in rows)
            expect(sums == (one.figure.part, one.figure.whole), f"{one.target.id}: {sums}")
            checked += 1
        states = {
            state: sum(one.state is state for one in found)
            for state in VerdictState
            if any(one.state is state for one in found)
        }
        told = ", ".join(f"{number} {STATES[state]}" for state, number in states.items())
        lines.append(f"     {plan}: {told}")
    return f"{checked} chỉ tiêu, mỗi con số bằng tổng các cơ sở của nó\n" + "\n".join(lines)


STATES = {
    VerdictState.REACHED: "đạt",
    VerdictState.NOT_YET: "chưa đạt, còn hạn",
    VerdictState.MISSED: "không đạt",
    VerdictState.NOT_REACHED: "chưa đạt mức phấn đấu",
    VerdictState.NO_DATA: "chưa có số liệu",
}


def declares(stage: Stage) -> str:  # noqa: ARG001
    """A school that collects elsewhere declares: a contradiction is refused by name, the rest goes
    to the department, which verifies and approves by two persons."""
    at = now()
    school = Facility.objects.get(code=HIGH_SCHOOL)
    clerk, month = somebody("ketoan-06"), months_back(Month.of(today(at)), 1)
    impossible = {**DECLARED, Item.LESSONS_ONLINE_UPPER_SECONDARY: 1_300}
    draft = declarations.save(
        by=clerk, facility_id=school.pk, month=month, values=impossible, at=at
    )
    broken = _refused_rules(lambda: declarations.submit(by=clerk, declaration_id=draft.pk, at=at))
    expect(bool(broken), "số tiết trực tuyến quá tổng số tiết mà vẫn nộp được")
    before = figures.figure(month_ground(month, at), "BN-T5")
    declarations.save(by=clerk, facility_id=school.pk, month=month, values=DECLARED, at=at)
    declarations.submit(by=clerk, declaration_id=draft.pk, at=at)
    declarations.verify(by=somebody("sogddt"), declaration_id=draft.pk, at=at)
    declarations.approve(by=somebody("sogddt2"), declaration_id=draft.pk, at=at)
    after = figures.figure(month_ground(month, at), "BN-T5")
    expect(after.declared.whole - before.declared.whole == 742, f"{before} {after}")
    expect(after.booked == before.booked, "số hạch toán đổi theo số kê khai")
    return (
        f"vi phạm quy tắc {', '.join(broken)} bị từ chối; bản đúng đã duyệt: "
        f"{after.booked.whole} giao dịch hạch toán, {after.declared.whole} kê khai, "
        f"{after.missing_facilities} cơ sở chưa có số liệu"
    )


def _refused_rules(deed: Callable[[], object]) -> list[str]:
    try:
        deed()
    except declaration_errors.RulesBroken as refused:
        return sorted({fault.rule.value for fault in refused.faults})
    return []


def shared_task(stage: Stage) -> str:  # noqa: ARG001
    """A task with two leads is done when both have confirmed their own part."""
    at = now()
    board = boards.board(plan=plans.plan(plan_id(at.year)), place=home(at), on=today(at))
    card = next(card for card in board.cards if card.task.is_shared_lead)
    offices = {part.agency_id: part for part in card.parts}
    expect(len(offices) == 2, f"{len(offices)} cơ quan chủ trì")
    states = []
    for name in ("sogddt", "soyte"):
        by = somebody(name)
        part = next(part for key, part in offices.items() if key in by.agencies)
        tasks.update_part(
            by=by, part_id=part.id, state=PartState.DONE, percent=100, at=at,
            evidence="Báo cáo kết quả tuyên truyền (mẫu)",
        )  # fmt: skip
        tasks.confirm(by=by, part_id=part.id, at=at)
        states.append(boards.card(card.item_id, today(at)).state)
    expect(states == [PartState.DONE, PartState.CONFIRMED] or states[-1] is PartState.CONFIRMED,
           f"{states}")  # fmt: skip
    expect(states[0] is not PartState.CONFIRMED, "một cơ quan xác nhận mà cả nhiệm vụ đã xong")
    return f"{len(board.cards)} nhiệm vụ trên bảng; việc chung chỉ xong khi đủ hai cơ quan xác nhận"


def owed_by(name: str, at: datetime, *, overdue: bool) -> Owed:
    """The monthly report that somebody's office owes: of the running window, or the latest late
    one."""
    by = somebody(name)
    mine = report_queries.owed(at=at, plan_id=plan_id(at.year), agency_ids=sorted(by.agencies))
    open_ones = [one for one in mine if one.due_at is not None and not one.is_done]
    late = sorted((one for one in open_ones if one.is_overdue), key=_due)
    coming = sorted((one for one in open_ones if not one.is_overdue), key=_due)
    found = late[-1:] if overdue else coming[:1]
    expect(bool(found), f"{name} không có báo cáo như vậy")
    return found[0]


def _due(one: Owed) -> datetime:
    assert one.due_at is not None  # noqa: S101
    return one.due_at


def file_for(name: str, owed: Owed, at: datetime, *, number: str) -> int:
    """Draft a report, write its words, file it."""
    by = somebody(name)
    made = reports.draft(by=by, obligation_id=owed.id, at=at)
    reports.write(by=by, filing_id=made.pk, words=_words(name, number), at=at)
    reports.file(by=by, filing_id=made.pk, at=at)
    return int(made.pk)


def _words(name: str, number: str) -> Words:
    return Words(
        results="Các cơ sở đã thu qua bốn phương thức; số liệu từ bút toán và kê khai đã duyệt.",
        difficulties="Một cơ sở chưa gửi kê khai tháng.",
        proposals="Đề nghị nhắc cơ sở chưa kê khai.",
        document_number=number,
        signer_title="GIÁM ĐỐC",
        signer_name=User.objects.get(username=name).full_name,
    )


def in_time(stage: Stage) -> str:
    """The report of the running window, filed before its day: frozen."""
    at = now()
    owed = owed_by("sogddt", at, overdue=False)
    filing = file_for("sogddt", owed, at, number="08/BC-SGDĐT")
    told = report_queries.report(filing)
    expect(not told.filing.is_late, "nộp trước hạn mà tính muộn")
    stage.codes["report"] = str(filing)
    return (
        f"{owed.answering_name}, hạn {owed.due_on:%d/%m/%Y}, nộp đúng hạn, "
        f"{len(told.figures)} chỉ tiêu, đường đi: {' → '.join(told.route)}"
    )


def late(stage: Stage) -> str:  # noqa: ARG001
    """The report of the window before, filed after its day."""
    at = now()
    owed = owed_by("soyte", at, overdue=True)
    told = report_queries.report(file_for("soyte", owed, at, number="09/BC-SYT"))
    expect(told.filing.is_late, "nộp sau hạn mà không tính muộn")
    behind = report_queries.late_and_missing(
        plan_id=plan_id(at.year), place_id=home(at).pk, period=owed.period, at=at
    )
    return (
        f"{owed.answering_name} nộp muộn {owed.days_late} ngày; "
        f"kỳ ấy {len(behind)} báo cáo muộn hoặc thiếu"
    )


def corrected(stage: Stage) -> str:
    """A filed report is corrected by a new filing with a reason; the first stays as it was."""
    at, by = now(), somebody("sogddt")
    first = int(stage.codes["report"])
    frozen = [(one.target_id, one.part, one.whole) for one in report_queries.figures(first)]
    made = reports.correct(by=by, filing_id=first, reason="Bổ sung một trường kê khai sau", at=at)
    one = next(one for one in report_queries.figures(made.pk) if one.whole > one.part)
    reports.set_figure(
        by=by, filing_id=made.pk, target_id=one.target_id, part=one.part + 1, whole=one.whole,
        reason="Thêm một khoản đã đối chiếu bằng giấy", at=at,
    )  # fmt: skip
    reports.file(by=by, filing_id=made.pk, at=at)
    stays = [(one.target_id, one.part, one.whole) for one in report_queries.figures(first)]
    expect(stays == frozen, "báo cáo đã nộp bị đổi")
    stage.codes["report"] = str(made.pk)
    return (
        f"bản {made.number} thay bản trước, {one.target_id} khác số tính và có lý do; "
        "bản cũ giữ nguyên"
    )


def documents(stage: Stage) -> str:
    """The corrected report as Word, PDF and Excel, taken from the office's page and opened."""
    with closing(stage.sign_in("sogddt")) as browser:
        sizes = []
        for kind, begins in (("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK")):
            answer = browser.get(f"/van-phong/bao-cao/ban/{stage.codes['report']}/van-ban.{kind}")
            expect(
                answer.status_code == 200 and answer.content.startswith(begins),
                f"{kind}: {answer.status_code}",
            )
            sizes.append(f"{kind} {len(answer.content) // 1024} kB")
            if kind == "docx":
                text = [one.text for one in read_docx(io.BytesIO(answer.content)).paragraphs]
    expect(any("./." in one for one in text), "văn bản không kết thúc bằng ./.")
    return ", ".join(sizes) + "; văn bản Word mở được, kết thúc bằng ./."


def goes_up(stage: Stage) -> str:
    """Science and technology takes the report; who has not reported is listed by name."""
    at = now()
    filing = reports.accept(by=somebody("sokhcn"), filing_id=int(stage.codes["report"]), at=at)
    steps = report_queries.steps(filing.pk)
    owed = owed_by("sokhcn", at, overdue=True)
    made = reports.draft(by=somebody("sokhcn"), obligation_id=owed.id, at=at)
    sums = report_queries.consolidation(made.pk, at)
    expect(len(sums.missing) + len(sums.received) == len(sums.expected) > 0, "không có đơn vị nào")
    return (
        f"{len(steps)} chặng đã ghi; bản tổng hợp: {len(sums.received)} báo cáo đã nhận, "
        f"{len(sums.missing)} còn thiếu, ví dụ {sums.missing[0].owed.answering_name}"
    )


def chairman(stage: Stage) -> str:
    """The chairman's one page, and the public one without a name in it."""
    at = now()
    with closing(stage.sign_in("chutich")) as browser:
        page = browser.get(f"/van-phong/ke-hoach/{plan_id(at.year)}/{home(at).pk}")
        expect(page.status_code == 200 and "đạt" in page.text, f"{page.status_code}")
    publishing.publish(at=at)
    public = stage.web.get("/so-lieu", follow_redirects=True)
    expect(public.status_code == 200, f"/so-lieu: {public.status_code}")
    names = [one.focal_name for one in Facility.objects.exclude(focal_name="")]
    expect(not any(name in public.text for name in names), "trang công khai có tên người")
    sizes = len(page.text) // 1024, len(public.text) // 1024
    return f"trang điều hành {sizes[0]} kB, trang công khai {sizes[1]} kB, không có tên ai"


def told_to_all(stage: Stage) -> str:  # noqa: ARG001
    """The public's figures are laid down, small numbers left out."""
    return f"{len(publishing.publish(at=now()))} kế hoạch trên trang công khai"


STEPS: list[tuple[str, Step]] = [
    ("Một tỉnh mới là một tệp, tệp sai bị chỉ từng dòng", faulty_plan),
    ("Năm kế hoạch được đánh giá trên tỉnh mẫu", five_plans),
    ("Trường thu bằng phần mềm khác thì kê khai", declares),
    ("Nhiệm vụ chung, mỗi bên xác nhận phần mình", shared_task),
    ("Báo cáo tháng nộp đúng hạn", in_time),
    ("Báo cáo tháng nộp muộn", late),
    ("Báo cáo được đính chính", corrected),
    ("Văn bản Word, PDF, Excel mở được", documents),
    ("Báo cáo đi lên, đơn vị thiếu có tên", goes_up),
    ("Một trang cho Chủ tịch, một trang cho dân", chairman),
]


def once(title: str, step: Step, was_done: Callable[[], bool]) -> tuple[str, Step]:
    """A step of the evening that is not done again when everything is started once more."""

    def told(stage: Stage) -> str:
        return "đã có từ lần trước" if was_done() else step(stage)

    return title, told


def _has_declared() -> bool:
    return Declaration.objects.filter(facility__code=HIGH_SCHOOL).exists()


def _has_filed(username: str) -> bool:
    return Filing.objects.filter(agency_id__in=somebody(username).agencies).exists()


EVENING: list[tuple[str, Step]] = [
    once("Một trường đã kê khai", declares, _has_declared),
    once("Một nhiệm vụ chung đã xong", shared_task, TaskStep.objects.exists),
    once("Một báo cáo nộp đúng hạn", in_time, lambda: _has_filed("sogddt")),
    once("Một báo cáo nộp muộn", late, lambda: _has_filed("soyte")),
    ("Số liệu công khai", told_to_all),
]
"""What the offices have done before somebody comes to look."""

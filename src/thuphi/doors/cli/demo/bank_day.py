"""A day on the school's account: money nobody told of, four files of it, what a person decides, a
credit that the bank takes back, and the day closed under a seal.
"""

from __future__ import annotations

from datetime import timedelta

from rich.table import Table

from thuphi.doors.web.desk.reconcile_words import OUTCOMES
from thuphi.ground.kit.actor import Actor
from thuphi.ground.kit.clock import today
from thuphi.ground.kit.money import dong
from thuphi.money.bills.models import Bill
from thuphi.money.payments import rebuild
from thuphi.money.payments.models import Payment
from thuphi.money.periods import actions as periods
from thuphi.money.periods.queries import proof
from thuphi.money.periods.queries.ready import check
from thuphi.money.periods.rules import EXPLAINED_HERE, PeriodKind
from thuphi.money.reconciliation import rebuild as reconciled
from thuphi.money.reconciliation.actions import deciding
from thuphi.money.reconciliation.models import LineState
from thuphi.money.reconciliation.queries import outcomes
from thuphi.money.reconciliation.rules import Outcome
from thuphi.money.statements import actions as statements
from thuphi.money.statements.actions import Taken
from thuphi.money.statements.models import BankLine, StatementFile
from thuphi.registers.facilities import queries as facilities
from thuphi.registers.facilities.models import BeneficiaryAccount
from thuphi.registers.staff.models import User
from thuphi.registers.staff.queries import actor_for

from .looking import bill_now, now, payload, settled
from .story import Stage, Step, console, expect, until

HEALED = (
    "lower", "spaces", "dots", "prefix", "o_for_zero", "one_symbol", "one_lost", "swapped",
    "no_marker", "other_marker",
)  # fmt: skip
"""What banks and people do to a text, and what a machine may mend by itself."""
FOR_A_PERSON = ("cut", "no_text")
SUBSIDY_VND = 50_000_000


def _lan() -> Actor:
    return actor_for(User.objects.get(username="ketoan"))


def _account(stage: Stage) -> BeneficiaryAccount:
    account = facilities.approved_account(stage.main.pk)
    assert account is not None  # noqa: S101 (the demo was built with one)
    return account


def _file(stage: Stage, form: str) -> bytes:
    account = _account(stage)
    answer = stage.bank.get(
        "/statement", params={"bin": account.bin, "account": account.number, "form": form}
    )
    expect(answer.status_code == 200, f"ngân hàng không đưa sao kê: {answer.text[:200]}")
    return answer.content


def _take(stage: Stage, form: str, name: str) -> Taken:
    taken = statements.take_file(
        by=_lan(), facility_id=stage.main.pk, name=name, content=_file(stage, form), at=now()
    )
    until(lambda: not outcomes.waiting(stage.main.pk), "đối soát chưa xong")
    return taken


def _line_of(stage: Stage, reference: str, *, is_reversal: bool = False) -> BankLine:
    return BankLine.objects.get(
        facility_id=stage.main.pk, bank_reference=reference, is_reversal=is_reversal
    )


def quiet_money(stage: Stage) -> str:
    """Families pay and nobody tells the school; a subsidy, a fee and a cut text are among it."""
    account = _account(stage)
    due = list(Bill.objects.filter(facility=stage.main, state="open").order_by("id")[:60])
    by_sum = {one.total_vnd: one for one in reversed(due)}
    free = [one for one in due if by_sum[one.total_vnd] is one]
    kinds = ("", *HEALED, *FOR_A_PERSON)
    wanted = [*free, *[one for one in due if one not in free]][: len(kinds)]
    expect(len(wanted) == len(kinds), f"chỉ còn {len(wanted)} khoản chưa thu")
    for kind, bill in zip(kinds, wanted, strict=True):
        order: dict[str, str | bool] = {"qr": payload(stage.main, bill), "is_told": False}
        if kind:
            order["damage"] = kind
        told = stage.bank.post("/pay", json=order)
        expect(told.status_code == 200, f"{kind}: {told.text[:200]}")
        stage.codes[f"quiet:{kind}"] = bill.code
        stage.codes[f"reference:{kind}"] = told.json()["bank_reference"]
    own = {"bin": account.bin, "account": account.number}
    subsidy = stage.bank.post(
        "/movement",
        json={**own, "amount_vnd": SUBSIDY_VND, "text": "NSNN cap kinh phi quy 4",
              "other_name": "Kho bạc Nhà nước"},
    )  # fmt: skip
    fee = stage.bank.post(
        "/movement", json={**own, "amount_vnd": 11_000, "is_in": False, "text": "Phí SMS Banking"}
    )
    expect(subsidy.status_code == fee.status_code == 200, subsidy.text)
    stage.codes["subsidy"] = subsidy.json()["bank_reference"]
    until(settled, "hàng chờ chưa hết")
    open_still = Bill.objects.filter(code__in=[one.code for one in wanted], state="open").count()
    expect(open_still == len(kinds), f"{len(kinds) - open_still} khoản đã thu dù không ai báo")
    return f"{len(kinds)} gia đình trả, không ai báo; {dong(SUBSIDY_VND)} kinh phí, một lần phí"


def camt(stage: Stage) -> str:
    """The end-of-day statement: told money is confirmed, untold money finds its bill."""
    taken = _take(stage, "camt053", "sao-ke.xml")
    expect(taken.new_lines == taken.lines > 0, f"{taken}")
    missed = [
        kind or "nguyên"
        for kind in ("", *HEALED)
        if bill_now(stage.codes[f"quiet:{kind}"]).state != "paid"
    ]
    expect(not missed, f"không tìm được khoản thu của: {missed}")
    wrong = [
        kind for kind in FOR_A_PERSON if bill_now(stage.codes[f"quiet:{kind}"]).state != "open"
    ]
    expect(not wrong, f"tự ghi khi chưa chắc: {wrong}")
    return f"{taken.lines} dòng; {len(HEALED) + 1} dòng không ai báo tự tìm đúng khoản thu"


def same_day_again(stage: Stage) -> str:
    """MT940 and two workbooks of the same day, and the same file twice: nothing is doubled."""
    before = Payment.objects.filter(facility_id=stage.main.pk).count()
    told = []
    for form, name in (("mt940", "sao-ke.sta"), ("vietcombank", "vcb.xlsx"), ("bidv", "bidv.xlsx")):
        taken = _take(stage, form, name)
        expect(taken.new_lines == 0, f"{form}: {taken.new_lines} dòng bị coi là mới")
        told.append(f"{form} {taken.confirmed_lines} dòng xác nhận lại")
    again = _take(stage, "bidv", "bidv-1.xlsx")
    expect(again.is_known or again.new_lines == 0, f"{again}")
    after = Payment.objects.filter(facility_id=stage.main.pk).count()
    expect(after == before, f"ghi thêm {after - before} lần thu")
    return "; ".join(told)


def decided(stage: Stage) -> str:
    """What is not beyond doubt, a person decides: suggested, assigned, not ours."""
    lan = _lan()
    cut = _line_of(stage, stage.codes["reference:cut"])
    state = LineState.objects.get(line=cut)
    codes = [one.get("code") for one in state.suggestions]
    expect(stage.codes["quiet:cut"] in codes, f"không gợi ý khoản của mã bị cắt: {codes}")
    deciding.assign(
        by=lan, line_id=cut.pk, code=stage.codes["quiet:cut"], reason="Mã bị cắt, đúng số tiền",
        at=now(),
    )  # fmt: skip
    lost = _line_of(stage, stage.codes["reference:no_text"])
    deciding.assign(
        by=lan, line_id=lost.pk, code=stage.codes["quiet:no_text"],
        reason="Phụ huynh gửi ảnh chuyển khoản", at=now(),
    )  # fmt: skip
    subsidy = _line_of(stage, stage.codes["subsidy"])
    deciding.not_ours(by=lan, line_ids=[subsidy.pk], reason="Kinh phí ngân sách cấp", at=now())
    paid = [bill_now(stage.codes[f"quiet:{kind}"]).state for kind in FOR_A_PERSON]
    expect(paid == ["paid", "paid"], f"{paid}")
    return "mã bị cắt: theo gợi ý; mất nội dung: gán tay; kinh phí: không phải tiền thu"


def taken_back(stage: Stage) -> str:
    """The bank takes a credit back: the bill is owed again, and the line says why."""
    account = _account(stage)
    reference = stage.codes["reference:lower"]
    code = stage.codes["quiet:lower"]
    vnd = bill_now(code).total_vnd
    told = stage.bank.post(
        "/movement",
        json={"bin": account.bin, "account": account.number, "amount_vnd": vnd,
              "reverses": reference, "text": "Hoàn trả lệnh chuyển nhầm"},
    )  # fmt: skip
    expect(told.status_code == 200, told.text[:200])
    _take(stage, "camt052", "trong-ngay.xml")
    back = LineState.objects.get(line=_line_of(stage, reference, is_reversal=True))
    expect(back.outcome == Outcome.REVERSED.value, back.outcome)
    bill = bill_now(code)
    expect(bill.state == "open" and bill.paid_vnd == 0, f"khoản {code} vẫn ghi {bill.state}")
    return f"{dong(vnd)} bị thu lại, khoản {code} nợ trở lại"


def table(stage: Stage) -> str:
    """How every line of the day ended."""
    day = today(now())
    found = outcomes.counts(stage.main.pk, day - timedelta(days=1), day)
    shown = Table("Kết quả", "Dòng", "Số tiền", title="Đối soát")
    for outcome, pill in OUTCOMES.items():
        if outcome in found:
            shown.add_row(str(pill.word), str(found[outcome].lines), dong(found[outcome].vnd))
    console.print(shown)
    left = {
        Outcome.ONLY_THEIRS, Outcome.TO_LOOK_AT, Outcome.AMOUNT_DIFFERS, Outcome.WAITING,
    } & set(found)  # fmt: skip
    expect(not left, f"còn dòng chưa rõ: {left}")
    return f"{sum(one.lines for one in found.values())} dòng, không còn dòng nào chưa rõ"


def closed(stage: Stage) -> str:
    """The day is closed and sealed; the seal holds, and the book agrees with a recount."""
    day, tomorrow = today(now()), now() + timedelta(days=1)
    left = check(stage.main.pk, day, at=tomorrow)
    done = periods.close(
        by=_lan(), facility_id=stage.main.pk, kind=PeriodKind.DAY, until_on=day, at=tomorrow,
        reasons={one.need: "Xem lúc dựng tỉnh mẫu" for one in left.missing
                 if one.need in EXPLAINED_HERE},
    )  # fmt: skip
    broken = [one for one in proof.verify(stage.main.pk) if not one.holds]
    expect(not broken, f"{broken}")
    found = [str(one) for one in (*rebuild.differences(), *reconciled.differences())]
    expect(not found, "; ".join(found[:3]))
    return f"niêm phong số {done.seal.number}, {done.seal.transfers} bút toán, sổ khớp"


def evening(stage: Stage) -> str:
    """A statement is in, and what it left for a person waits on the workbench. Once only."""
    if StatementFile.objects.filter(facility_id=stage.main.pk).exists():
        return "đã có từ lần trước"
    quiet_money(stage)
    return camt(stage)


EVENING: list[tuple[str, Step]] = [("Sao kê của ngân hàng", evening)]

STEPS: list[tuple[str, Step]] = [
    ("Tiền vào mà không ai báo", quiet_money),
    ("Sao kê camt.053", camt),
    ("MT940 và hai bảng tính cùng ngày", same_day_again),
    ("Người quyết định chỗ chưa chắc", decided),
    ("Ngân hàng thu lại một khoản", taken_back),
    ("Bảng kết quả", table),
    ("Khóa sổ ngày", closed),
]

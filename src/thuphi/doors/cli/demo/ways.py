"""Four ways to pay, each over its provider's own wire, and what a facility has ready of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import httpx

from thuphi.ground.kit.actor import PAYER
from thuphi.ground.kit.clock import today
from thuphi.ground.kit.money import dong
from thuphi.money.attempts import actions as attempts
from thuphi.money.attempts.errors import AnotherIsLive
from thuphi.money.attempts.models import Attempt
from thuphi.money.attempts.rules import AttemptState
from thuphi.money.bills.models import Bill
from thuphi.money.payments.models import Heard, Payment
from thuphi.money.payments.rebuild import differences
from thuphi.money.refunds import queries as refunds
from thuphi.money.refunds.models import Refund
from thuphi.registers.facilities.models import Facility
from thuphi.registers.methods import queries as methods
from thuphi.registers.methods.rules import MethodState, Way, is_neutral
from thuphi.registers.staff.models import User
from thuphi.registers.staff.queries import actor_for

from . import broken, given_back
from .looking import bill_now, findings, now, payload, settled
from .payer import (
    PHONE,
    accountant,
    approve,
    at_vnpay,
    begin,
    choose,
    hospital,
    ledger,
    merchant_of,
    next_bill,
    reaches,
    school,
    seen,
)
from .story import Stage, Step, expect, until

WAY_WORDS = {Way.QR: "QR", Way.WEB: "web", Way.MOBILE_MONEY: "Mobile Money", Way.CARD: "thẻ"}
STATE_WORDS = {
    MethodState.READY: "sẵn sàng",
    MethodState.CONTRACTED: "đã ký",
    MethodState.LAPSED: "hết hạn",
    MethodState.NONE: "chưa có",
}


def offered(stage: Stage) -> str:
    """The bill's page names every way with its price, in an order that favours nobody."""
    bill = next_bill(school())
    offers = methods.offers_of(school().pk, today(now()), bill.total_vnd)
    expect(not is_neutral(offers), f"thứ tự thiên vị: {is_neutral(offers)}")
    expect({offer.way for offer in offers} == set(Way), f"{[offer.way for offer in offers]}")
    page = stage.web.get(f"/b/{bill.code}").text
    missing = [one.label for one in offers if one.way is not Way.QR and one.label not in page]
    expect(not missing, f"trang không ghi {missing}")
    told = [f"{one.label} {dong(one.cost_vnd)}" for one in offers]
    return f"{len(offers)} lựa chọn, đủ bốn cách, rẻ trước: " + ", ".join(told)


def by_qr(stage: Stage) -> str:
    """The bank's app reads the bill's own code."""
    bill = next_bill(school())
    stage.pay(bill.code)
    took = until(lambda: bill_now(bill.code).state == "paid", "QR: chưa thành Đã thu")
    stage.codes["paid_qr"] = bill.code
    return f"{dong(bill.total_vnd)} bằng ứng dụng ngân hàng, Đã thu sau {took} ms"


def _pay(
    stage: Stage, facility: Facility, channel: str, *, on_page: bool = True
) -> tuple[str, int]:
    """One bill paid whole by one channel: its code, and how long we took to know."""
    bill = next_bill(facility)
    if on_page and channel != "nexo":
        attempt = choose(stage, bill, channel)
    else:
        attempt = begin(facility, bill.code, bill.remaining_vnd, channel)
    approve(stage, attempt)
    took = reaches(attempt, AttemptState.CONFIRMED)
    until(lambda: bill_now(bill.code).state == "paid", f"{channel}: chưa thành Đã thu")
    expect(findings(bill.code) == ["exact"], f"{channel}: {findings(bill.code)}")
    return bill.code, took


def _one_way(stage: Stage, channel: str, words: str) -> str:
    code, took = _pay(stage, school(), channel)
    stage.codes[f"paid_{channel}"] = code
    return f"{dong(bill_now(code).total_vnd)} {words}, Đã thu sau {took} ms"


def by_vnpay(stage: Stage) -> str:
    """A signed address opens VNPAY's page; its server tells ours."""
    return _one_way(stage, "vnpay", "trên trang VNPAY")


def by_momo(stage: Stage) -> str:
    """A wallet with a PIN."""
    return _one_way(stage, "momo", "trong ví MoMo, mã PIN")


def by_zalopay(stage: Stage) -> str:
    """Another wallet."""
    return _one_way(stage, "zalopay", "trong ZaloPay, mã PIN")


def by_payos(stage: Stage) -> str:
    """A payment request with a code of its own."""
    return _one_way(stage, "payos", "qua đường dẫn payOS")


def by_mobile_money(stage: Stage) -> str:
    """A prompt on the family's phone, without a bank account."""
    return _one_way(stage, "gsma", f"từ số {PHONE[:3]}…{PHONE[-3:]}, PIN trên điện thoại")


def by_card(stage: Stage) -> str:
    """A card held to the terminal on the counter."""
    return _one_way(stage, "nexo", "bằng thẻ tại máy POS, kế toán bấm gửi")


def by_the_operator(stage: Stage) -> str:
    """The operator asks us for a family's bill and pays it on our own server."""
    bill = next_bill(school())
    organisation = merchant_of(school(), "gsma").settings["organisationId"]
    wish = {"organisation_id": organisation, "consumer": bill.code, "phone": "+84912345678"}
    posted = httpx.post(f"{stage.street.operator}/pay-bill", json=wish, trust_env=False, timeout=20)
    told = posted.json()
    expect(posted.status_code == 200 and told[0]["status"] == 201, f"{posted.text[:300]}")
    took = until(lambda: bill_now(bill.code).state == "paid", "nhà mạng trả mà chưa Đã thu")
    again = httpx.post(f"{stage.street.operator}/pay-bill", json=wish, trust_env=False, timeout=20)
    expect(again.status_code == 422, f"khoản đã thu vẫn bị thu lại: {again.text[:200]}")
    paid = f"nhà mạng hỏi khoản thu, trả {dong(bill.total_vnd)}"
    return f"{paid}, Đã thu sau {took} ms; không trả hai lần"


def at_the_hospital(stage: Stage) -> str:
    """The hospital takes three of the four: QR, web, card."""
    bill = next_bill(hospital())
    answer = stage.bank.post("/pay", json={"qr": payload(hospital(), bill)})
    expect(answer.status_code == 200, f"{answer.text[:200]}")
    until(lambda: bill_now(bill.code).state == "paid", "QR của bệnh viện: chưa thành Đã thu")
    took = {channel: _pay(stage, hospital(), channel)[1] for channel in ("vnpay", "nexo")}
    return f"QR, VNPAY ({took['vnpay']} ms), thẻ ({took['nexo']} ms)"


def together(stage: Stage) -> str:
    """Several bills of one school under one code and one amount."""
    tried = Attempt.objects.values("code")
    mine = Bill.objects.filter(facility=school(), state="open").exclude(code__in=tried)
    bills = list(mine.order_by("id")[:3])
    basket = attempts.make_basket(by=PAYER, codes=[bill.code for bill in bills], at=now())
    attempt = begin(school(), basket.code, basket.amount_vnd, "momo")
    approve(stage, attempt)
    reaches(attempt, AttemptState.CONFIRMED)
    for bill in bills:
        expect(bill_now(bill.code).state == "paid", f"{bill.code} chưa thành Đã thu")
        expect(findings(bill.code) == ["exact"], f"{findings(bill.code)}")
    amount = dong(basket.amount_vnd)
    return f"{len(bills)} khoản, mã {basket.code}, một lần {amount}, chia đủ từng khoản"


def two_confirmed(stage: Stage) -> str:
    """A page believed dead is paid after all: the second money is credit, to be offered back."""
    bill = next_bill(school())
    first = choose(stage, bill, "vnpay")
    until(lambda: bool(seen(first).url), "VNPAY chưa có trang trả")
    try:
        begin(school(), bill.code, bill.remaining_vnd, "momo")
        expect(False, "lần trả thứ hai được mở khi lần đầu còn sống")
    except AnotherIsLive:
        pass
    attempts.give_up(
        by=actor_for(User.objects.get(username=accountant())), attempt_id=first.pk,
        reason="Gia đình nói đã đóng trang", at=now(),
    )  # fmt: skip
    second = choose(stage, bill, "momo")
    approve(stage, second)
    reaches(second, AttemptState.CONFIRMED)
    at_vnpay(stage, first, "pay")
    reaches(first, AttemptState.CONFIRMED)
    expect(findings(bill.code) == ["exact", "over"], f"{findings(bill.code)}")
    offer = refunds.offers(school().pk).filter(bill__code=bill.code)
    expect(offer.count() == 1, "không có đề nghị trả lại")
    return f"khoản thu một lần, {dong(offer.get().excess_vnd)} thành tiền tồn, có đề nghị trả lại"


def ready(stage: Stage) -> str:  # noqa: ARG001
    """Who has three of four, by what was really paid; who fails, and why."""
    facilities = list(Facility.objects.order_by("pk"))
    names = {one.pk: one.name for one in facilities}
    found = methods.readiness(list(names), today(now()))
    lines = []
    for one in found.values():
        told = ", ".join(f"{WAY_WORDS[way]} {STATE_WORDS[one.methods[way].state]}" for way in Way)
        verdict = "đạt" if one.is_met else "chưa đạt"
        focal = "" if one.has_focal_point else ", chưa có đầu mối"
        lines.append(
            f"     {names[one.facility_id]}: {one.ready_count}/4, {verdict} ({told}{focal})"
        )
    met = {one.facility_id for one in found.values() if one.is_met}
    failing = {one.facility_id for one in methods.those_who_fail(list(names), today(now()))}
    expect(
        met >= {school().pk, hospital().pk},
        "trường và bệnh viện chưa đủ ba cách\n" + "\n".join(lines),
    )
    expect(len(failing) >= 1 and not met & failing, "\n".join(lines))
    return f"{len(met)} đơn vị đủ ba cách, {len(failing)} đơn vị chưa\n" + "\n".join(lines)


def providers_agree(stage: Stage) -> str:
    """What each provider believes it took and sent back is what we booked; and the books agree."""
    until(settled, "hàng chờ chưa hết")
    found = differences()
    expect(not found, "; ".join(str(one) for one in found[:3]))
    took = back = 0
    for channel in ("vnpay", "momo", "zalopay", "gsma", "nexo"):
        theirs = _believed(stage, channel)
        ours = _heard_vnd(channel), _sent_back_vnd(channel)
        expect(theirs == ours, f"{channel}: họ {theirs}, ta {ours}")
        took, back = took + ours[0], back + ours[1]
    count = Payment.objects.count()
    told = f"năm nhà cung cấp nhận {dong(took)}, trả lại {dong(back)}, hai bên khớp"
    return f"{told}; đếm lại {count} lần thu không lệch chỗ nào"


PAID = {"paid", "completed", "00"}
SENT_BACK = {"done", "completed", "05", "06"}


def _believed(stage: Stage, channel: str) -> tuple[int, int]:
    """What a provider took and what it sent back, in đồng, by its own ledger."""
    kept = ledger(stage, channel)
    sums = [
        sum(int(one["amount_vnd"]) for one in kept[part] if _word(one) in ends)
        for part, ends in (("payments", PAID), ("refunds", SENT_BACK))
    ]
    return sums[0], sums[1]


def _word(line: Mapping[str, str]) -> str:
    """How a line of a ledger ended; a terminal keeps only what was done."""
    return str(line.get("state", line.get("status", "completed")))


def _heard_vnd(channel: str) -> int:
    heard = Heard.objects.filter(channel=channel, outcome="confirmed")
    return sum(heard.values_list("amount_vnd", flat=True))


def _sent_back_vnd(channel: str) -> int:
    sent = Refund.objects.filter(channel=channel, way="provider", state="refunded")
    return sum(sent.values_list("amount_vnd", flat=True))


def one_by_each(stage: Stage) -> str:
    """For `thuphi up`: a family of each facility has paid by each way. Once only."""
    if Attempt.objects.exists():
        return "đã có từ lần trước"
    main = stage.main
    plan: Sequence[tuple[Facility, Sequence[str]]] = [
        (main, ("payos", "vnpay", "momo", "zalopay", "gsma", "nexo")),
        (school(), ("vnpay", "gsma", "nexo")),
        (hospital(), ("vnpay", "nexo")),
    ]
    for facility, channels in plan:
        for channel in channels:
            _pay(stage, facility, channel, on_page=False)
    return f"{Attempt.objects.count()} lần, cả bốn cách"


EVENING: list[tuple[str, Step]] = [("Mỗi cách một lần trả", one_by_each)]

STEPS: list[tuple[str, Step]] = [
    ("Chọn cách trả", offered),
    ("QR", by_qr),
    ("Web: VNPAY", by_vnpay),
    ("Web: MoMo", by_momo),
    ("Web: ZaloPay", by_zalopay),
    ("QR: payOS", by_payos),
    ("Mobile Money", by_mobile_money),
    ("Nhà mạng thu hộ", by_the_operator),
    ("Thẻ", by_card),
    ("Bệnh viện", at_the_hospital),
    *broken.STEPS,
    *given_back.STEPS,
    ("Nhiều khoản, một mã", together),
    ("Hai lần trả cùng thành công", two_confirmed),
    ("Ba trong bốn cách", ready),
    ("Hai bên khớp", providers_agree),
]

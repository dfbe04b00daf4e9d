"""What the workbench shows of one thing: facts, proposals, history, and pupils that were found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from thuphi.doors.web.shared.methods_words import Pill
from thuphi.doors.web.shared.templatetags.thuphi import day as day_words
from thuphi.doors.web.shared.templatetags.thuphi import moment
from thuphi.ground.kit import money
from thuphi.money.bills.models import Bill
from thuphi.money.bills.queries import desk as bills
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rules import split
from thuphi.money.reconciliation.own_money import Own
from thuphi.money.reconciliation.queries.workbench import LineWhole, Thing
from thuphi.money.reconciliation.rules import Outcome
from thuphi.money.statements.rules import Direction
from thuphi.registers.payers.models import Beneficiary

from .reconcile_words import channel, reason
from .words import Words

MOST_SHOWN = 5
"""As many as there are keys for."""
SURE = 80
"""From this score on a proposal may be taken in bulk."""
LINE, PAYMENT = "dong", "tien"
KINDS = {LINE: "line", PAYMENT: "payment"}
TO_DO = frozenset(
    {
        Outcome.ONLY_THEIRS,
        Outcome.AMOUNT_DIFFERS,
        Outcome.TO_LOOK_AT,
        Outcome.DUPLICATE,
        Outcome.REVERSED,
    }
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was told, in the words of who told it."""

    label: Words
    value: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a thing may be: a bill, or a payment booked already; why; what taking it does."""

    code: str
    payment_id: int | None
    name: str
    class_name: str
    about: str
    rest_vnd: int
    reasons: list[str]
    score: int
    effect: str
    is_whole: bool
    href: str = ""
    """Where it is done, when that is another page."""
    own: str = ""
    """`deposit-3`: money that the facility moved itself, where it is that."""

    @property
    def why(self) -> str:
        """The reasons as the one sentence that is kept with the decision."""
        return _("Gợi ý: %(reasons)s") % {"reasons": ", ".join(self.reasons) or "—"}

    @property
    def is_sure(self) -> bool:
        """Whether it may be taken together with others, without looking at each."""
        return self.score >= SURE and self.is_whole


@dataclass(frozen=True, slots=True)
class Happened:
    """A decision as the history shows it."""

    word: Words
    reason: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a line, or stood."""

    word: Words
    how: Words
    amount_vnd: int
    name: str
    href: str
    undone_because: str


@dataclass(frozen=True, slots=True)
class Item:
    """A thing with everything that its page shows."""

    thing: Thing
    acts_on: Thing
    """What deeds are about: the line, where ownerless money stands beside one."""
    key: str
    facility_id: int
    amount_vnd: int
    left_vnd: int
    day: date
    is_out: bool
    pill: Pill
    outcome: Outcome
    needs_person: bool
    sender: str
    sender_bank: str
    sender_account: str
    text: str
    facts: list[Fact]
    raw: str
    tried: list[Fact]
    proposals: list[Proposal]
    beside: list[Beside]
    history: list[Happened]
    may_be_undone: bool


def key_of(thing: Thing) -> str:
    """`dong-12`, `tien-5`: how an address names a thing."""
    return f"{LINE if thing.kind == 'line' else PAYMENT}-{thing.id}"


def thing_of(key: str) -> Thing | None:
    """The thing an address names; nothing when it names none."""
    kind, dash, number = key.partition("-")
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    if kind not in KINDS or not dash or not is_number:
        return None
    return Thing(KINDS[kind], int(number))


def proposal_of(bill: Bill, amount_vnd: int, reasons: Sequence[str], score: int) -> Proposal:
    """A bill as a proposal for so much money."""
    done = split(amount_vnd, bill.remaining_vnd)
    if done.excess_vnd and not done.applied_vnd:
        effect = _("đã thu đủ; cả %(sum)s thành số dư") % {"sum": money.dong(done.excess_vnd)}
    elif done.excess_vnd:
        effect = _("thu đủ, thừa %(sum)s thành số dư") % {"sum": money.dong(done.excess_vnd)}
    elif done.applied_vnd == bill.remaining_vnd:
        effect = _("thu đủ")
    else:
        left = bill.remaining_vnd - done.applied_vnd
        effect = _("thu một phần, còn %(sum)s") % {"sum": money.dong(left)}
    return Proposal(
        code=bill.code,
        payment_id=None,
        name=bill.beneficiary_name,
        class_name=bill.class_name,
        about=bill.reason,
        rest_vnd=bill.remaining_vnd,
        reasons=list(reasons),
        score=score,
        effect=effect,
        is_whole=done.applied_vnd == bill.remaining_vnd and not done.excess_vnd,
    )


def elsewhere(name: str, about: str, href: str, reasons: Sequence[str], effect: str) -> Proposal:
    """Something that is done on another page; this one leads there."""
    return Proposal(
        code="",
        payment_id=None,
        name=name,
        class_name="",
        about=about,
        rest_vnd=0,
        reasons=list(reasons),
        score=0,
        effect=effect,
        is_whole=False,
        href=href,
    )


def paired(whole: LineWhole, payment: Payment, reasons: Sequence[str], score: int) -> Proposal:
    bill = payment.bill
    is_out = whole.line.direction == Direction.OUT.value
    return Proposal(
        code=bill.code if bill else "",
        payment_id=payment.pk,
        name=bill.beneficiary_name if bill else _("Tiền chưa rõ của ai"),
        class_name=bill.class_name if bill else "",
        about=_("Đã ghi %(at)s, kênh %(channel)s")
        % {"at": moment(payment.paid_at), "channel": channel(payment.channel)},
        rest_vnd=payment.amount_vnd,
        reasons=list(reasons),
        score=score,
        effect=(
            _("ngân hàng đã thu lại: khoản thu nợ lại")
            if is_out
            else _("ghép với khoản đã ghi, không ghi thêm tiền")
        ),
        is_whole=not is_out or whole.line.amount_vnd == payment.amount_vnd,
    )


def of_our_own(one: Own, word: str) -> Proposal:
    """Money that the facility moved itself, as a proposal to put beside a line."""
    papers = ", ".join(document for document in one.documents[:2])
    return Proposal(
        code="",
        payment_id=None,
        name=word,
        class_name="",
        about=" · ".join(filter(None, (day_words(one.on), papers))),
        rest_vnd=one.amount_vnd,
        reasons=[str(reason("amount")), str(reason("account"))],
        score=0,
        effect=_("ghép với việc đã ghi, không ghi thêm tiền"),
        is_whole=True,
        own=f"{one.kind.value}-{one.members[0][0]}",
    )


@dataclass(frozen=True, slots=True)
class PupilFound:
    """A pupil whose credit money may become."""

    id: int
    name: str
    class_name: str
    payer: str
    owed_vnd: int


def pupils_found(facility_id: int, words: str) -> list[PupilFound]:
    """Pupils of a name or code, with what they owe."""
    found: list[Beneficiary] = list(bills.pupils(facility_id, words)[:MOST_SHOWN])
    owed = bills.owed_by([one.pk for one in found])
    return [
        PupilFound(one.pk, one.name, one.class_name, one.payer_name, owed.get(one.pk, 0))
        for one in found
    ]

"""One thing of the workbench, whole: what was told and tried, what it may be, what happened."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from thuphi.doors.web.shared.templatetags.thuphi import day as day_words
from thuphi.doors.web.shared.templatetags.thuphi import moment
from thuphi.ground.channels import banks
from thuphi.ground.kit import clock, money
from thuphi.money.bills.models import Bill
from thuphi.money.bills.queries import desk as bills
from thuphi.money.bills.rules import BillState
from thuphi.money.payments import owners
from thuphi.money.payments.models import Payment
from thuphi.money.payments.rules import OWNERLESS, Finding, Method
from thuphi.money.reconciliation.models import Decision
from thuphi.money.reconciliation.queries import workbench as queries
from thuphi.money.reconciliation.queries.own import own_near
from thuphi.money.reconciliation.queries.workbench import LineWhole, Thing
from thuphi.money.reconciliation.rules import Deed, How, MatchKind, Outcome
from thuphi.money.statements.models import BankLine
from thuphi.money.statements.rules import Direction

from .frame import number_in
from .inbox import PROPOSED, pointed_to, proposals, readable
from .people import names_of
from .reconcile_words import (
    DEEDS,
    EVIDENCE,
    FIELDS,
    MATCHED_WITH,
    OUTCOMES,
    TRIED,
    WHY_NOT,
    channel,
    reason,
    said_of,
)
from .words import FINDINGS, METHODS
from .workbench_rows import (
    LINE,
    MOST_SHOWN,
    PAYMENT,
    TO_DO,
    Beside,
    Fact,
    Happened,
    Item,
    Proposal,
    elsewhere,
    of_our_own,
    paired,
    proposal_of,
)


def _suggested(whole: LineWhole) -> list[Proposal]:
    """What the worker thought of: bills, payments booked already, money out, a provider's day."""
    told = [one for one in whole.state.suggestions if isinstance(one, dict)]
    facility_id = whole.line.facility_id
    known = {
        one.code: one
        for one in bills.bills_of_codes([str(one.get("code", "")) for one in told], facility_id)
    }
    payments = (
        Payment.objects.filter(facility_id=facility_id)
        .select_related("bill")
        .in_bulk([number for one in told if (number := _payment_of(one)) is not None])
    )
    own = own_near(whole.line) if whole.state.left_vnd == whole.line.amount_vnd else []
    shown = {(one.kind.value, str(one.members[0][0])) for one in own}
    made = [
        _one_of(whole, one, known, payments)
        for one in told
        if (one.get("kind"), str(one.get("id"))) not in shown
    ]
    ours = [of_our_own(one, str(MATCHED_WITH[one.kind])) for one in own]
    return [*ours, *(one for one in made if one is not None)][:MOST_SHOWN]


def _payment_of(told: Mapping[str, object]) -> int | None:
    """The payment a suggestion names; of a line taken back, the first that it brought."""
    several = told.get("payments")
    first = several[0] if isinstance(several, list) and several else told.get("payment_id")
    return number_in(str(first))


def _one_of(
    whole: LineWhole,
    told: Mapping[str, object],
    known: Mapping[str, Bill],
    payments: Mapping[int, Payment],
) -> Proposal | None:
    keys = told.get("reasons")
    reasons = [str(reason(str(key))) for key in keys] if isinstance(keys, list) else []
    score = number_in(str(told.get("score"))) or 0
    payment, bill = payments.get(_payment_of(told) or 0), known.get(str(told.get("code", "")))
    is_out = whole.line.direction == Direction.OUT.value
    if payment is not None and (is_out or payment.amount_vnd == whole.line.amount_vnd):
        return paired(whole, payment, reasons, score)
    if payment is not None:
        return _of_another_sum(whole, payment, reasons)
    if bill is not None and not is_out and bill.state != BillState.CANCELLED.value:
        return proposal_of(bill, whole.state.left_vnd, reasons, score)
    if told.get("how") == "settlement_day":
        return _of_a_day(whole, told)
    kind, number = told.get("kind"), number_in(str(told.get("id")))
    if kind in (MatchKind.REFUND.value, MatchKind.PAYOUT.value) and number is not None:
        href = _beside_href(MatchKind(kind), number, None)
        effect = _("mở ra, ghi là đã chuyển thì máy tự khớp")
        return elsewhere(str(MATCHED_WITH[MatchKind(kind)]), "", href, reasons, effect)
    return None


def _of_another_sum(whole: LineWhole, payment: Payment, reasons: Sequence[str]) -> Proposal:
    """A payment that is meant, but is not of this sum: looked at on its own page."""
    gap_vnd = abs(whole.line.amount_vnd - payment.amount_vnd)
    return elsewhere(
        payment.bill.beneficiary_name if payment.bill else _("Tiền chưa rõ của ai"),
        _("Đã ghi %(sum)s, %(at)s")
        % {"sum": money.dong(payment.amount_vnd), "at": moment(payment.paid_at)},
        reverse("desk_workbench_item", args=[f"{PAYMENT}-{payment.pk}"]),
        reasons,
        _("lệch %(gap)s; mở khoản đã ghi để xem") % {"gap": money.dong(gap_vnd)},
    )


def _of_a_day(whole: LineWhole, told: Mapping[str, object]) -> Proposal:
    """The payments of one provider and day may have been paid over as this one sum."""
    gross_vnd = number_in(str(told.get("gross_vnd"))) or whole.state.left_vnd
    about = _("ngày %(day)s, %(count)s khoản, %(sum)s") % {
        "day": day_words(date.fromisoformat(str(told["day"]))),
        "count": told.get("payments"),
        "sum": money.dong(gross_vnd),
    }
    name = str(channel(str(told.get("channel", ""))))
    query = f"?span=day&on={told['day']}&channel={told.get('channel', '')}"
    effect = _("nhập tệp quyết toán của cổng thì máy tự khớp")
    return elsewhere(name, about, f"{reverse('desk_reconcile')}{query}", [], effect)


def _tried(whole: LineWhole) -> list[Fact]:
    found = []
    for one in whole.state.tried:
        if not isinstance(one, dict):
            found.append(Fact(said_of(TRIED, one), ""))
            continue
        rest = {key: value for key, value in one.items() if key not in ("how", "why")}
        hint = ", ".join(str(value) for value in rest.values() if not isinstance(value, dict))
        found.append(
            Fact(said_of(TRIED, one.get("how", "")), said_of(WHY_NOT, one.get("why", "")), hint)
        )
    return found


def _line_facts(line: BankLine, whole: LineWhole) -> list[Fact]:
    told = [
        Fact(FIELDS["text"], line.text),
        Fact(
            FIELDS["payer"],
            line.payer_name,
            " ".join(one for one in (bank_name(line.payer_bank), line.payer_account) if one),
        ),
        Fact(FIELDS["account"], line.account),
        Fact(FIELDS["virtual_account"], line.virtual_account),
        Fact(FIELDS["reference"], line.bank_reference),
        Fact(FIELDS["end_to_end"], line.end_to_end),
        Fact(
            FIELDS["booked"],
            moment(line.booked_at) if line.booked_at else day_words(line.booked_on),
        ),
        Fact(FIELDS["value"], day_words(line.value_on) if line.value_on else ""),
    ]
    told += [
        Fact(
            _("Trong tệp"),
            one.statement.file.name,
            _("dòng %(place)s, nhận %(at)s")
            % {"place": one.place, "at": moment(one.statement.file.taken_at)},
        )
        for one in whole.seen
    ]
    return [one for one in told if one.value or one.hint]


def bank_name(told: str) -> str:
    """A bank as people call it, where the line names it by its number."""
    return banks.short_name(told) if told in banks.BANKS else told


def _history(found: Sequence[Decision]) -> list[Happened]:
    people = names_of([one.decided_by for one in found])
    return [
        Happened(
            DEEDS[Deed(one.deed)], one.reason, people.get(one.decided_by or 0, ""), one.decided_at
        )
        for one in found
    ]


def _beside(whole: LineWhole) -> list[Beside]:
    numbers = [one.subject_id for one in whole.matches if one.kind == MatchKind.PAYMENT.value]
    payments = Payment.objects.select_related("bill").in_bulk(numbers)
    rows = []
    for match in whole.matches:
        payment = payments.get(match.subject_id) if match.kind == MatchKind.PAYMENT.value else None
        standing = owners.standing(payment.pk) if payment else []
        bill = standing[0].bill if standing else None
        undone = whole.undone.get(match.pk)
        rows.append(
            Beside(
                word=MATCHED_WITH[MatchKind(match.kind)],
                how=EVIDENCE[How(match.how)],
                amount_vnd=match.amount_vnd,
                name=", ".join(one.bill.beneficiary_name for one in standing if one.bill),
                href=_beside_href(MatchKind(match.kind), match.subject_id, bill),
                undone_because=undone.reason if undone else "",
            )
        )
    return rows


def _beside_href(kind: MatchKind, number: int, bill: Bill | None) -> str:
    if bill is not None:
        return reverse("desk_bill", args=[bill.code])
    pages: Mapping[MatchKind, str] = {
        MatchKind.PAYMENT: "desk_inbox_item",
        MatchKind.REFUND: "desk_refund",
        MatchKind.PAYOUT: "desk_payout",
    }
    if kind in pages:
        return reverse(pages[kind], args=[number])
    if kind is MatchKind.REVERSAL:
        return reverse("desk_workbench_item", args=[f"{LINE}-{number}"])
    return reverse("desk_till_deposits") if kind is MatchKind.DEPOSIT else ""


def line_item(line_id: int, facility_id: int) -> Item | None:
    """A line of this facility, whole."""
    whole = queries.line_whole(line_id, facility_id)
    if whole is None:
        return None
    line, state = whole.line, whole.state
    outcome = Outcome(state.outcome)
    brought = [one.subject_id for one in whole.matches if one.kind == MatchKind.PAYMENT.value]
    needs_person = outcome in TO_DO and state.left_vnd > 0
    found = queries.decisions(line.pk, brought)
    is_out = line.direction == Direction.OUT.value
    return Item(
        thing=Thing("line", line.pk),
        acts_on=Thing("line", line.pk),
        key=f"{LINE}-{line.pk}",
        facility_id=facility_id,
        amount_vnd=line.amount_vnd,
        left_vnd=state.left_vnd,
        day=line.booked_on,
        is_out=is_out,
        pill=OUTCOMES[outcome],
        outcome=outcome,
        needs_person=needs_person,
        sender=line.payer_name,
        sender_bank=line.payer_bank if line.payer_bank in banks.BANKS else "",
        sender_account=line.payer_account,
        text=line.text,
        facts=_line_facts(line, whole),
        raw=json.dumps(line.raw, ensure_ascii=False, indent=2) if line.raw else "",
        tried=_tried(whole),
        proposals=_suggested(whole) if needs_person else [],
        beside=_beside(whole),
        history=_history(found),
        may_be_undone=bool(whole.live) or outcome is Outcome.NOT_OURS,
    )


def payment_item(payment: Payment, today: date) -> Item:
    """A payment that a notification brought, whole; its money may have moved since."""
    heard, standing = payment.heard, owners.standing(payment.pk)
    here = standing[0] if len(standing) == 1 else payment
    needs_person = here.pk == payment.pk and Finding(payment.finding) in OWNERLESS
    root = payment.root_id or payment.identifies_id or payment.pk
    numbers = sorted({payment.pk, root, *(one.pk for one in standing)})
    made = proposals(payment, pointed_to(payment), today)[:PROPOSED] if needs_person else []
    known = bills.bills_of_codes([one.row.code for one in made], payment.facility_id)
    of_code = {one.code: one for one in known}
    line_id = queries.line_of_payment([root])
    if needs_person:
        outcome = Outcome.ONLY_THEIRS
    elif all(one.finding == Finding.NOT_FOR_US.value for one in standing):
        outcome = Outcome.NOT_OURS
    else:
        outcome = Outcome.ONLY_OURS if line_id is None else Outcome.MATCHED
    return Item(
        thing=Thing("payment", payment.pk),
        acts_on=Thing("payment", payment.pk) if line_id is None else Thing("line", line_id),
        key=f"{PAYMENT}-{payment.pk}",
        facility_id=payment.facility_id,
        amount_vnd=payment.amount_vnd,
        left_vnd=payment.unidentified_vnd if needs_person else 0,
        day=clock.today(payment.paid_at),
        is_out=False,
        pill=OUTCOMES[outcome],
        outcome=outcome,
        needs_person=needs_person,
        sender=heard.payer_name,
        sender_bank=heard.payer_bank if heard.payer_bank in banks.BANKS else "",
        sender_account=heard.payer_account,
        text=heard.text,
        facts=[one for one in _heard_facts(payment) if one.value or one.hint],
        raw=readable(heard.raw),
        tried=[],
        proposals=[
            proposal_of(of_code[one.row.code], payment.amount_vnd, one.reasons, _score(one.reasons))
            for one in made
            if one.row.code in of_code
        ][:MOST_SHOWN],
        beside=_where_it_is(standing) if not needs_person else [],
        history=_history(queries.decisions(line_id, numbers)),
        may_be_undone=any(
            Finding(one.finding) in owners.GIVEN
            or (one.finding == Finding.NOT_FOR_US.value and one.identifies_id is not None)
            for one in standing
        ),
    )


def _where_it_is(standing: Sequence[Payment]) -> list[Beside]:
    return [
        Beside(
            word=FINDINGS[Finding(one.finding)].word,
            how=METHODS[Method(one.method)],
            amount_vnd=one.amount_vnd,
            name=one.bill.beneficiary_name if one.bill else "",
            href=reverse("desk_bill", args=[one.bill.code]) if one.bill else "",
            undone_because="",
        )
        for one in standing
    ]


def _score(reasons: Sequence[str]) -> int:
    """A notification's proposals are judged by how many small facts speak for them."""
    return min(40 * len(reasons), 99)


def _heard_facts(payment: Payment) -> list[Fact]:
    heard = payment.heard
    return [
        Fact(FIELDS["text"], heard.text),
        Fact(
            FIELDS["payer"],
            heard.payer_name,
            " ".join(one for one in (bank_name(heard.payer_bank), heard.payer_account) if one),
        ),
        Fact(FIELDS["account"], heard.account),
        Fact(FIELDS["virtual_account"], heard.virtual_account),
        Fact(FIELDS["reference"], heard.bank_reference or heard.provider_reference),
        Fact(FIELDS["channel"], str(channel(payment.channel))),
        Fact(FIELDS["heard"], moment(heard.heard_at)),
    ]

"""Mobile Money by GSMA Mobile Money API 1.2.0: the payer confirms with a PIN on the phone.

github gsmainclusivetechlab/mobilemoneyapi-devportal, merchant-payments 1.2.0 (OpenAPI), and
`docs/api-versions-1.2/get-started.md`. We are the operator's client; what its callback says is
unsigned and therefore only a hint to ask. `docs/channels/gsma.md` tells the walk of the questions.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from thuphi.ground.channels import gsma_accounts, gsma_calls, gsma_walk, reading
from thuphi.ground.channels import gsma_words as words
from thuphi.ground.channels.contract import (
    Ability,
    Answer,
    Capability,
    FourFields,
    Knock,
    Limits,
    Notice,
    Order,
    OrderRefused,
    Outcome,
    Question,
    RefundNotice,
    RefundOrder,
    Refusal,
    Reply,
    SignatureWrong,
    Started,
    Step,
    Waits,
)
from thuphi.ground.channels.unable import Unable

NOT_ARRIVED = timedelta(minutes=5), timedelta(days=1)
"""Between these ages an operator that knows nothing of our request has never had it: before, it may
still be on the way; after, the operator may have forgotten."""

_ONE_TIME_CODE = re.compile(rb'("oneTimeCode"\s*:\s*")(?:[^"\\]|\\.)*"')
_SECOND = timedelta(seconds=1)


class Gsma(Unable):
    """Asks an operator to take money from a wallet, and asks what became of it."""

    name: ClassVar[str] = "gsma"
    method: ClassVar[str] = "mobile_money"
    CAN: ClassVar[Mapping[Ability, Capability]] = {
        Ability.START: Capability(True),
        Ability.HEAR: Capability(True),
        Ability.ASK: Capability(True),
        Ability.CANCEL: Capability(False, "a request that waits for the PIN cannot be called off"),
        Ability.REFUND: Capability(True),
        Ability.PART_REFUND: Capability(True),
        Ability.ASK_REFUND: Capability(True),
        Ability.SETTLEMENT: Capability(False, "the file's layout is given by contract"),
        Ability.REFUSE_OLD: Capability(False, "a callback carries no time that could be trusted"),
        Ability.TEST_PING: Capability(False, "the operator has no marked test callback"),
        Ability.MONEY_OUT: Capability(False, "callbacks answer our own requests only"),
        Ability.NAME_PAYER: Capability(False, "the operator tells the phone number, not the name"),
    }
    SETTINGS: ClassVar[tuple[str, ...]] = (
        "endpoint",
        "apiKey",
        "clientId",
        "username",
        "password",
        "bearerToken",
        "organisationId",
        "callbackKey",
        "callerKeyHash",
    )
    SECRETS: ClassVar[tuple[str, ...]] = ("apiKey", "password", "bearerToken", "callbackKey")
    ADDRESSES: ClassVar[Mapping[str, str]] = {"endpoint": gsma_calls.SANDBOX}
    # Decree 368/2025/NĐ-CP lets an account move 100 million đồng a month, and as much again for
    # school and hospital fees: no single payment can be more than either allowance.
    LIMITS: ClassVar[Limits] = Limits(max_vnd=100_000_000)
    WAITS: ClassVar[Waits] = Waits(
        ends_at_provider=False,
        ask_after=(15 * _SECOND, 30 * _SECOND, *Waits().ask_after),
    )
    FOUR_FIELDS: ClassVar[FourFields] = FourFields(
        version=1,
        code="requestingOrganisationTransactionReference",
        reason="descriptionText",
        payer_name="metadata.payerName",
        beneficiary_name="metadata.beneficiaryName",
    )

    def start(self, order: Order, settings: Mapping[str, str]) -> Step:
        """POST /transactions/type/merchantpay. `order.extra["msisdn"]` is the payer's phone.

        Raises `OrderRefused`.
        """
        if not self.LIMITS.min_vnd <= order.amount_vnd <= self.LIMITS.max_vnd:
            raise OrderRefused("amount_vnd: Mobile Money nhận từ 1 đ đến 100.000.000 đ mỗi lần.")
        if not order.notify_url.startswith(("https://", "http://")):
            raise OrderRefused("notify_url: cần một địa chỉ đầy đủ, bắt đầu bằng https://.")
        if not settings.get("callbackKey"):
            raise OrderRefused("callbackKey: đặt một khóa bí mật cho địa chỉ nhận báo kết quả.")
        if not settings.get("organisationId"):
            raise OrderRefused("organisationId: điền mã đơn vị do nhà mạng cấp.")
        body: dict[str, object] = {
            "amount": str(order.amount_vnd),
            "currency": gsma_accounts.CURRENCY,
            "debitParty": [
                {"key": "msisdn", "value": gsma_calls.msisdn(order.extra.get("msisdn", ""))}
            ],
            "creditParty": [{"key": "organisationid", "value": settings["organisationId"]}],
            "requestingOrganisationTransactionReference": order.reference,
            "descriptionText": gsma_calls.short(order.description),
        }
        named = {"payerName": order.payer_name, "beneficiaryName": order.beneficiary_name}
        metadata = [
            {"key": key, "value": gsma_calls.short(name)} for key, name in named.items() if name
        ]
        if metadata:
            body["metadata"] = metadata
        tail = gsma_calls.callback_tail(order.reference, settings)
        callback = {"X-Callback-URL": f"{order.notify_url}/{tail}"}
        return gsma_calls.post(
            "transactions/type/merchantpay", body, settings, order.reference, order.at, callback
        )

    def read_started(self, order: Order, answer: Answer, settings: Mapping[str, str]) -> Started:
        """202 is on its way, 201 is over. A refused repeat may be alive and is unknown."""
        if answer.status == 201:
            found = words.read(answer.body, words.Transaction)
            notice = gsma_walk.judged(found, order.reference, order.amount_vnd, settings, answer.at)
            token = words.place("transactions", found.transaction_reference)
            return Started(notice.outcome, token=token, status=notice.status, notice=notice)
        if answer.status == 202:
            state = words.read(answer.body, words.RequestState)
            outcome, status, _ = gsma_walk.of_state(state, order.reference)
            token = reading.reference(state.server_correlation_id)
            return Started(outcome, token=token, status=status)
        fault = gsma_walk.fault_of(answer)
        outcome = Outcome.REFUSED if gsma_walk.is_dead(answer, fault) else Outcome.UNKNOWN
        return Started(outcome, status=fault.word)

    def hear(self, knock: Knock, settings: Mapping[str, str]) -> Notice:
        """A callback proves by its address that it belongs to a payment, never what it says.

        So the notice is always PENDING and tells nothing but our reference and the operator's word:
        whoever hears it asks. Raises `SignatureWrong`, `Malformed`.
        """
        reference, _, _ = knock.tail.rpartition(".")
        if not knock.tail.isascii():
            raise SignatureWrong("tail")
        reading.check_same(gsma_calls.callback_tail(reference, settings), knock.tail)
        if "x-correlationid" in knock.headers:
            given = knock.headers["x-correlationid"].strip().lower()
            reading.check_same(words.correlation_id(reference), given)
        if "x-content-hash" in knock.headers:
            given = knock.headers["x-content-hash"].strip().lower()
            reading.check_same(hashlib.sha256(knock.body).hexdigest(), given)
        told, amount_vnd = words.callback(knock.body), 0
        if isinstance(told, words.Transaction):
            amount_vnd = gsma_accounts.read_vnd(told.amount, told.currency)
            status = told.transaction_status
        else:
            status = told.status if isinstance(told, words.RequestState) else told.word
        return Notice(
            outcome=Outcome.PENDING,
            provider_reference=reading.reference(reference),
            amount_vnd=amount_vnd,
            paid_at=knock.at,
            reference=reference,
            status=reading.words(status)[:100],
        )

    def scrub(self, body: bytes) -> bytes:
        """Without the payer's one-time code, should the operator send it back."""
        return _ONE_TIME_CODE.sub(rb'\1"', body)

    def ask(self, question: Question, settings: Mapping[str, str]) -> Step:
        """One step of the walk: GET the place that was told last, or where the walk begins."""
        return gsma_calls.get(gsma_walk.place_to_ask(question), settings, question.at)

    def read_asked(self, question: Question, answer: Answer, settings: Mapping[str, str]) -> Notice:
        """Only a transaction confirms. Anything else is PENDING with `details["next"]`, the place
        to ask at once (hand it back as `extra["next"]`), or says that the payment is dead."""
        kind = gsma_walk.place_to_ask(question).partition("/")[0]
        if answer.status != 200:
            return _not_told(question, kind, answer)
        if kind == "transactions":
            found = words.read(answer.body, words.Transaction)
            reference, amount_vnd = question.reference, question.amount_vnd
            return gsma_walk.judged(found, reference, amount_vnd, settings, answer.at)
        outcome, status, place = gsma_walk.on_the_way(kind, answer, question.reference)
        return gsma_walk.still(question, outcome, status, answer.at, place)

    def refund(self, order: RefundOrder, settings: Mapping[str, str]) -> Step:
        """POST /transactions/{ref}/reversals; the amount is named for a part only."""
        if not 0 < order.amount_vnd <= order.paid_vnd:
            raise OrderRefused("amount_vnd: số tiền hoàn phải từ 1 đ đến số tiền đã trả.")
        body: dict[str, object] = {
            "type": "reversal",
            "requestingOrganisationTransactionReference": order.reference,
            "descriptionText": gsma_calls.short(order.description),
        }
        if order.amount_vnd < order.paid_vnd:
            body |= {"amount": str(order.amount_vnd), "currency": gsma_accounts.CURRENCY}
        path = words.place("transactions", order.provider_reference) + "/reversals"
        return gsma_calls.post(path, body, settings, order.reference, order.at, {})

    def read_refunded(
        self,
        order: RefundOrder,
        answer: Answer,
        settings: Mapping[str, str],  # noqa: ARG002
    ) -> RefundNotice:
        """While PENDING, `provider_reference` is the place to ask next: `extra["next"]`."""
        if answer.status == 201:
            return gsma_walk.reversed_by(order, answer)
        if answer.status == 202:
            state = words.read(answer.body, words.RequestState)
            outcome, status, place = gsma_walk.of_state(state, order.reference)
            return RefundNotice(outcome, order.amount_vnd, place, status)
        fault = gsma_walk.fault_of(answer)
        outcome = Outcome.REFUSED if gsma_walk.is_dead(answer, fault) else Outcome.UNKNOWN
        return RefundNotice(outcome, order.amount_vnd, "", fault.word)

    def ask_refund(self, order: RefundOrder, settings: Mapping[str, str]) -> Step:
        """The same walk for a reversal."""
        return gsma_calls.get(gsma_walk.refund_place_to_ask(order), settings, order.at)

    def read_refund_asked(
        self,
        order: RefundOrder,
        answer: Answer,
        settings: Mapping[str, str],  # noqa: ARG002
    ) -> RefundNotice:
        """As `read_refunded`. An operator that knows nothing of a refund leaves it unknown."""
        kind = gsma_walk.refund_place_to_ask(order).partition("/")[0]
        if answer.status != 200:
            return RefundNotice(
                Outcome.UNKNOWN, order.amount_vnd, "", gsma_walk.fault_of(answer).word
            )
        if kind == "transactions":
            return gsma_walk.reversed_by(order, answer)
        outcome, status, place = gsma_walk.on_the_way(kind, answer, order.reference)
        return RefundNotice(outcome, order.amount_vnd, place, status)

    def reply_recorded(self) -> Reply:
        """204: what came in is on record."""
        return Reply(204, b"")

    def reply_repeated(self) -> Reply:
        """204 as well."""
        return Reply(204, b"")

    def reply_refused(self, refusal: Refusal) -> Reply:
        """401 or 400 with an error object."""
        if isinstance(refusal, SignatureWrong):
            return words.fault_reply(401, "authorisation", "clientAuthorisationError")
        return words.fault_reply(400, "validation", "formatError")

    def reply_busy(self) -> Reply:
        """503 with an error object."""
        return words.fault_reply(503, "serviceUnavailable", "genericError")


def _not_told(question: Question, kind: str, answer: Answer) -> Notice:
    """An error instead of an answer; it may mean that our request never arrived."""
    fault = gsma_walk.fault_of(answer)
    outcome, place = Outcome.UNKNOWN, ""
    if fault.error_category.lower() == "identification":
        if kind == "responses":
            after, until = NOT_ARRIVED
            if after <= question.at - question.started_at <= until:
                outcome = Outcome.REFUSED
        elif kind == "requeststates":
            # The walk goes on by our own id; its end decides.
            outcome = Outcome.PENDING
            place = words.place("responses", words.correlation_id(question.reference))
    return gsma_walk.still(question, outcome, fault.word, answer.at, place)

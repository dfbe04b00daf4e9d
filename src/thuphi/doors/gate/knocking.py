"""`/gate/<channel>/<merchant>[/<tail>]`: from raw bytes to the provider's own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final, Protocol
from urllib.parse import parse_qsl

import msgspec
import structlog
from psycopg import Error
from starlette.types import Receive, Scope, Send

from thuphi.ground.channels.contract import (
    Ability,
    Connector,
    Knock,
    Malformed,
    Notice,
    OrderFault,
    Outcome,
    Refusal,
    Reply,
)
from thuphi.ground.channels.told import heard_key, told_hash
from thuphi.ground.kit.network import network_of
from thuphi.ground.kit.seal import SealBroken

from . import columns
from .answers import (
    NOT_FOUND,
    TOO_LARGE,
    TOO_MANY,
    TOO_SLOW,
    Answer,
    send_reply,
)
from .inbox import Inbox
from .merchants import Merchant, MerchantBook
from .metrics import Metrics
from .orders import OrderBook
from .rates import RateLimit
from .reading import (
    BodyTooLarge,
    BodyTooSlow,
    CallerGone,
    Patience,
    caller_address,
    header_map,
    headers_to_keep,
    is_declared_longer,
)
from .settings import GateSettings
from .writing import Cells

log = structlog.get_logger("thuphi.gate")

REFERENCE_LENGTH_MAX: Final = 100
TAIL_LENGTH_MAX: Final = 200


class Found(Protocol):
    """A bill code read out of a transfer text."""

    @property
    def code(self) -> str: ...
    @property
    def corrected(self) -> bool: ...


FindCodes = Callable[[str], Sequence[Found]]


_OUTCOMES = {outcome: columns.text(outcome.value) for outcome in Outcome}
_METHODS = {word: columns.text(word) for word in ("qr", "web", "mobile_money", "card", "cash")}
_ON_DISK: Final = frozenset({Answer.RECORDED, Answer.REPEATED, Answer.OTHERWISE})


class KnockDoor:
    """The raw ASGI endpoint of the hot path; it keeps nothing but caches and limits."""

    def __init__(
        self,
        *,
        settings: GateSettings,
        connectors: Mapping[str, Connector],
        find_codes: FindCodes,
        merchants: MerchantBook,
        orders: OrderBook,
        inbox: Inbox,
        metrics: Metrics,
        patience: Patience,
    ) -> None:
        self._settings = settings
        # Who never calls us has no door here: a knock in its name is a stranger's.
        self._connectors = {
            name: one for name, one in connectors.items() if one.CAN[Ability.HEAR].can
        }
        self._find_codes = find_codes
        self._merchants = merchants
        self._orders = orders
        self._inbox = inbox
        self._metrics = metrics
        self._patience = patience
        self._by_address = RateLimit(rate=settings.address_rate, burst=settings.address_burst)
        self._by_merchant = RateLimit(rate=settings.merchant_rate, burst=settings.merchant_burst)
        self._unknown = RateLimit(rate=settings.unknown_rate, burst=settings.unknown_burst)
        self._methods = {name: columns.text(one.method) for name, one in connectors.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one knock; its path has two names after `/gate/`, and perhaps a tail."""
        path: str = scope["path"]
        _, _, channel, slug, *tail = path.split("/")
        answer, reply = await self._hear(channel, slug, "".join(tail), scope, receive)
        self._metrics.count(channel, answer)
        if answer is not Answer.GONE:
            await send_reply(send, reply)

    async def _hear(
        self, channel: str, slug: str, tail: str, scope: Scope, receive: Receive
    ) -> tuple[Answer, Reply]:
        address = network_of(caller_address(scope, self._settings.trusted_proxies))
        if not self._by_address.admits(address):
            return Answer.TOO_MANY, TOO_MANY
        connector = self._connectors.get(channel)
        if connector is None or len(tail) > TAIL_LENGTH_MAX:
            return Answer.UNKNOWN, NOT_FOUND
        merchant = self._merchants.remembered(channel, slug)
        if merchant is None:
            try:
                merchant = await self._merchants.find(channel, slug)
            except (Error, OSError, SealBroken) as error:
                log.warning("gate_merchant_not_read", channel=channel, error=type(error).__name__)
                return Answer.BUSY, connector.reply_busy()
        if merchant is None:
            if not self._unknown.admits(address):
                return Answer.TOO_MANY, TOO_MANY
            return Answer.UNKNOWN, NOT_FOUND
        headers = header_map(scope["headers"])
        query: bytes = scope["query_string"]
        bytes_max = self._settings.body_bytes_max
        if len(query) > bytes_max or is_declared_longer(headers, bytes_max):
            return Answer.TOO_LARGE, TOO_LARGE
        try:
            body = await self._patience.read_body(receive, bytes_max)
        except BodyTooLarge:
            return Answer.TOO_LARGE, TOO_LARGE
        except BodyTooSlow:
            return Answer.TOO_SLOW, TOO_SLOW
        except CallerGone:
            return Answer.GONE, TOO_SLOW
        knock = Knock(
            method=scope["method"],
            query=_query_of(query) if query else {},
            headers=headers,
            body=body,
            at=datetime.now(UTC),
            tail=tail,
        )
        return await self._take(connector, merchant, knock, query)

    async def _take(
        self, connector: Connector, merchant: Merchant, knock: Knock, query: bytes
    ) -> tuple[Answer, Reply]:
        """Believe the knock, put it on disk, and answer in the provider's words."""
        raw = query if knock.method == "GET" else knock.body
        fault: OrderFault | None = None
        try:
            notice = connector.hear(knock, merchant.settings)
            # Only believed knocks count: a stranger must not use up what the provider may send.
            if not self._by_merchant.admits(merchant.name):
                return Answer.TOO_MANY, TOO_MANY
            if notice.outcome is Outcome.NOT_OURS and not notice.provider_reference:
                return Answer.NOTHING, connector.reply_recorded()
            if connector.CHECKS_ORDER:
                fault = await self._orders.fault_of(merchant, notice)
                if fault is OrderFault.AMOUNT_DIFFERS and notice.outcome is Outcome.CONFIRMED:
                    notice = replace(notice, outcome=Outcome.MISMATCH)
            kept = raw if knock.method == "GET" else connector.scrub(raw)
            cells = self._cells(merchant, knock, notice, kept)
        except Refusal as refusal:
            _complain(merchant, raw, refusal.reason)
            is_malformed = isinstance(refusal, Malformed)
            answer = Answer.MALFORMED if is_malformed else Answer.REFUSED
            return answer, connector.reply_refused(refusal)
        except (Error, OSError) as error:
            log.warning("gate_order_not_read", channel=connector.name, error=type(error).__name__)
            return Answer.BUSY, connector.reply_busy()
        except Exception as error:  # noqa: BLE001
            # A fault of ours in reading a message: the provider keeps it and sends it again. The
            # error's own text may quote the message, so only its kind is written down.
            _complain(merchant, raw, f"fault:{type(error).__name__}")
            return Answer.BUSY, connector.reply_busy()
        answer = await self._inbox.hear(cells)
        if fault is not None and answer in _ON_DISK:
            return answer, connector.reply_order(fault)
        return answer, _in_their_words(connector, answer)

    def _cells(self, merchant: Merchant, knock: Knock, notice: Notice, body: bytes) -> Cells:
        """The row of `heard`. Raises `Malformed` for what no row can hold."""
        if not 0 < len(notice.provider_reference) <= REFERENCE_LENGTH_MAX:
            raise Malformed("reference_length")
        if notice.amount_vnd < 0:
            raise Malformed("amount_negative")
        found = self._find_codes(f"{notice.reference} {notice.text}")
        # Whole codes and mended ones are not kept together: a mended one needs the stricter look.
        is_mended = bool(found) and found[0].corrected
        codes = [one.code for one in found if one.corrected == is_mended]
        headers = msgspec.json.encode(headers_to_keep(knock.headers))
        details = notice.details
        if notice.status:
            details = {**details, "status": notice.status}
        text, raw = columns.text, columns.raw
        try:
            return Cells((
                *merchant.cells,
                text(heard_key(notice)),
                _OUTCOMES[notice.outcome],
                columns.bigint(notice.amount_vnd),
                columns.instant(notice.paid_at),
                text(notice.text),
                text(" ".join(codes)),
                columns.TRUE if is_mended else columns.FALSE,
                text(notice.bank_reference),
                text(notice.account),
                text(notice.virtual_account),
                text(notice.payer_name),
                text(notice.payer_account),
                text(notice.payer_bank),
                _METHODS.get(notice.method) or self._methods[merchant.channel],
                text(notice.reference),
                columns.texts(details),
                raw(body),
                raw(headers),
                raw(told_hash(notice, codes)),
            ))  # fmt: skip
        except columns.Unwritable as error:
            raise Malformed(f"beyond_a_row:{error}") from error


def _query_of(query: bytes) -> dict[str, str]:
    """The members of a query, decoded; of a name that comes twice the last one counts."""
    return dict(parse_qsl(query.decode(errors="replace"), keep_blank_values=True))


def _in_their_words(connector: Connector, answer: Answer) -> Reply:
    if answer is Answer.RECORDED:
        return connector.reply_recorded()
    if answer is Answer.REPEATED or answer is Answer.OTHERWISE:
        return connector.reply_repeated()
    return connector.reply_busy()


_complaints = RateLimit(rate=20, burst=200)


def _complain(merchant: Merchant, raw: bytes, reason: str) -> None:
    """What may be written down of a knock that was not taken: nothing about a person.

    A flood of bad knocks fills the counters, not the disk.
    """
    if not _complaints.admits(merchant.name):
        return
    log.warning(
        "gate_knock_refused",
        channel=merchant.channel,
        merchant=merchant.slug,
        reason=reason[:80],
        bytes=len(raw),
        sha256=sha256(raw).hexdigest()[:12],
    )

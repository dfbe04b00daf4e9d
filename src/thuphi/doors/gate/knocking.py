"""`POST /gate/<channel>/<merchant>`: from raw bytes to the provider's own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple, Protocol
from urllib.parse import parse_qsl

import msgspec
import structlog
from psycopg import Error
from starlette.types import Receive, Scope, Send

from thuphi.ground.channels.contract import (
    Connector,
    Knock,
    Malformed,
    Notice,
    Outcome,
    Refusal,
    Reply,
)
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

REFERENCE_LENGTH_MAX = 100


class Found(Protocol):
    """A bill code read out of a transfer text."""

    @property
    def code(self) -> str: ...
    @property
    def corrected(self) -> bool: ...


FindCodes = Callable[[str], Sequence[Found]]


class Settled(NamedTuple):
    """An answer that needs no disk."""

    counted_as: Answer
    reply: Reply


_OUTCOMES = {outcome: columns.text(outcome.value) for outcome in Outcome}


class KnockDoor:
    """The raw ASGI endpoint of the hot path; it keeps nothing but caches and limits."""

    def __init__(
        self,
        *,
        settings: GateSettings,
        connectors: Mapping[str, Connector],
        find_codes: FindCodes,
        merchants: MerchantBook,
        inbox: Inbox,
        metrics: Metrics,
        patience: Patience,
    ) -> None:
        self._settings = settings
        self._connectors = connectors
        self._find_codes = find_codes
        self._merchants = merchants
        self._inbox = inbox
        self._metrics = metrics
        self._patience = patience
        self._by_address = RateLimit(rate=settings.address_rate, burst=settings.address_burst)
        self._by_merchant = RateLimit(rate=settings.merchant_rate, burst=settings.merchant_burst)
        self._unknown = RateLimit(rate=settings.unknown_rate, burst=settings.unknown_burst)
        self._methods = {name: columns.text(one.method) for name, one in connectors.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one knock; its path has the two names after `/gate/`."""
        path: str = scope["path"]
        _, _, channel, slug = path.split("/")
        answer, reply = await self._hear(channel, slug, scope, receive)
        self._metrics.count(channel, answer)
        if answer is not Answer.GONE:
            await send_reply(send, reply)

    async def _hear(
        self, channel: str, slug: str, scope: Scope, receive: Receive
    ) -> tuple[Answer, Reply]:
        address = network_of(caller_address(scope, self._settings.trusted_proxies))
        if not self._by_address.admits(address):
            return Answer.TOO_MANY, TOO_MANY
        connector = self._connectors.get(channel)
        if connector is None:
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
        if is_declared_longer(headers, self._settings.body_bytes_max):
            return Answer.TOO_LARGE, TOO_LARGE
        try:
            body = await self._patience.read_body(receive, self._settings.body_bytes_max)
        except BodyTooLarge:
            return Answer.TOO_LARGE, TOO_LARGE
        except BodyTooSlow:
            return Answer.TOO_SLOW, TOO_SLOW
        except CallerGone:
            return Answer.GONE, TOO_SLOW
        query: bytes = scope["query_string"]
        knock = Knock(
            method=scope["method"],
            query=dict(parse_qsl(query.decode("latin-1"))) if query else {},
            headers=headers,
            body=body,
            at=datetime.now(UTC),
        )
        taken = self._understand(connector, merchant, knock)
        if isinstance(taken, Settled):
            return taken
        answer = await self._inbox.hear(taken)
        return answer, _in_their_words(connector, answer)

    def _understand(
        self, connector: Connector, merchant: Merchant, knock: Knock
    ) -> Cells | Settled:
        """A row to write, or the answer to a knock that leaves none."""
        body_hash = sha256(knock.body).digest()
        try:
            notice = connector.hear(knock, merchant.settings)
            # Only believed knocks count: a stranger must not use up what the provider may send.
            if not self._by_merchant.admits(merchant.name):
                return Settled(Answer.TOO_MANY, TOO_MANY)
            if notice.outcome is Outcome.NOT_OURS and not notice.provider_reference:
                return Settled(Answer.NOTHING, connector.reply_recorded())
            return self._cells(merchant, knock, notice, body_hash)
        except Refusal as refusal:
            _complain(merchant, knock, body_hash, refusal.reason)
            is_malformed = isinstance(refusal, Malformed)
            answer = Answer.MALFORMED if is_malformed else Answer.REFUSED
            return Settled(answer, connector.reply_refused(refusal))
        except Exception as error:  # noqa: BLE001
            # A fault of ours in reading a message: the provider keeps it and sends it again. The
            # error's own text may quote the message, so only its kind is written down.
            _complain(merchant, knock, body_hash, f"fault:{type(error).__name__}")
            return Settled(Answer.BUSY, connector.reply_busy())

    def _cells(self, merchant: Merchant, knock: Knock, notice: Notice, body_hash: bytes) -> Cells:
        """The row of `heard`. Raises `Malformed` for what no row can hold."""
        if not 0 < len(notice.provider_reference) <= REFERENCE_LENGTH_MAX:
            raise Malformed("reference_length")
        if notice.amount_vnd < 0:
            raise Malformed("amount_negative")
        found = self._find_codes(f"{notice.reference} {notice.text}")
        # Whole codes and mended ones are not kept together: a mended one needs the stricter look.
        is_mended = bool(found) and found[0].corrected
        codes = [one.code for one in found if one.corrected == is_mended]
        kept = msgspec.json.encode(headers_to_keep(knock.headers))
        text, raw = columns.text, columns.raw
        try:
            return Cells((
                *merchant.cells,
                text(notice.provider_reference),
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
                self._methods[merchant.channel],
                raw(knock.body),
                raw(kept),
                raw(body_hash),
            ))  # fmt: skip
        except columns.Unwritable as error:
            raise Malformed(f"beyond_a_row:{error}") from error


def _in_their_words(connector: Connector, answer: Answer) -> Reply:
    if answer is Answer.RECORDED:
        return connector.reply_recorded()
    if answer is Answer.REPEATED or answer is Answer.OTHERWISE:
        return connector.reply_repeated()
    return connector.reply_busy()


_complaints = RateLimit(rate=20, burst=200)


def _complain(merchant: Merchant, knock: Knock, body_hash: bytes, reason: str) -> None:
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
        bytes=len(knock.body),
        sha256=body_hash.hex()[:12],
    )

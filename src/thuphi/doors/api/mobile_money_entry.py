"""Which operator asks, about whose bills: settled before anything else of a request is believed.

GSMA Mobile Money API 1.2.0, "Headers". The payer's own credentials (`X-User-Bearer`,
`X-User-Credential-1`, `-2`) are never read, kept or logged.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from thuphi.ground.channels import gsma_accounts
from thuphi.ground.channels.contract import Malformed
from thuphi.ground.kit import billcode
from thuphi.ground.tries import actions as tries
from thuphi.money.bills.queries.bill_page import facility_of
from thuphi.registers.facilities import errors as facility_errors
from thuphi.registers.facilities import queries as facilities
from thuphi.registers.methods.models import Merchant

from .entry import see_facility
from .mobile_money_faults import Fault, Refused

CHANNELS = ("gsma", "portal")
KEY_HASH = "callerKeyHash"
"""The setting that holds the SHA-256, in hex, of the key that the operator shows us."""
ASKED_A_MINUTE = 600
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Account:
    """Whose bills are meant: a code, and the facility it is a code of."""

    consumer: str
    facility_code: str
    bill_code: str
    """The consumer's code once more, when it is a bill's."""


@dataclass(frozen=True, slots=True)
class Caller:
    """An operator that was let in, for one facility."""

    merchant_id: int
    channel: str
    facility_id: int


def account_of(written: str, request: HttpRequest) -> Account:
    """Read `consumerno@...$serviceprovider@...`; a facility may also stand in a header.

    Raises `Refused`.
    """
    try:
        parts = gsma_accounts.read_account_id(written)
    except Malformed as error:
        raise Refused(Fault.ACCOUNT_UNREADABLE) from error
    consumer = plain(parts.get("consumerno", "").strip())
    if not consumer:
        raise Refused(Fault.MISSING, consumerno="")
    header = request.headers.get("X-Account-Holding-Institution-Identifier", "")
    named = parts.get("serviceprovider") or parts.get("organisationid") or header
    return Account(consumer, plain(named.strip()), code_of(consumer))


def code_of(written: str) -> str:
    """The bill code that this is, or nothing. A code is taken letter by letter, never mended."""
    try:
        return billcode.decode(written, strict=True).code
    except billcode.NotABillCode:
        return ""


def enter(request: HttpRequest, account: Account, at: datetime) -> Caller:
    """Let an operator in; the database then shows rows of its facility only. Raises `Refused`.

    Whatever is wrong, a stranger reads the same words: nothing tells which codes exist.
    """
    facility_id = _facility_of(account)
    see_facility(facility_id)
    caller = _caller(request, facility_id)
    if caller is None:
        see_facility(0)
        raise Refused(Fault.NOT_KNOWN)
    spent = tries.spend(name=f"mm:{caller.merchant_id}:{at:%H%M}", lasts=MINUTE, at=at)
    if spent > ASKED_A_MINUTE:
        raise Refused(Fault.TOO_MANY)
    return caller


def _caller(request: HttpRequest, facility_id: int) -> Caller | None:
    slug = request.headers.get("X-Client-Id", "")
    given = hashlib.sha256(request.headers.get("X-API-Key", "").encode()).hexdigest()
    merchants = Merchant.objects.filter(
        facility_id=facility_id, channel__in=CHANNELS, slug=plain(slug), is_active=True
    ).only("id", "channel", "facility_id", "settings")
    for merchant in merchants:
        kept = str(merchant.settings.get(KEY_HASH, "")).strip().lower()
        if hmac.compare_digest(given.encode(), kept.encode()):
            return Caller(merchant.pk, merchant.channel, merchant.facility_id)
    return None


def plain(text: str) -> str:
    """The text if it is made of letters that can be printed, else nothing."""
    return text if text.isprintable() else ""


def _facility_of(account: Account) -> int:
    named: int | None = None
    if account.facility_code:
        try:
            named = facilities.facility_by_code(account.facility_code).pk
        except facility_errors.FacilityNotFound as error:
            raise Refused(Fault.NOT_KNOWN) from error
    if account.bill_code and named is None:
        named = facility_of(account.bill_code)
        if named is None:
            raise Refused(Fault.NOT_KNOWN)
    if named is None:
        raise Refused(Fault.PROVIDER_MISSING)
    return named


def correlation_of(request: HttpRequest) -> str:
    """`X-CorrelationID` of a POST whose body is whole; empty when none came. Raises `Refused`."""
    given = request.headers.get("X-CorrelationID", "")
    content_hash = request.headers.get("X-Content-Hash", "").strip().lower()
    if content_hash and content_hash != hashlib.sha256(request.body).hexdigest():
        raise Refused(Fault.UNREADABLE, header="X-Content-Hash")
    try:
        return str(uuid.UUID(given)) if given else ""
    except ValueError as error:
        raise Refused(Fault.UNREADABLE, header="X-CorrelationID") from error

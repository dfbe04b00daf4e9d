"""The messages of GSMA Mobile Money API 1.2.0 and their words in ours. Not a connector.

github gsmainclusivetechlab/mobilemoneyapi-devportal, merchant-payments 1.2.0 (OpenAPI) and
`docs/api-versions-1.2/get-started.md`: the two spell the members and values of an error
differently, so both spellings are read and the OpenAPI's is written.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from typing import Final, Literal, TypeVar
from urllib.parse import quote

import msgspec

from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import Malformed, Outcome, Reply

TRANSACTION_STATUS = {
    "completed": Outcome.CONFIRMED,
    "pending": Outcome.PENDING,
    "in progress": Outcome.PENDING,
    "failed": Outcome.REFUSED,
    "declined": Outcome.REFUSED,
    "cancelled": Outcome.REFUSED,
    "expired": Outcome.REFUSED,
    "reversed": Outcome.MISMATCH,
}
"""`transactionStatus` is free text; the document's own samples say `completed` only."""

REQUEST_STATUS = {
    "pending": Outcome.PENDING,
    "completed": Outcome.PENDING,
    "failed": Outcome.REFUSED,
}
"""`requestState.status`. A completed request says that it is over, not how: that is read next."""

ERROR_STATUS = {
    "businessrule": 400,
    "validation": 400,
    "authorisation": 401,
    "authorization": 401,
    "identification": 404,
    "internal": 500,
    "serviceunavailable": 503,
}
"""`errorCategory` in small letters and the HTTP status that comes with it."""

REPEATED_REQUEST = "duplicaterequest"
UNIT_SPACE: Final = uuid.UUID("6f1d9c1e-5b4c-5d0e-9a53-0d3a1f6a7c42")

_PLACE = re.compile(r"(requeststates|transactions|responses)/(?!\.{1,2}$)([^/?#\s]{1,256})")


class Party(msgspec.Struct):
    """One name of a payer or payee."""

    key: str
    value: str


class Transaction(msgspec.Struct, rename="camel"):
    """What the operator holds about one movement of money."""

    transaction_reference: str
    transaction_status: str
    amount: str
    currency: str
    type: str = ""
    requesting_organisation_transaction_reference: str = ""
    original_transaction_reference: str = ""
    transaction_receipt: str = ""
    transaction_date: str = ""
    creation_date: str = ""
    modification_date: str = ""
    debit_party: Sequence[Party] = ()
    credit_party: Sequence[Party] = ()


class Reversal(msgspec.Struct, rename="camel"):
    """A reversal: like a transaction, but what was not told to change need not be told back."""

    transaction_reference: str
    transaction_status: str
    type: str = ""
    amount: str = ""
    currency: str = ""
    original_transaction_reference: str = ""


class Fault(msgspec.Struct):
    """An error object."""

    error_category: str = msgspec.field(name="errorCategory")
    error_code: str = msgspec.field(name="errorCode")

    @property
    def word(self) -> str:
        """The code as it is kept beside an attempt."""
        return f"{self.error_category}/{self.error_code}"[:100]

    @property
    def is_final(self) -> bool:
        """Whether nothing was begun: the request itself was refused."""
        status = ERROR_STATUS.get(self.error_category.lower(), 500)
        return status < 500 and not self.is_repeat

    @property
    def is_repeat(self) -> bool:
        """Whether the operator had this request before, so that it may well be alive."""
        return self.error_code.lower() == REPEATED_REQUEST


class RequestState(msgspec.Struct, rename="camel"):
    """How far the operator is with a request of ours."""

    server_correlation_id: str
    status: str
    object_reference: str = ""
    error: Fault | None = None


class Link(msgspec.Struct):
    """Where the answer to a request of ours is, when its reply was lost."""

    link: str


def correlation_id(reference: str) -> str:
    """`X-CorrelationID` of a request about a reference of ours: known before anything is sent."""
    return str(uuid.uuid5(UNIT_SPACE, reference))


def place_of(written: str) -> str:
    """`transactions/TXN-1` out of a link of the operator's, or empty when it leads elsewhere."""
    parts = written.split("?")[0].rstrip("/").split("/")
    found = _PLACE.fullmatch("/".join(parts[-2:]))
    return found[0] if found else ""


def place(kind: Literal["requeststates", "transactions", "responses"], name: str) -> str:
    """A place to ask at, its name made fit for an address. Raises `Malformed`."""
    found = f"{kind}/{quote(name, safe='-_.~')}"
    if place_of(found) != found:
        raise Malformed("reference")
    return found


_Kind = TypeVar("_Kind", Transaction, Reversal, RequestState, Link, Fault)


def read(body: bytes, kind: type[_Kind]) -> _Kind:
    """One message. Raises `Malformed`."""
    return reading.typed(reading.json_of(body), kind)


def callback(body: bytes) -> Transaction | RequestState | Fault:
    """One of the three messages of a callback. Raises `Malformed`."""
    message = reading.json_of(body)
    if isinstance(message, dict):
        if "transactionReference" in message:
            return reading.typed(message, Transaction)
        if "serverCorrelationId" in message:
            return reading.typed(message, RequestState)
        if "errorCategory" in message:
            return reading.typed(message, Fault)
    raise Malformed("message")


def fault_reply(status: int, category: str, code: str) -> Reply:
    """An error object, in the OpenAPI's spelling."""
    return Reply(status, msgspec.json.encode({"errorCategory": category, "errorCode": code}))

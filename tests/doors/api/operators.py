"""An operator under contract with school A, as its own software asks for bills and pays them."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.test import Client

from tests import world as worlds
from tests.world import School, World
from thuphi.ground.kit.actor import SYSTEM
from thuphi.money.bills.models import Bill
from thuphi.money.payments import actions as payments
from thuphi.money.payments.models import Payment
from thuphi.registers.methods.actions.merchants import register_merchant
from thuphi.registers.methods.models import Merchant

from .conftest import as_worker

SLUG = "vidu-gsma"
KEY = "key of the operator, 43 letters of chance"
BASE = "/api/mm/v1.2"
TOTAL_VND = 826_800
"""One of each item of school A."""


def contract(school: School, slug: str = SLUG, key: str = KEY) -> Merchant:
    """A merchant that may ask for a school's bills."""
    return register_merchant(
        by=SYSTEM,
        facility_id=school.id,
        channel="gsma",
        slug=slug,
        account_number="",
        settings={
            "apiKey": "key of the school",
            "callbackKey": "secret of the callbacks",
            "organisationId": "TRUONG-A",
            "callerKeyHash": hashlib.sha256(key.encode()).hexdigest(),
        },
        at=worlds.AT,
    )


@dataclass
class OperatorSoftware:
    """A caller with a key. Answers are JSON, and never a fault of ours."""

    slug: str = SLUG
    key: str = KEY
    client: Client = field(default_factory=Client)

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self._sent(self.client.get(f"{BASE}/{path}", headers=self._headers(headers)))

    def post(
        self, path: str, body: object, *, correlation: str = "", **headers: str
    ) -> HttpResponse:
        told = {"X-CorrelationID": correlation or str(uuid.uuid4())}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._sent(
            self.client.post(
                f"{BASE}/{path}",
                raw,
                content_type="application/json",
                headers=self._headers(told),
            )
        )

    def pay(self, bill: Bill, amount_vnd: int, reference: str, **more: str) -> HttpResponse:
        """Pay a bill as the document's sample does."""
        body = {
            "currency": "VND",
            "amountPaid": str(amount_vnd),
            "requestingOrganisationTransactionReference": reference,
            "customerReference": "Nguyen Van A",
            **more,
        }
        return self.post(f"accounts/consumerno@{bill.code}/bills/{bill.code}/payments", body)

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        told = {"X-Client-Id": self.slug, "X-API-Key": self.key, "X-Date": "2026-10-06T02:30:00Z"}
        return {name: value for name, value in (told | more).items() if value}

    def _sent(self, answer: HttpResponse) -> HttpResponse:
        assert answer.status_code < 500, answer.content
        return answer


def code_of(answer: HttpResponse) -> tuple[int, str]:
    """Status and error code of a refusal."""
    return answer.status_code, json.loads(answer.content)["errorCode"]


def issue(
    world: World, *, allows_part: bool = False, name: str = "Thu tháng 10/2026"
) -> list[Bill]:
    """A bill for each pupil of school A."""
    return worlds.issued_run(world, allows_part=allows_part, name=name)


def read(answer: HttpResponse, status: int = 201) -> dict[str, str]:
    assert answer.status_code == status, answer.content
    said = json.loads(answer.content)
    assert isinstance(said, dict)
    return said


def body(amount: str = str(TOTAL_VND), reference: str = "MM-1", **more: str) -> dict[str, str]:
    return {
        "currency": "VND",
        "amountPaid": amount,
        "requestingOrganisationTransactionReference": reference,
        **more,
    }


def booked() -> list[tuple[str, str, str, int]]:
    """Channel, method, finding and amount of what the worker booked."""
    with as_worker():
        payments.post_waiting(at=worlds.AT)
        return list(
            Payment.objects.order_by("id").values_list("channel", "method", "finding", "amount_vnd")
        )

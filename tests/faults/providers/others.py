"""The other side of each wire: a simulator in its own process, and the payer in front of it."""

from __future__ import annotations

import enum
import json
import os
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import httpx

from tests.faults.house import free_port
from thuphi.money.attempts.models import Attempt

ROOT = Path(__file__).resolve().parents[3]
RETURN_URL = "https://truong.example.edu.vn/tra-ve"
PHONE = "0901234567"
HANG_SECONDS = 4
"""How long a simulator that does not answer keeps the line open: longer than our tests wait."""

Json = dict[str, object]


class Deed(enum.Enum):
    """What the payer does."""

    PAY = "pay"
    DECLINE = "decline"
    """The provider says no: too little money, a wrong PIN."""
    LEAVE = "leave"
    """The payer goes back at the provider's page."""


def until(holds: Callable[[], bool], what: str, seconds: float = 15) -> None:
    """Return once it holds; fails with `what` when it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.02)


@dataclass
class Other(ABC):
    """One provider's simulator, as a test sees it."""

    port: int
    process: subprocess.Popen[bytes] | None = None

    channel: ClassVar[str]
    module: ClassVar[str]
    deeds: ClassVar[Mapping[Deed, str]]
    notices: ClassVar[Mapping[str, Mapping[str, object]]]
    """The wish at `/control` for each fault of a notification."""

    @property
    def url(self) -> str:
        """Where it can be reached."""
        return f"http://127.0.0.1:{self.port}"

    @property
    @abstractmethod
    def settings(self) -> dict[str, str]:
        """What a merchant types in."""

    @abstractmethod
    def config(self, notify_url: str) -> Json:
        """What the simulator is told at its start."""

    @abstractmethod
    def visit(self, attempt: Attempt, deed: Deed) -> None:
        """The payer opens what was shown, and acts."""

    @abstractmethod
    def deliveries(self, reference: str) -> int:
        """How many notifications of a payment are over, heard or not."""

    @abstractmethod
    def charged(self, reference: str) -> list[int]:
        """What payers were charged under our reference."""

    @abstractmethod
    def given_back(self, reference: str) -> list[int]:
        """What of this payment went back."""

    @property
    def extra(self) -> dict[str, str]:
        """What a wish needs beside the amount."""
        return {}

    def open(self, folder: Path, notify_url: str) -> None:
        """Start the process; `wait` until it answers."""
        name = self.module.partition(".")[0]
        file = folder / f"{name}.json"
        file.write_text(json.dumps(self.config(notify_url)), encoding="utf-8")
        with (folder / f"{name}.log").open("wb") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-W", "ignore", "-m", "granian", "--interface", "asgi"),
                    *("--log-level", "warning", "--port", str(self.port)),
                    f"simulators.{self.module}:app",
                ],
                cwd=ROOT,
                env={**os.environ, f"{name.upper()}_CONFIG": str(file)},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait(self) -> None:
        """Return once it answers."""
        until(self.is_open, f"the simulator of {self.channel} did not open", 40)

    def is_open(self) -> bool:
        """Whether it answers."""
        try:
            return httpx.get(f"{self.url}/ledger", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)

    def control(self, wish: Mapping[str, object]) -> Json:
        """Say what shall go wrong next, and hear what is waiting to."""
        answer = httpx.post(f"{self.url}/control", json=wish, trust_env=False, timeout=10)
        assert answer.status_code == 200, answer.text
        told: Json = answer.json()
        return told

    def post(self, path: str, form: Mapping[str, str]) -> httpx.Response:
        """A payer's form."""
        return httpx.post(f"{self.url}{path}", data=form, trust_env=False, timeout=10)

    def rows(self, name: str) -> Sequence[Json]:
        """One list of its ledger."""
        told = httpx.get(f"{self.url}/ledger", trust_env=False, timeout=10).json()
        found: Sequence[Json] = told[name]
        return found


def amounts(rows: Sequence[Json]) -> list[int]:
    """The amounts of these lines."""
    return [int(str(row["amount_vnd"])) for row in rows]


class Vnpay(Other):
    """VNPAY's page."""

    channel = "vnpay"
    module = "vnpay.app"
    deeds: ClassVar = {Deed.PAY: "pay", Deed.DECLINE: "no_money", Deed.LEAVE: "cancel"}
    notices: ClassVar = {
        "timeout": {"next": "timeout", "on": "pay", "seconds": HANG_SECONDS},
        "late": {"next": "late", "on": "pay", "seconds": 1},
        "twice": {"next": "twice"},
        "out_of_order": {"next": "out_of_order"},
        "wrong_amount": {"next": "wrong_amount", "on": "pay"},
        "bad_signature": {"next": "bad_signature", "on": "pay"},
        "unknown_word": {"next": "unknown_word", "on": "pay"},
    }

    @property
    def settings(self) -> dict[str, str]:
        return {
            "vnp_TmnCode": "TRUONG01",
            "vnp_HashSecret": "MADEUPSECRETFORTESTS0123456789AB",
            "vnp_Url": f"{self.url}/paymentv2/vpcpay.html",
            "vnp_ApiUrl": f"{self.url}/merchant_webapi/api/transaction",
        }

    def config(self, notify_url: str) -> Json:
        keys = ("vnp_TmnCode", "vnp_HashSecret")
        merchant = {**{key: self.settings[key] for key in keys}, "notify_url": notify_url}
        return {"merchants": [merchant], "repeat_ms": 20, "tries_max": 3}

    def visit(self, attempt: Attempt, deed: Deed) -> None:
        answer = httpx.post(
            f"{self.url}/pay",
            json={"url": attempt.url, "deed": self.deeds[deed]},
            trust_env=False,
            timeout=10,
        )
        assert answer.status_code == 200, answer.text

    def _payments(self, reference: str) -> list[Json]:
        return [row for row in self.rows("payments") if row["reference"] == reference]

    def deliveries(self, reference: str) -> int:
        sent = [one for row in self._payments(reference) for one in _list(row["sent"])]
        return sum(bool(one["is_acknowledged"]) or one["tries"] == 3 for one in sent)

    def charged(self, reference: str) -> list[int]:
        return amounts([row for row in self._payments(reference) if row["is_paid"]])

    def given_back(self, reference: str) -> list[int]:
        refunds = [row for row in self.rows("refunds") if row["reference"] == reference]
        return amounts([row for row in refunds if row["status"] in ("05", "06")])


class Wallet(Other):
    """MoMo and ZaloPay: a page that asks for a PIN."""

    deeds: ClassVar = {Deed.PAY: "pay", Deed.DECLINE: "no_funds", Deed.LEAVE: "refuse"}
    notices: ClassVar = {
        "timeout": {"next": "silent"},
        "late": {"next": "late", "seconds": 1},
        "twice": {"next": "twice"},
        "out_of_order": {"next": "out_of_order"},
        "wrong_amount": {"next": "wrong_amount"},
        "bad_signature": {"next": "bad_signature"},
        "unknown_word": {"next": "unknown_word"},
    }

    @property
    @abstractmethod
    def contract(self) -> dict[str, str]:
        """What the provider gave the merchant."""

    @property
    def settings(self) -> dict[str, str]:
        return {**self.contract, "endpoint": self.url}

    def config(self, notify_url: str) -> Json:  # noqa: ARG002
        common = {"repeat_ms": 20, "redirect_ms": 10, "silence_seconds": HANG_SECONDS}
        return {"merchants": [self.contract], **common}

    def visit(self, attempt: Attempt, deed: Deed) -> None:
        path = httpx.URL(attempt.url).path if attempt.url else self._page(attempt.reference)
        answer = self.post(path, {"deed": self.deeds[deed], "pin": "246810"})
        assert answer.status_code == 303, answer.text

    def _page(self, reference: str) -> str:
        (row,) = [row for row in self.rows("payments") if row["reference"] == reference]
        return f"/pay/{row['token']}"

    def deliveries(self, reference: str) -> int:
        return sum(row["reference"] == reference for row in self.rows("sent"))

    def charged(self, reference: str) -> list[int]:
        rows = [row for row in self.rows("payments") if row["reference"] == reference]
        return amounts([row for row in rows if row["state"] == "paid"])

    def given_back(self, reference: str) -> list[int]:
        rows = [row for row in self.rows("refunds") if row["payment_reference"] == reference]
        return amounts([row for row in rows if row["state"] == "done"])


class Momo(Wallet):
    """MoMo."""

    channel = "momo"
    module = "momo.app"

    @property
    def contract(self) -> dict[str, str]:
        return {
            "partnerCode": "MOMOMADEUP2026",
            "accessKey": "MADEUPACCESSKEY1",
            "secretKey": "made_up_momo_secret_0123456789ab",
        }


class Zalopay(Wallet):
    """ZaloPay."""

    channel = "zalopay"
    module = "zalopay.app"

    @property
    def contract(self) -> dict[str, str]:
        return {"app_id": "999001", "key1": "made-up-key-one", "key2": "made-up-key-two"}

    def config(self, notify_url: str) -> Json:
        merchants = [{**self.contract, "app_id": int(self.contract["app_id"])}]
        return {**super().config(notify_url), "merchants": merchants}


class Payos(Other):
    """payOS' links with a VietQR code."""

    channel = "payos"
    module = "payos.app"
    deeds: ClassVar = {Deed.PAY: "pay", Deed.LEAVE: "cancel"}
    notices: ClassVar = {
        "timeout": {"next": "timeout", "where": "payment"},
        "late": {"next": "late", "where": "payment", "seconds": 1},
        "twice": {"next": "twice"},
        "out_of_order": {"next": "out_of_order"},
        "wrong_amount": {"next": "wrong_amount", "where": "payment"},
        "bad_signature": {"next": "bad_signature", "where": "payment"},
        "unknown_word": {"next": "unknown_word", "where": "payment"},
    }

    @property
    def settings(self) -> dict[str, str]:
        return {
            "clientId": "made-up-client",
            "apiKey": "made-up-api-key",
            "checksumKey": "made-up-checksum-key",
            "endpoint": self.url,
        }

    def config(self, notify_url: str) -> Json:
        keys = {key: value for key, value in self.settings.items() if key != "endpoint"}
        merchants = [{**keys, "notify_url": notify_url}]
        return {"merchants": merchants, "repeat_ms": 20, "hang_ms": HANG_SECONDS * 1000}

    def _links(self, reference: str) -> list[Json]:
        return [row for row in self.rows("payments") if str(row["order_code"]) == reference]

    def visit(self, attempt: Attempt, deed: Deed) -> None:
        (link,) = self._links(attempt.reference)
        assert self.post(f"/web/{link['id']}", {"deed": self.deeds[deed]}).status_code == 303

    def deliveries(self, reference: str) -> int:
        return sum(len(_list(link["sent"])) for link in self._links(reference))

    def charged(self, reference: str) -> list[int]:
        return [
            amount for link in self._links(reference) for amount in amounts(_list(link["credits"]))
        ]

    def given_back(self, reference: str) -> list[int]:  # noqa: ARG002
        return []


class Operator(Other):
    """A mobile-money operator and the phone that asks for a PIN."""

    channel = "gsma"
    module = "operator.app"
    deeds: ClassVar = {Deed.PAY: "pay", Deed.DECLINE: "decline"}
    notices: ClassVar = {
        "timeout": {"next": "silent"},
        "late": {"next": "late"},
        "twice": {"next": "twice"},
        "out_of_order": {"next": "out_of_order"},
        "wrong_amount": {"next": "wrong_amount"},
        "bad_signature": {"next": "bad_signature"},
        "unknown_word": {"next": "unknown_word"},
    }

    @property
    def settings(self) -> dict[str, str]:
        return {
            "apiKey": "key of the school",
            "username": "truong",
            "password": "mật khẩu",
            "organisationId": "TRUONG-A",
            "callbackKey": "secret of the callbacks",
            "endpoint": f"{self.url}/mm",
        }

    @property
    def extra(self) -> dict[str, str]:
        return {"msisdn": PHONE}

    def config(self, notify_url: str) -> Json:
        merchant = {
            "organisation_id": self.settings["organisationId"],
            "name": "Trường Tiểu học Ví Dụ",
            "api_key": self.settings["apiKey"],
            "username": self.settings["username"],
            "password": self.settings["password"],
        }
        return {
            "thuphi_url": notify_url,
            "merchants": [merchant],
            "repeat_ms": 20,
            "late_ms": 1_000,
            "silence_ms": HANG_SECONDS * 1000,
        }

    def _requests(self, reference: str) -> list[Json]:
        return [row for row in self.rows("requests") if row["reference"] == reference]

    def visit(self, attempt: Attempt, deed: Deed) -> None:
        (request,) = self._requests(attempt.reference)
        path = f"/requests/{request['server_id']}"
        assert self.post(path, {"deed": self.deeds[deed], "pin": "1234"}).status_code == 303

    def deliveries(self, reference: str) -> int:
        names = {row["correlation_id"] for row in self._requests(reference)}
        return sum(row["correlation_id"] in names for row in self.rows("told"))

    def charged(self, reference: str) -> list[int]:
        return amounts([row for row in self.rows("payments") if row["reference"] == reference])

    def given_back(self, reference: str) -> list[int]:
        (payment,) = [row for row in self.rows("payments") if row["reference"] == reference]
        name = payment["transaction"]
        return amounts([row for row in self.rows("refunds") if row["original"] == name])


class Terminal(Other):
    """A card terminal; it answers when the payer is done."""

    channel = "nexo"
    module = "terminal.app"
    deeds: ClassVar = {Deed.PAY: "approve", Deed.DECLINE: "decline", Deed.LEAVE: "cancel"}
    notices: ClassVar = {
        "timeout": {"next": "timeout"},
        "late": {"next": "late", "late_ms": 500},
        "wrong_amount": {"next": "wrong_amount"},
        "bad_signature": {"next": "bad_signature"},
        "unknown_word": {"next": "unknown_word"},
    }

    @property
    def settings(self) -> dict[str, str]:
        return {
            "POIID": "P400Plus-000000001",
            "SaleID": "CASHIER01",
            "KeyIdentifier": "school-till-key",
            "KeyVersion": "1",
            "Passphrase": "made-up passphrase 2026",
            "endpoint": f"{self.url}/nexo",
        }

    def config(self, notify_url: str) -> Json:  # noqa: ARG002
        names = ("POIID", "SaleID", "KeyIdentifier", "Passphrase")
        merchant = {**{name: self.settings[name] for name in names}, "KeyVersion": 1}
        return {"merchants": [merchant], "silence_ms": HANG_SECONDS * 1000}

    def visit(self, attempt: Attempt, deed: Deed) -> None:
        """A payer at a terminal acts while the start is waiting; see `meet`."""

    def meet(self, deed: Deed | None) -> None:
        """What the next payers do by themselves; None: somebody presses later."""
        self.control({"auto": self.deeds[deed] if deed else None})

    def deliveries(self, reference: str) -> int:  # noqa: ARG002
        return 0

    def charged(self, reference: str) -> list[int]:
        return amounts([row for row in self.rows("payments") if row["reference"] == reference])

    def given_back(self, reference: str) -> list[int]:
        names = {
            row["transaction_id"] for row in self.rows("payments") if row["reference"] == reference
        }
        return amounts([row for row in self.rows("refunds") if row["of_transaction_id"] in names])


def _list(rows: object) -> list[Json]:
    assert isinstance(rows, list)
    return rows


def all_others() -> dict[str, Other]:
    """One of each, on a port of its own, not yet open."""
    kinds: tuple[type[Other], ...] = (Vnpay, Momo, Zalopay, Payos, Operator, Terminal)
    return {kind.channel: kind(free_port()) for kind in kinds}

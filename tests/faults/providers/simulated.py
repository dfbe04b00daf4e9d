"""The six providers, as their simulators play them."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

import httpx

from tests.faults.house import free_port
from thuphi.money.attempts.models import Attempt

from .others import HANG_SECONDS, WEB, Deed, Json, Other, amounts, listed

PHONE = "0901234567"


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
        answer = WEB.post(
            f"{self.url}/pay",
            json={"url": attempt.url, "deed": self.deeds[deed]},
        )
        assert answer.status_code == 200, answer.text

    def _payments(self, reference: str) -> list[Json]:
        return [row for row in self.rows("payments") if row["reference"] == reference]

    def deliveries(self, reference: str) -> int:
        sent = [one for row in self._payments(reference) for one in listed(row["sent"])]
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

    quiet: ClassVar = {"next": None}

    @property
    @abstractmethod
    def contract(self) -> dict[str, str]:
        """What the provider gave the merchant."""

    @property
    def settings(self) -> dict[str, str]:
        return {**self.contract, "endpoint": self.url}

    def config(self, notify_url: str) -> Json:
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
        return sum(len(listed(link["sent"])) for link in self._links(reference))

    def charged(self, reference: str) -> list[int]:
        return [
            amount for link in self._links(reference) for amount in amounts(listed(link["credits"]))
        ]

    def given_back(self, reference: str) -> list[int]:
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

    quiet: ClassVar = {"next": "none"}

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

    quiet: ClassVar = {"next": None, "press": "give_up"}

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

    def config(self, notify_url: str) -> Json:
        names = ("POIID", "SaleID", "KeyIdentifier", "Passphrase")
        merchant = {**{name: self.settings[name] for name in names}, "KeyVersion": 1}
        return {"merchants": [merchant], "silence_ms": HANG_SECONDS * 1000}

    def visit(self, attempt: Attempt, deed: Deed) -> None:
        """A payer at a terminal acts while the start is waiting; see `meet`."""

    def meet(self, deed: Deed | None) -> None:
        """What the next payers do by themselves; None: somebody presses later."""
        self.control({"auto": self.deeds[deed] if deed else None})

    def deliveries(self, reference: str) -> int:
        return 0

    def charged(self, reference: str) -> list[int]:
        return amounts([row for row in self.rows("payments") if row["reference"] == reference])

    def given_back(self, reference: str) -> list[int]:
        names = {
            row["transaction_id"] for row in self.rows("payments") if row["reference"] == reference
        }
        return amounts([row for row in self.rows("refunds") if row["of_transaction_id"] in names])


def all_others() -> dict[str, Other]:
    """One of each, on a port of its own, not yet open."""
    kinds: tuple[type[Other], ...] = (Vnpay, Momo, Zalopay, Payos, Operator, Terminal)
    return {kind.channel: kind(free_port()) for kind in kinds}

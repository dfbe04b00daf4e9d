"""The street of simulators: where each answers, and what each is told of our merchants.

Other parties of the demo: their addresses and the keys of contracts with them are all they share.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from thuphi.ground.server.folders import write_private

from .processes import free_port

SILENCE_MS = 1_000
"""How long a line stays open when a simulator is told to leave a call without an answer."""

SMS_BRAND = "THUPHI"
UNKNOWN_NUMBER = "84900000000"
"""A number that nobody has, in the demo."""

Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Street:
    """The address of every simulator beside the bank."""

    vnpay: str
    momo: str
    zalopay: str
    payos: str
    operator: str
    terminal: str
    messages: str
    einvoice: str

    @classmethod
    def from_port(cls, first: int) -> Street:
        """One port after the other."""
        return cls(*(f"http://127.0.0.1:{first + place}" for place in range(len(fields(cls)))))

    @classmethod
    def on_free_ports(cls) -> Street:
        """Wherever there is room."""
        return cls(*(f"http://127.0.0.1:{free_port()}" for _ in fields(cls)))

    @classmethod
    def told(cls, told: Mapping[str, str]) -> Street:
        """The street of the demo's facts."""
        return cls(**told)

    def houses(self) -> dict[str, str]:
        """Every simulator with its address."""
        return {one.name: str(getattr(self, one.name)) for one in fields(self)}

    def ports(self) -> dict[str, int]:
        """Every simulator with its port."""
        return {name: int(url.rpartition(":")[2]) for name, url in self.houses().items()}

    def may_go_to(self) -> str:
        """What our own calls need to be allowed, as `THUPHI_CALLS_MAY_GO_TO` has it."""
        return ",".join(url.removeprefix("http://") for url in self.houses().values())


def settings_of(channel: str, street: Street) -> dict[str, str]:
    """The addresses a merchant of this channel calls, by the provider's own names."""
    match channel:
        case "vnpay":
            return {
                "vnp_Url": f"{street.vnpay}/paymentv2/vpcpay.html",
                "vnp_ApiUrl": f"{street.vnpay}/merchant_webapi/api/transaction",
            }
        case "gsma":
            return {"endpoint": f"{street.operator}/mm"}
        case "nexo":
            return {"endpoint": f"{street.terminal}/nexo"}
        case "momo" | "zalopay" | "payos":
            return {"endpoint": street.houses()[channel]}
    return {}


def write_configs(facts: Path, street: Street, web: str, folder: Path) -> dict[str, str]:
    """A private file for each simulator. Returns the environment that names them."""
    known = json.loads(facts.read_text())
    merchants = known["merchants"]
    environment = {}
    for name in street.houses():
        if name in {"messages", "einvoice"}:
            told = _carriers(known) if name == "messages" else _invoicing(known)
            path = folder / f"{name}.json"
            write_private(path, json.dumps(told, ensure_ascii=False))
            environment[f"{name.upper()}_CONFIG"] = str(path)
            continue
        channel = {"operator": "gsma", "terminal": "nexo"}.get(name, name)
        mine = [
            _known_as(channel, one, one["settings"], web)
            for one in merchants
            if one["channel"] == channel
        ]
        path = folder / f"{name}.json"
        told = {"thuphi_url": web, "merchants": mine, **_manners(name)}
        write_private(path, json.dumps(told, ensure_ascii=False))
        environment[f"{name.upper()}_CONFIG"] = str(path)
    return environment


def letters_leave_by(facts: Path, street: Street) -> dict[str, str]:
    """What our own processes are told of the carriers of letters: short messages and mail."""
    known = json.loads(facts.read_text())["carriers"]
    return {
        "THUPHI_SMS_URL": street.messages,
        "THUPHI_SMS_KEY": known["sms_key"],
        "THUPHI_SMS_SECRET": known["sms_secret"],
        "THUPHI_SMS_BRAND": SMS_BRAND,
        "THUPHI_SMS_VND": "350",
        "THUPHI_SMTP": f"127.0.0.1:{known['smtp_port']}",
        "THUPHI_SMTP_TLS": "none",
        "THUPHI_MAIL_FROM": "thuphi@example.vn",
    }


def _carriers(known: Mapping[str, Mapping[str, str]]) -> dict[str, object]:
    keys = known["carriers"]
    account = {"key": keys["sms_key"], "brand": SMS_BRAND, "report_secret": keys["sms_secret"]}
    return {
        "sms": [account],
        "smtp_port": int(keys["smtp_port"]),
        "unknown_numbers": [UNKNOWN_NUMBER],
        "off_numbers": [],
    }


def _invoicing(known: Mapping[str, list[Mapping[str, object]]]) -> dict[str, object]:
    return {
        "units": [
            {part: unit[part] for part in ("tax_code", "secret", "serials")}
            for unit in known["invoice_units"]
        ]
    }


def _manners(name: str) -> Mapping[str, int | str]:
    match name:
        case "operator":
            return {"silence_ms": SILENCE_MS, "late_ms": SILENCE_MS}
        case "terminal":
            return {"silence_ms": SILENCE_MS}
        case "momo" | "zalopay":
            return {"redirect_ms": 500}
    return {}


def _known_as(channel: str, facts: Facts, settings: Facts, web: str) -> dict[str, str | int]:
    """One of our merchants, by the names its provider has for it."""
    name, slug = facts["name"], facts["slug"]
    gate = f"{web}/gate/{channel}/{slug}"
    match channel:
        case "zalopay":
            keys = {part: settings[part] for part in ("key1", "key2")}
            return {**keys, "app_id": int(settings["app_id"]), "name": name}
        case "payos":
            keys = {part: settings[part] for part in ("clientId", "apiKey", "checksumKey")}
            account = {"bin": facts["bin"], "accountNumber": facts["account"]}
            return {**keys, **account, "accountName": facts["holder"], "notify_url": gate}
        case "gsma":
            return {
                "organisation_id": settings["organisationId"],
                "name": name,
                "api_key": settings["apiKey"],
                "client_id": slug,
                "caller_key": facts["caller_key"],
                "service_provider": facts["facility"],
            }
        case "nexo":
            mine = {part: value for part, value in settings.items() if part != "endpoint"}
            return {**mine, "KeyVersion": int(settings["KeyVersion"]), "name": name}
    addresses = {"vnp_Url", "vnp_ApiUrl", "endpoint"}
    mine = {part: value for part, value in settings.items() if part not in addresses}
    return {**mine, "name": name, **({"notify_url": gate} if channel == "vnpay" else {})}

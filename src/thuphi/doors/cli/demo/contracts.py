"""Contracts with every provider, for facilities of the demo that take money in all four ways."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from thuphi.doors.cli.street import Street, settings_of
from thuphi.ground.kit.actor import SYSTEM
from thuphi.ground.kit.fold import for_bank
from thuphi.registers.facilities import queries as facilities
from thuphi.registers.facilities.models import Facility
from thuphi.registers.methods import actions as methods
from thuphi.registers.methods import queries
from thuphi.registers.methods.actions import NewIncentive, NewTerminal
from thuphi.registers.methods.models import Merchant
from thuphi.registers.methods.rules import BorneBy, FeeTerms, IncentiveKind, Way

CHANNELS = ("payos", "vnpay", "momo", "zalopay", "gsma", "nexo")
FROM_ON, UNTIL_ON = date(2025, 9, 1), date(2028, 9, 1)
PLACES = {"health": "Quầy thu viện phí, tầng 1"}

FEES = {
    "vnpay": FeeTerms(flat_vnd=1_650, borne_by=BorneBy.PAYER),
    "zalopay": FeeTerms(basis_points=60, borne_by=BorneBy.FACILITY),
    "gsma": FeeTerms(basis_points=50, maximum_vnd=10_000, borne_by=BorneBy.PAYER),
    "nexo": FeeTerms(basis_points=80, borne_by=BorneBy.FACILITY),
}
"""Invented prices: each kind of fee once; what is not listed is free."""


@dataclass(frozen=True, slots=True)
class Contract:
    """A merchant as its provider knows it; it holds secrets of the demo."""

    channel: str
    slug: str
    merchant_id: int
    facility: str
    name: str
    settings: Mapping[str, str]
    bin: str = ""
    account: str = ""
    holder: str = ""
    caller_key: str = ""
    """What an operator shows when it asks us for bills."""


def keys_of(channel: str, number: int) -> dict[str, str]:
    """What a provider hands over when a contract is signed, drawn afresh."""
    secret = secrets.token_hex(16)
    match channel:
        case "vnpay":
            return {"vnp_TmnCode": f"THUPHI{number:02d}", "vnp_HashSecret": secret.upper()}
        case "momo":
            return {"partnerCode": f"MOMOTHUPHI{number:02d}", "accessKey": secret[:16],
                    "secretKey": secret}  # fmt: skip
        case "zalopay":
            return {"app_id": str(990_000 + number), "key1": secret, "key2": secret[::-1]}
        case "payos":
            return {"clientId": f"thuphi-{number:02d}", "apiKey": secret, "checksumKey": secret * 2}
        case "gsma":
            return {"organisationId": f"THUPHI-{number:02d}", "apiKey": secret,
                    "callbackKey": secrets.token_hex(32)}  # fmt: skip
    return {"SaleID": f"QUAY{number:02d}", "POIID": f"P400Plus-{number:09d}",
            "KeyIdentifier": f"khoa-{number:02d}", "KeyVersion": "1", "Passphrase": secret,
            "MerchantID": f"{number:015d}", "TID": f"{number:08d}"}  # fmt: skip


def sign_all(facility: Facility, number: int, street: Street, at: datetime) -> list[Contract]:
    """Every provider that this facility has no contract with yet."""
    there = {one.channel for one in queries.merchants_of(facility.pk)}
    return [
        _sign(facility, channel, number, street, at) for channel in CHANNELS if channel not in there
    ]


def _sign(facility: Facility, channel: str, number: int, street: Street, at: datetime) -> Contract:
    account = facilities.approved_account(facility.pk)
    watched = account.number if account is not None and channel == "payos" else ""
    caller_key = secrets.token_hex(16) if channel == "gsma" else ""
    settings = {**keys_of(channel, number), **settings_of(channel, street)}
    if caller_key:
        settings["callerKeyHash"] = hashlib.sha256(caller_key.encode()).hexdigest()
    merchant = methods.register_merchant(
        by=SYSTEM, facility_id=facility.pk, channel=channel,
        slug=f"{channel}-{secrets.token_hex(8)}", account_number=watched, settings=settings, at=at,
    )  # fmt: skip
    file_contract(merchant, at)
    if channel in FEES:
        methods.set_fee(
            by=SYSTEM, merchant_id=merchant.pk, terms=FEES[channel], from_on=FROM_ON, at=at
        )
    if channel == "gsma":
        _offer_favour(facility, at)
    if channel == "nexo":
        _put_up_terminal(facility, merchant, settings, at)
    return contract_of(merchant, facility, settings, caller_key)


def contract_of(
    merchant: Merchant, facility: Facility, settings: Mapping[str, str], caller_key: str = ""
) -> Contract:
    """What the provider's side has to know of a merchant."""
    account = facilities.approved_account(facility.pk)
    return Contract(
        merchant.channel, merchant.slug, merchant.pk, facility.code, facility.name, settings,
        bin=account.bin if account else "", account=account.number if account else "",
        holder=for_bank(facility.name).upper(), caller_key=caller_key,
    )  # fmt: skip


def file_contract(merchant: Merchant, at: datetime) -> None:
    """Write the contract's number and days down, so that the way counts as contracted (M23)."""
    methods.record_contract(
        by=SYSTEM, merchant_id=merchant.pk, number=f"{merchant.pk:03d}/2025/HĐ-TTKDTM",
        from_on=FROM_ON, until_on=UNTIL_ON, evidence="Tủ hồ sơ kế toán, cặp 4", at=at,
    )  # fmt: skip


def _offer_favour(facility: Facility, at: datetime) -> None:
    favour = NewIncentive(
        kind=IncentiveKind.FEE_WAIVED, granted_by="Nhà mạng mô phỏng", way=Way.MOBILE_MONEY,
        wording="Nhà mạng miễn phí giao dịch đến hết năm học.", from_on=FROM_ON, until_on=UNTIL_ON,
    )  # fmt: skip
    methods.offer_incentive(by=SYSTEM, facility_id=facility.pk, incentive=favour, at=at)


def _put_up_terminal(
    facility: Facility, merchant: Merchant, settings: Mapping[str, str], at: datetime
) -> None:
    terminal = NewTerminal(
        poi_id=settings["POIID"], serial=f"SN-{settings['TID']}", from_on=FROM_ON,
        place=PLACES.get(facility.sector, "Phòng tài vụ"), tid=settings["TID"],
        mid=settings["MerchantID"],
    )  # fmt: skip
    methods.register_terminal(by=SYSTEM, merchant_id=merchant.pk, terminal=terminal, at=at)


def move(contracts: Sequence[Mapping[str, object]], street: Street, at: datetime) -> None:
    """The providers have moved to other ports: say their addresses anew, with the same secrets."""
    for one in contracts:
        merchant = Merchant.objects.defer("sealed").get(pk=int(str(one["merchant_id"])))
        addresses = settings_of(merchant.channel, street)
        if any(merchant.settings.get(name) != url for name, url in addresses.items()):
            known = one["settings"]
            told = known if isinstance(known, dict) else {}
            methods.change_settings(
                by=SYSTEM, merchant_id=merchant.pk, settings={**told, **addresses}, at=at
            )

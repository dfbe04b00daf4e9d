"""The street of simulators: where each answers, and what each is told of our merchants."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from simulators.messages.settings import from_environment as messages
from simulators.momo.settings import Settings as MoMo
from simulators.operator.settings import from_environment as operator
from simulators.payos.settings import from_environment as payos
from simulators.terminal.settings import from_environment as terminal
from simulators.vnpay.settings import from_environment as vnpay
from simulators.wallets.settings import from_environment as wallet
from simulators.zalopay.settings import Settings as ZaloPay
from thuphi.doors.cli.demo.contracts import CHANNELS, keys_of
from thuphi.doors.cli.street import Street, settings_of, write_configs
from thuphi.ground.channels.registry import CONNECTORS

STREET = Street.from_port(8011)
WEB = "http://127.0.0.1:8000"


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, str]]:
    """Every simulator's settings, written as the demo writes them; the keys by channel."""
    keys = {one: {**keys_of(one, 7), **settings_of(one, STREET)} for one in CHANNELS}
    merchants = [
        {
            "channel": channel,
            "slug": f"{channel}-hoa-mai",
            "merchant_id": 1,
            "facility": "24000101",
            "name": "Trường Tiểu học Hoa Mai",
            "settings": settings,
            "bin": "970415",
            "account": "0011001932418",
            "holder": "TRUONG TIEU HOC HOA MAI",
            "caller_key": "made-up",
        }
        for channel, settings in keys.items()
    ]
    facts = tmp_path / "facts.json"
    known = {
        "merchants": merchants,
        "carriers": {"sms_key": "khoa", "sms_secret": "whsec_bWFkZS11cA==", "smtp_port": "8025"},
        "invoice_units": [
            {"facility": "24000101", "tax_code": "2400100001", "serials": ["1C26THM"],
             "secret": "made-up"}
        ],
    }  # fmt: skip
    facts.write_text(json.dumps(known), encoding="utf-8")
    for name, path in write_configs(facts, STREET, WEB, tmp_path).items():
        monkeypatch.setenv(name, path)
        assert stat.S_IMODE(Path(path).stat().st_mode) == 0o600
    return keys


def test_every_simulator_reads_its_settings(told: dict[str, dict[str, str]]) -> None:
    assert vnpay().merchants[0].vnp_HashSecret == told["vnpay"]["vnp_HashSecret"]
    assert vnpay().merchants[0].notify_url == f"{WEB}/gate/vnpay/vnpay-hoa-mai"
    assert wallet("MOMO_CONFIG", MoMo).merchants[0].secretKey == told["momo"]["secretKey"]
    assert wallet("ZALOPAY_CONFIG", ZaloPay).merchants[0].app_id == 990_007
    assert payos().merchants[0].account_number == "0011001932418"
    assert payos().merchants[0].notify_url == f"{WEB}/gate/payos/payos-hoa-mai"
    assert operator().merchants[0].service_provider == "24000101"
    assert operator().merchants[0].client_id == "gsma-hoa-mai"
    assert terminal().merchants[0].Passphrase == told["nexo"]["Passphrase"]
    assert messages().sms[0].key == "khoa"
    assert messages().smtp_port == 8025


def test_a_merchant_has_every_key_that_its_connector_seals(
    told: dict[str, dict[str, str]],
) -> None:
    for channel, settings in told.items():
        connector = CONNECTORS[channel]
        assert set(settings) <= set(connector.SETTINGS)
        assert set(settings) & set(connector.SECRETS)
        assert not set(settings.values()) & set(connector.ADDRESSES.values())


def test_our_calls_may_go_to_the_street_alone() -> None:
    assert STREET.may_go_to() == ",".join(f"127.0.0.1:{port}" for port in range(8011, 8019))
    assert STREET.ports()["vnpay"] == 8011
    assert STREET.ports()["terminal"] == 8016
    assert Street.told(STREET.houses()) == STREET


def test_keys_are_drawn_afresh() -> None:
    for channel in CHANNELS:
        assert keys_of(channel, 1) != keys_of(channel, 1)

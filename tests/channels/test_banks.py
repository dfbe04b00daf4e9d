"""The table of banks and the links that open their apps."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from thuphi.ground.channels import banks


def test_banks_are_found_by_their_bin() -> None:
    assert len(banks.BANKS) == 71
    assert all(len(bin) == 6 and bank.bin == bin for bin, bank in banks.BANKS.items())
    assert banks.BANKS["970436"].short_name == "Vietcombank"
    assert banks.BANKS["971005"].kind == "mobile_money"
    assert banks.short_name("970415") == "VietinBank"
    assert banks.short_name("123456") == "123456"


def test_only_banks_with_an_app_id_are_offered() -> None:
    offered = banks.apps()
    assert len(offered) == 35
    assert [bank.short_name for bank in offered] == sorted(bank.short_name for bank in offered)
    assert banks.BANKS["970403"] not in offered


def test_a_link_carries_the_whole_transfer() -> None:
    link = banks.open_app_link(
        app_id="vcb",
        bin="970415",
        account="0011001932418",
        amount_vnd=1114000,
        purpose="TF003NQK8NRQ KHOAN THU",
        payee_name="TRUONG & CO",
        return_url="https://thu.example.vn/b?x=1",
    )
    assert link.startswith("https://dl.vietqr.io/pay?app=vcb&ba=0011001932418@970415&am=1114000&")
    assert "+" not in link
    assert parse_qs(urlsplit(link).query) == {
        "app": ["vcb"],
        "ba": ["0011001932418@970415"],
        "am": ["1114000"],
        "tn": ["TF003NQK8NRQ KHOAN THU"],
        "bn": ["TRUONG & CO"],
        "url": ["https://thu.example.vn/b?x=1"],
    }


def test_a_link_leaves_out_what_is_not_said() -> None:
    link = banks.open_app_link(app_id="mb", bin="970422", account="1")
    assert link == "https://dl.vietqr.io/pay?app=mb&ba=1@970422"

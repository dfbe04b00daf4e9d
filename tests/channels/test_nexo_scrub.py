"""Card terminals: nothing that a card could be copied from is ever kept."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tests.channels.test_nexo import GOOD, NEXO

PAN = "4111111111111111"
TRACK = f";{PAN}=25121010000012345678?"


def kept(message: object) -> str:
    return NEXO.scrub(json.dumps(message).encode()).decode()


def test_of_a_sealed_message_only_the_hash_is_kept() -> None:
    blob = json.loads(GOOD.body)["SaleToPOIResponse"]["NexoBlob"]
    clean = json.loads(NEXO.scrub(GOOD.body.encode()))["SaleToPOIResponse"]
    assert clean["NexoBlob"].startswith("sha256:")
    assert blob not in json.dumps(clean)
    assert clean["MessageHeader"] == json.loads(GOOD.body)["SaleToPOIResponse"]["MessageHeader"]


def test_what_a_statement_is_matched_by_is_kept() -> None:
    card = {"PaymentBrand": "visa", "MaskedPan": "411111******1111", "EntryMode": ["ICC"]}
    acquirer = {
        "MerchantID": "000000000012345",
        "AcquirerPOIID": "00012345",
        "AcquirerTransactionID": {"TransactionID": "260050000001"},
        "ApprovalCode": "007919",
    }
    name = {"TransactionID": "BV0q000000000000001.VK9D000000000001"}
    message = {"CardData": card, "PaymentAcquirerData": acquirer, "POITransactionID": name}
    assert json.loads(kept(message)) == message


def test_card_data_is_dropped_by_name_and_masked_anywhere() -> None:
    message = {
        "CardData": {
            "MaskedPan": PAN,
            "SensitiveCardData": {"PAN": PAN, "ExpiryDate": "2512"},
            "PaymentToken": {"TokenValue": "8415"},
        },
        "TrackData": TRACK,
        "AdditionalResponse": f"pan={PAN}",
        "PaymentReceipt": [{"Text": f"THE {PAN}"}],
        "note": f"the 4111 1111 1111 1111 hoặc {TRACK} xong",
        "number": int(PAN),
        PAN: "member",
    }
    assert json.loads(kept(message)) == {
        "CardData": {"MaskedPan": "411111******1111"},
        "note": "the 411111******1111 hoặc [track] xong",
        "number": "411111******1111",
        "411111******1111": "member",
    }


def test_a_card_number_in_the_place_of_a_name_is_masked_too() -> None:
    assert json.loads(kept({"TransactionID": PAN})) == {"TransactionID": "411111******1111"}


def test_what_is_no_json_is_masked_as_text() -> None:
    assert NEXO.scrub(f"<p>{PAN}</p> {TRACK}".encode()) == b"<p>411111******1111</p> [track]"
    assert NEXO.scrub(b'{"PAN":"' + PAN.encode()) == b'{"PAN":"411111******1111'
    for body in (b"", b"\xff\xfe", b"[" * 5000, b"9" * 5000, b'"\\ud800"'):
        assert isinstance(NEXO.scrub(body), bytes)


@given(
    before=st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=8),
    number=st.text("0123456789", min_size=13, max_size=19),
    after=st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=8),
    member=st.sampled_from(["note", "MaskedPan", "Text", "x"]),
)
def test_no_number_as_long_as_a_cards_survives(
    before: str, number: str, after: str, member: str
) -> None:
    clean = kept({"a": [{member: before + number + after}]})
    assert number not in clean
    assert NEXO.scrub(clean.encode()).decode() == clean

"""The bodies of a terminal's answers, as nexo Sale-to-POI 3.0 writes them in JSON."""

from __future__ import annotations

from collections.abc import Mapping

from simulators.terminal.book import Book, Card, Movement
from simulators.terminal.settings import Merchant

Json = dict[str, object]


def success() -> Json:
    """The message was done."""
    return {"Result": "Success"}


def failure(condition: str, message: str = "") -> Json:
    """The message was not done, and why."""
    told: Json = {"Result": "Failure", "ErrorCondition": condition}
    return {**told, "AdditionalResponse": f"message={message}"} if message else told


def answer_header(header: Mapping[str, object]) -> Json:
    """The head of an answer is that of the question, turned round."""
    return {**header, "MessageType": "Response"}


def _name(movement: Movement) -> Json:
    stamp = movement.at.isoformat(timespec="milliseconds")
    return {"TransactionID": movement.transaction_id, "TimeStamp": stamp}


def receipt(movement: Movement, merchant: Merchant, qualifier: str) -> Json:
    """What is printed, as lines."""
    words = (
        merchant.name,
        f"TID {merchant.TID} MID {merchant.MerchantID}",
        f"{movement.brand.upper()} {movement.masked_pan}",
        f"{movement.amount_vnd} VND",
        f"CHUAN CHI {movement.approval_code} RRN {movement.rrn}",
    )
    lines = [{"Text": word} for word in words]
    content = {"OutputFormat": "Text", "OutputText": lines}
    return {"DocumentQualifier": qualifier, "OutputContent": content}


def payment(
    movement: Movement, sale: object, book: Book, merchant: Merchant, entry_mode: str
) -> Json:
    """Money was taken from a card."""
    reconciliation_id = f"{book.batch:010d}"
    return {
        "PaymentResponse": {
            "Response": success(),
            "SaleData": sale,
            "POIData": {
                "POITransactionID": _name(movement),
                "POIReconciliationID": reconciliation_id,
            },
            "PaymentResult": {
                "PaymentType": "Normal",
                "OnlineFlag": True,
                "AmountsResp": {"Currency": "VND", "AuthorizedAmount": movement.amount_vnd},
                "PaymentInstrumentData": {
                    "PaymentInstrumentType": "Card",
                    "CardData": {
                        "PaymentBrand": movement.brand,
                        "MaskedPan": movement.masked_pan,
                        "EntryMode": [entry_mode],
                    },
                },
                "PaymentAcquirerData": {
                    "MerchantID": merchant.MerchantID,
                    "AcquirerPOIID": merchant.TID,
                    "AcquirerTransactionID": {
                        "TransactionID": movement.rrn,
                        "TimeStamp": movement.at.isoformat(timespec="milliseconds"),
                    },
                    "ApprovalCode": movement.approval_code,
                    "HostReconciliationID": reconciliation_id,
                },
            },
            "PaymentReceipt": [
                receipt(movement, merchant, "CashierReceipt"),
                receipt(movement, merchant, "CustomerReceipt"),
            ],
        }
    }


def no_payment(condition: str, sale: object, card: Card | None = None) -> Json:
    """No money was taken."""
    told: Json = {"Response": failure(condition), "SaleData": sale}
    if card is not None:
        data = {"PaymentBrand": card.brand, "MaskedPan": card.masked}
        told["PaymentResult"] = {"PaymentInstrumentData": {"CardData": data}}
    return {"PaymentResponse": told}


def reversal(movement: Movement, original: object) -> Json:
    """Money was given back."""
    return {
        "ReversalResponse": {
            "Response": success(),
            "POIData": {"POITransactionID": _name(movement)},
            "OriginalPOITransaction": original,
            "ReversedAmount": movement.amount_vnd,
        }
    }


def no_reversal(condition: str, message: str = "") -> Json:
    """No money was given back."""
    return {"ReversalResponse": {"Response": failure(condition, message)}}


def status(said: Json, reference: object) -> Json:
    """A look-up that found no answer."""
    return {"TransactionStatusResponse": {"Response": said, "MessageReference": reference}}


def repeated(header: Json, body: Json, reference: object) -> Json:
    """A look-up that found the answer to the earlier message."""
    return {
        "TransactionStatusResponse": {
            "Response": success(),
            "MessageReference": reference,
            "RepeatedMessageResponse": {
                "MessageHeader": header,
                "RepeatedResponseMessageBody": body,
            },
        }
    }


def reconciliation(book: Book) -> Json:
    """The totals of the batch by brand."""
    totals: list[Json] = []
    for (brand, kind), (count, amount_vnd) in sorted(book.totals().items()):
        line = {
            "TransactionType": kind,
            "TransactionCount": count,
            "TransactionAmount": amount_vnd,
        }
        totals.append(
            {
                "PaymentInstrumentType": "Card",
                "CardBrand": brand,
                "PaymentCurrency": "VND",
                "PaymentTotals": [line],
            }
        )
    return {
        "ReconciliationResponse": {
            "Response": success(),
            "ReconciliationType": "SaleReconciliation",
            "POIReconciliationID": f"{book.batch:010d}",
            "TransactionTotals": totals,
        }
    }

"""The promises of what a province allows, of parents' agreements and of e-invoices."""

from __future__ import annotations

from tests.house.copying import FREE_ID, copy

ISSUED = "state = 'issued'"

KEPT = ("fee_agreement",)

CASES: list[tuple[str, str]] = [
    ("fee_agreement_counts_who_was_asked", copy("fee_agreement", agreed=-1)),
    ("fee_agreement_counts_who_was_asked", copy("fee_agreement", agreed=31)),
    ("fee_agreement_counts_who_was_asked", copy("fee_agreement", asked=0, agreed=0)),
    ("fee_agreement_has_a_whole_file_or_none", copy("fee_agreement", file_name="a.pdf")),
    ("fee_agreement_has_a_whole_file_or_none", copy("fee_agreement", content="\\x00")),
    (
        "fee_agreement_is_of_its_item",
        "INSERT INTO fee_agreement (facility_id, fee_item_id, agreed_on, minutes, asked, agreed,"
        " file_name, content, filed_by, filed_at) SELECT f.id, a.fee_item_id, a.agreed_on, 'x', 1,"
        " 1, '', '', 1, now() FROM fee_agreement AS a JOIN facility AS f ON f.id <> a.facility_id"
        " LIMIT 1",
    ),
    ("fee_agreement_names_its_minutes", copy("fee_agreement", minutes="")),
    ("fee_ceiling_area_is_known", copy("fee_ceiling", area="sea")),
    ("fee_ceiling_code_is_plain", copy("fee_ceiling", code="tiền ăn")),
    ("fee_ceiling_is_kept", "DELETE FROM fee_ceiling"),
    ("fee_ceiling_is_kept", "UPDATE fee_ceiling SET max_vnd = max_vnd + 1"),
    (
        "fee_ceiling_is_kept",
        "UPDATE fee_ceiling SET valid = daterange(lower(valid) - 1, upper(valid))",
    ),
    ("fee_ceiling_is_not_negative", copy("fee_ceiling", code="X", max_vnd=-1)),
    ("fee_ceiling_is_one_a_day", copy("fee_ceiling", valid="[2026-10-05,2026-10-06)")),
    ("fee_ceiling_level_is_known", copy("fee_ceiling", level="kitchen")),
    ("fee_ceiling_names_item_unit_and_ground", copy("fee_ceiling", code="X", name="")),
    ("fee_ceiling_names_item_unit_and_ground", copy("fee_ceiling", code="X", unit="")),
    ("fee_ceiling_names_item_unit_and_ground", copy("fee_ceiling", code="X", ground="")),
    ("fee_ceiling_nature_is_known", copy("fee_ceiling", nature="gift")),
    ("fee_ceiling_valid_is_not_empty", copy("fee_ceiling", valid="empty")),
    ("invoice_account_has_an_address", "UPDATE invoice_account SET address = 'ftp://vidu.vn'"),
    ("invoice_account_kind_is_known", "UPDATE invoice_account SET kind = 'lost'"),
    ("invoice_account_serial_has_its_form", "UPDATE invoice_account SET serial = '1c26tvd'"),
    ("invoice_account_tax_code_has_its_form", "UPDATE invoice_account SET tax_code = '010123456'"),
    (
        "invoice_does_not_replace_itself",
        copy(
            "invoice", where=ISSUED, number=None, issued_at=None, state="asked", replaces_id=FREE_ID
        ),
    ),
    ("invoice_has_a_number_once_issued", copy("invoice", where=ISSUED, number=None)),
    ("invoice_has_a_number_once_issued", copy("invoice", where=ISSUED, state="asked")),
    ("invoice_is_kept", "DELETE FROM invoice"),
    ("invoice_is_kept", "UPDATE invoice SET amount_vnd = amount_vnd + 1"),
    ("invoice_is_kept", "UPDATE invoice SET state = 'asked', number = NULL WHERE state = 'issued'"),
    ("invoice_is_kept", "UPDATE invoice SET number = number + 1 WHERE state = 'issued'"),
    (
        "invoice_is_of_its_bill",
        copy("invoice", where=ISSUED, number=78, state="replaced", facility_id=FREE_ID),
    ),
    (
        "invoice_is_of_its_bill",
        "INSERT INTO invoice (facility_id, bill_id, kind, replaces_id, amount_vnd, buyer, lines,"
        " state, serial, number, tax_office_code, lookup, reason, asked_by, asked_at, issued_at,"
        " tries) SELECT i.facility_id, i.bill_id, i.kind, o.id, 1, 'x', '[]', 'replaced', 'X', 1,"
        " '', '', '', 1, now(), now(), 0 FROM invoice AS i JOIN invoice AS o"
        " ON o.bill_id <> i.bill_id LIMIT 1",
    ),
    ("invoice_is_of_money", copy("invoice", where=ISSUED, amount_vnd=0)),
    (
        "invoice_is_replaced_once",
        "INSERT INTO invoice (facility_id, bill_id, kind, replaces_id, amount_vnd, buyer, lines,"
        " state, serial, number, tax_office_code, lookup, reason, asked_by, asked_at, issued_at,"
        " tries) SELECT i.facility_id, i.bill_id, i.kind, i.id, 1, 'x', '[]', 'replaced', 'X', n,"
        " '', '', '', 1, now(), now(), 0 FROM invoice AS i, generate_series(1, 2) AS n"
        " WHERE i.state = 'issued'",
    ),
    ("invoice_lives_once_a_bill", copy("invoice", where=ISSUED, number=78)),
    ("invoice_number_stands_once_in_a_serial", copy("invoice", where=ISSUED, state="replaced")),
    (
        "invoice_state_is_known",
        # Its number is asked for first, and knows every state by itself.
        "ALTER TABLE invoice DROP CONSTRAINT invoice_has_a_number_once_issued; "
        + copy("invoice", where=ISSUED, state="lost"),
    ),
    ("invoice_waits_once_a_bill", copy("invoice", where="state = 'refused'")),
]

"""A log has kinds and references, and nothing by which somebody finds a family."""

from __future__ import annotations

import logging
import sys

import pytest
from django.db import DataError, connection
from django.test import Client

from thuphi.ground.kit.discreet import DiscreetFormatter, discreet
from thuphi.registers.payers.errors import NameMissing


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Not Found: /b/TF4K7M9Q2XHD/mo", "Not Found: /b/TF…/mo"),
        ("Not Found: /bien-lai/BL4K7M9Q2XHD.pdf", "Not Found: /bien-lai/BL….pdf"),
        ("/b/tf4k 7m9q 2xhd", "/b/tf…"),
        ("Forbidden: /ban-lam-viec/tim?q=Nguyễn+Văn+A&x=1", "Forbidden: /ban-lam-viec/tim?…"),
        ("thuphi.money.errors.Gone: Trần Thị B", "thuphi.money.errors.Gone"),
        ("duplicate key\nDETAIL:  Key (name)=(Lê C) exists.\nend", "duplicate key\nend"),
        ("Not Found: /hoc-sinh/12", "Not Found: /hoc-sinh/12"),
        ('invalid input syntax for type bigint: "Lê C"', "invalid input syntax for type bigint"),
    ],
)
def test_what_is_kept(written: str, kept: str) -> None:
    assert discreet(written) == kept


def refuse(name: str) -> None:
    raise NameMissing(name)


def test_a_fault_is_told_with_its_place_and_without_the_name(db: None) -> None:
    lines = []
    for words in ("SELECT 'Nguyễn Minh Anh'::bigint", ""):
        try:
            if not words:
                refuse("Nguyễn Minh Anh")
            with connection.cursor() as cursor:
                cursor.execute(words)
        except (DataError, NameMissing):
            record = logging.getLogger("x").makeRecord(
                "x", logging.ERROR, __file__, 1, "Internal Server Error: %s", ("/b/x",), None
            )
            record.exc_info = sys.exc_info()
            lines.append(DiscreetFormatter().format(record))
    assert "NameMissing" in lines[1]
    assert "test_discreet.py" in lines[1]
    assert "Minh Anh" not in lines[1].rpartition("\n")[2]
    assert "Minh Anh" not in lines[0].rpartition("psycopg.errors")[2].partition("\n")[0]
    assert "LINE 1" not in lines[0]


def test_the_site_logs_through_it(db: None) -> None:
    kinds = {type(handler.formatter) for handler in logging.getLogger().handlers}
    assert DiscreetFormatter in kinds
    assert Client().get("/b/TF0000000000").status_code == 404

"""The first page."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
def test_the_first_page_leads_to_paying_and_checking(client: Client) -> None:
    page = client.get("/").content.decode()
    assert 'action="/tra"' in page
    assert 'href="/kiem-tra"' in page
    assert 'href="/so-lieu"' in page
    assert "Trả học" in page


@pytest.mark.django_db
def test_the_first_page_only_shows(client: Client) -> None:
    assert client.post("/").status_code == 405

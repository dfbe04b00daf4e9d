"""What every page of a payer has in common."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.cache import cache_control

View = Callable[..., HttpResponse]


def personal(view: View) -> View:
    """About one family: never kept by a browser or a cache in between."""
    return cache_control(private=True, no_store=True)(view)

"""What every page of a payer has in common: squeezed on the way, and kept by nobody in between."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page

View = Callable[..., HttpResponse]


def kept_by_nobody(view: View) -> View:
    """Never stored by a browser or a cache in between."""
    return cache_control(private=True, no_store=True)(view)


def personal(view: View) -> View:
    """A page about one family: never stored by a browser or a cache, and small on the wire."""
    return kept_by_nobody(gzip_page(view))

"""What this room refuses, one sentence each. No message here ever holds a key or a secret."""

from __future__ import annotations


class NeighbourRefused(Exception):
    """Base of this room's refusals."""


class NameMissing(NeighbourRefused):
    """A key is named after the software that holds it."""


class ScopeMissing(NeighbourRefused):
    """A key is good for something."""


class KeyEndsBeforeItBegins(NeighbourRefused):
    """The first day a key is no longer good comes after today."""


class KeyNotFound(NeighbourRefused):
    """There is no such key here."""


class KeyNotGood(NeighbourRefused):
    """The key is unknown, altered, over or revoked."""


class AnotherRequest(NeighbourRefused):
    """This idempotency key was used for another request."""


class AtWork(NeighbourRefused):
    """A request with this idempotency key is being answered at this moment."""


class AddressNotPlain(NeighbourRefused):
    """Webhooks go to an https address with a name, without a user and without a fragment."""


class AddressNotPublic(NeighbourRefused):
    """The address leads into a private network, so nothing is sent there."""


class EventMissing(NeighbourRefused):
    """An address is told of one event or more."""


class TooManyEndpoints(NeighbourRefused):
    """A facility has as many webhook addresses as it may have; remove one first."""


class EndpointThere(NeighbourRefused):
    """The facility tells this address already; a second row would tell it everything twice."""


class EndpointNotFound(NeighbourRefused):
    """There is no such webhook address here."""


class DeliveryNotFound(NeighbourRefused):
    """There is no such delivery here."""


class DeliveryUnderWay(NeighbourRefused):
    """The message waits to be sent already."""

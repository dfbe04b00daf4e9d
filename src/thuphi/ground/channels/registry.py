"""Every connector by its name: the one list that the gate, the pages and the tests read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from thuphi.ground.channels.casso import Casso
from thuphi.ground.channels.contract import Connector
from thuphi.ground.channels.payos import PayOS
from thuphi.ground.channels.sandbox import Sandbox
from thuphi.ground.channels.sepay import SePay

_ALL: tuple[Connector, ...] = (SePay(), Casso(), PayOS(), Sandbox())

CONNECTORS: Mapping[str, Connector] = MappingProxyType({one.name: one for one in _ALL})

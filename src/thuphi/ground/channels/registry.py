"""Every connector by its name: the one list that the gate, the pages and the tests read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from thuphi.ground.channels.casso import Casso
from thuphi.ground.channels.contract import Connector
from thuphi.ground.channels.gsma import Gsma
from thuphi.ground.channels.momo import MoMo
from thuphi.ground.channels.nexo import Nexo
from thuphi.ground.channels.payos import PayOS
from thuphi.ground.channels.portal import Portal
from thuphi.ground.channels.sandbox import Sandbox
from thuphi.ground.channels.sepay import SePay
from thuphi.ground.channels.vnpay import VNPay
from thuphi.ground.channels.zalopay import ZaloPay

_ALL: tuple[Connector, ...] = (
    SePay(),
    Casso(),
    PayOS(),
    Sandbox(),
    VNPay(),
    MoMo(),
    ZaloPay(),
    Gsma(),
    Nexo(),
    Portal(),
)

CONNECTORS: Mapping[str, Connector] = MappingProxyType({one.name: one for one in _ALL})

"""National public service portal (Cổng Dịch vụ công quốc gia): online payment of fees.

Decree 107/2021/NĐ-CP and the plans' row for universities and colleges. Its live protocol is given
by contract, so it is not guessed: its paid list comes in as a file (`thuphi import paid-list`, or
the page at the desk), and the portal may ask for bills and pay them in the shape of GSMA bill
payments (docs/api/mobile-money.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from thuphi.ground.channels import reading
from thuphi.ground.channels.contract import (
    Ability,
    CannotDo,
    Capability,
    FourFields,
    Knock,
    Notice,
)
from thuphi.ground.channels.unable import Unable

_BY_CONTRACT = "the portal's protocol is given by contract; its paid list comes in as a file"


class Portal(reading.SuccessReplies, Unable):
    """Payments made on the portal, heard of by its list or by its own calls to our bills."""

    name: ClassVar[str] = "portal"
    method: ClassVar[str] = "web"
    CAN: ClassVar[Mapping[Ability, Capability]] = {
        Ability.START: Capability(False, "the payer begins on the portal itself"),
        Ability.HEAR: Capability(False, _BY_CONTRACT),
        Ability.ASK: Capability(False, _BY_CONTRACT),
        Ability.CANCEL: Capability(False, _BY_CONTRACT),
        Ability.REFUND: Capability(False, "money goes back by a transfer"),
        Ability.PART_REFUND: Capability(False, "money goes back by a transfer"),
        Ability.ASK_REFUND: Capability(False, "money goes back by a transfer"),
        Ability.SETTLEMENT: Capability(False, "the layout of the file is given by contract"),
        Ability.REFUSE_OLD: Capability(False, _BY_CONTRACT),
        Ability.TEST_PING: Capability(False, _BY_CONTRACT),
        Ability.MONEY_OUT: Capability(False, "the list names payments only"),
        Ability.NAME_PAYER: Capability(True),
    }
    SETTINGS: ClassVar[tuple[str, ...]] = ("callerKeyHash",)
    """SHA-256, in hex, of the key with which the portal calls our bills."""
    SECRETS: ClassVar[tuple[str, ...]] = ()
    FOUR_FIELDS: ClassVar[FourFields] = FourFields(
        version=1,
        code="ma_khoan_thu",
        reason="noi_dung",
        payer_name="nguoi_nop",
    )

    def hear(self, knock: Knock, settings: Mapping[str, str]) -> Notice:  # noqa: ARG002
        """Raises `CannotDo`."""
        raise CannotDo(Ability.HEAR)

"""What a refusal says, for tests."""

from __future__ import annotations

from datetime import date

import pytest

from thuphi.ground.statements.contract import Unreadable
from thuphi.ground.statements.faults import sentence
from thuphi.ground.statements.reading import read

TODAY = date(2026, 11, 22)


def reasons(content: bytes, name: str = "x") -> list[str]:
    """The sentences of a file that is refused."""
    with pytest.raises(Unreadable) as refused:
        read(name, content, today=TODAY)
    return [sentence(fault) for fault in refused.value.faults]

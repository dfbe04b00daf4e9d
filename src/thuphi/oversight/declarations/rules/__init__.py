"""What is declared, by which rules it is judged, and what may become of it. No database."""

from thuphi.ground.kit.files import (
    BYTES_MAX,
    CONTENT_TYPES,
    FILE_NAME_MAX,
    FileKind,
    kind_of,
    plain_name,
)

from .checks import Rule, Severity
from .facts import Booked, Context, Fault
from .items import (
    CASHLESS,
    COUNT_OF,
    LESSONS,
    VALUE_OF,
    Asked,
    Item,
    Kind,
    Unit,
    Values,
    asked_of,
    day_of,
    day_value,
    written_day,
)
from .judging import judge, refusals, unexplained
from .states import COUNTED, DECLARATION_STATES, OPEN, State

__all__ = [
    "BYTES_MAX",
    "CASHLESS",
    "CONTENT_TYPES",
    "COUNTED",
    "COUNT_OF",
    "DECLARATION_STATES",
    "FILE_NAME_MAX",
    "LESSONS",
    "OPEN",
    "VALUE_OF",
    "Asked",
    "Booked",
    "Context",
    "Fault",
    "FileKind",
    "Item",
    "Kind",
    "Rule",
    "Severity",
    "State",
    "Unit",
    "Values",
    "asked_of",
    "day_of",
    "day_value",
    "judge",
    "kind_of",
    "plain_name",
    "refusals",
    "unexplained",
    "written_day",
]

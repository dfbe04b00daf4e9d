"""Every verb on declarations; the only writers of this room's tables."""

from .deciding import approve, approve_many, send_back, verify, verify_many
from .proving import Upload, add_evidence, remove_evidence
from .uploading import Row, submit_many
from .writing import reopen, save, submit

__all__ = [
    "Row",
    "Upload",
    "add_evidence",
    "approve",
    "approve_many",
    "remove_evidence",
    "reopen",
    "save",
    "send_back",
    "submit",
    "submit_many",
    "verify",
    "verify_many",
]

"""Every question about declarations."""

from .known import booked_in, context, contexts, kinds
from .office import Completeness, Standing, Waiting, completeness, expected, inbox
from .proofs import Proof, ProofFile, proof_file, proofs_of
from .sheets import (
    Explained,
    Revision,
    Sheet,
    declaration,
    history,
    months_of,
    newest,
    sheet,
    sheet_of,
    values_before,
    values_of,
)

__all__ = [
    "Completeness",
    "Explained",
    "Proof",
    "ProofFile",
    "Revision",
    "Sheet",
    "Standing",
    "Waiting",
    "booked_in",
    "completeness",
    "context",
    "contexts",
    "declaration",
    "expected",
    "history",
    "inbox",
    "kinds",
    "months_of",
    "newest",
    "proof_file",
    "proofs_of",
    "sheet",
    "sheet_of",
    "values_before",
    "values_of",
]

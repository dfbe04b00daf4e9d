"""What was laid beside a declaration as proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from thuphi.oversight.declarations import errors
from thuphi.oversight.declarations.models import DeclarationEvidence
from thuphi.oversight.declarations.rules import CONTENT_TYPES, FileKind, Item


@dataclass(frozen=True, slots=True)
class Proof:
    """Evidence without the bytes of its file. `digest` is the file's SHA-256 in hex, or empty."""

    id: int
    item: Item | None
    words: str
    file_name: str
    kind: FileKind | None
    digest: str
    added_by: int | None
    added_at: datetime


@dataclass(frozen=True, slots=True)
class ProofFile:
    """A file of evidence to hand out, with the type its content has."""

    file_name: str
    content_type: str
    content: bytes


def proofs_of(declaration_id: int) -> tuple[Proof, ...]:
    """The evidence of a declaration, the oldest first."""
    rows = DeclarationEvidence.objects.filter(declaration_id=declaration_id).defer("content")
    return tuple(
        Proof(
            id=row.pk,
            item=Item(row.item) if row.item else None,
            words=row.words,
            file_name=row.file_name,
            kind=FileKind(row.kind) if row.kind else None,
            digest="" if row.digest is None else bytes(row.digest).hex(),
            added_by=row.added_by,
            added_at=row.added_at,
        )
        for row in rows.order_by("pk")
    )


def proof_file(evidence_id: int) -> ProofFile:
    """A file of evidence, among the rows that may be seen. Raises `EvidenceNotFound`."""
    row = DeclarationEvidence.objects.filter(pk=evidence_id, content__isnull=False).first()
    if row is None or row.content is None:
        raise errors.EvidenceNotFound
    return ProofFile(row.file_name, CONTENT_TYPES[FileKind(row.kind)], bytes(row.content))

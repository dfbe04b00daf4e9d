"""Evidence beside a declaration."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from thuphi.ground.events import actions as events
from thuphi.ground.kit.actor import Actor, Permission
from thuphi.oversight.declarations import errors
from thuphi.oversight.declarations.models import Declaration, DeclarationEvidence
from thuphi.oversight.declarations.rules import (
    BYTES_MAX,
    OPEN,
    Item,
    State,
    kind_of,
    plain_name,
)

from .writing import locked, subject

WORDS_MAX = 2000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody sent it. What it is is told by its content, not by its name."""

    file_name: str
    content: bytes


@transaction.atomic
def add_evidence(
    *,
    by: Actor,
    declaration_id: int,
    at: datetime,
    words: str = "",
    item: Item | None = None,
    upload: Upload | None = None,
) -> DeclarationEvidence:
    """Lay words, a link or a file beside a declaration that is still open.

    Raises `DeclarationNotFound`, `DeclarationNotOpen`, `EvidenceEmpty`, `FileTooLarge`,
    `FileKindNotKept`.
    """
    found = _open(by, declaration_id)
    told = words.strip()[:WORDS_MAX]
    if not told and upload is None:
        raise errors.EvidenceEmpty
    made = DeclarationEvidence(
        declaration=found,
        facility_id=found.facility_id,
        item="" if item is None else item.value,
        words=told,
        added_by=by.user_id,
        added_at=at,
    )
    if upload is not None:
        _lay(made, upload)
    made.save()
    _record("evidence_added", by, found, made, at)
    return made


def _lay(made: DeclarationEvidence, upload: Upload) -> None:
    if not upload.content:
        raise errors.EvidenceEmpty
    if len(upload.content) > BYTES_MAX:
        raise errors.FileTooLarge
    kind = kind_of(upload.content)
    if kind is None:
        raise errors.FileKindNotKept
    made.kind = kind.value
    made.file_name = plain_name(upload.file_name, kind)
    made.content = upload.content
    made.digest = hashlib.sha256(upload.content).digest()


@transaction.atomic
def remove_evidence(*, by: Actor, evidence_id: int, at: datetime) -> None:
    """Take evidence away again while the declaration is open.

    Raises `EvidenceNotFound`, `DeclarationNotOpen`.
    """
    made = DeclarationEvidence.objects.filter(pk=evidence_id).defer("content").first()
    if made is None:
        raise errors.EvidenceNotFound
    found = _open(by, made.declaration_id)
    _record("evidence_removed", by, found, made, at)
    made.delete()


def _open(by: Actor, declaration_id: int) -> Declaration:
    found = locked(declaration_id)
    by.require(Permission.DECLARE, found.facility_id)
    if State(found.state) not in OPEN:
        raise errors.DeclarationNotOpen
    return found


def _record(
    kind: str, by: Actor, found: Declaration, made: DeclarationEvidence, at: datetime
) -> None:
    events.record(
        kind,
        by=by,
        subject=subject(found),
        at=at,
        facility_id=found.facility_id,
        evidence=made.pk,
        digest="" if made.digest is None else bytes(made.digest).hex(),
    )

"""What is laid beside a declaration as proof."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable

import pytest

from tests.oversight.declarations.months import LATER, submitted, written
from tests.world import World
from thuphi.ground.kit.actor import NotYours
from thuphi.oversight.declarations import actions, errors, queries
from thuphi.oversight.declarations.actions import Upload
from thuphi.oversight.declarations.models import DeclarationEvidence
from thuphi.oversight.declarations.rules import BYTES_MAX, FileKind, Item, kind_of, plain_name

PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)
PDF = b"%PDF-1.7\n" + bytes(16)


def archive(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name in names:
            packed.writestr(name, "<x/>")
    return target.getvalue()


XLSX = archive("[Content_Types].xml", "xl/workbook.xml")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, FileKind.PNG),
        (PDF, FileKind.PDF),
        (b"\xff\xd8\xff\xe0" + bytes(9), FileKind.JPEG),
        (XLSX, FileKind.XLSX),
        (archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), None),
        (archive("[Content_Types].xml", "word/document.xml"), None),
        (b"PK\x03\x04 broken", None),
        (b"<html><script>", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"MZ\x90", None),
        (b"", None),
    ],
)
def test_a_file_is_known_by_its_content(content: bytes, kind: FileKind | None) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("written", "kind", "kept"),
    [
        ("Sao kê.pdf", FileKind.PDF, "Sao kê.pdf"),
        ("ANH.JPG", FileKind.JPEG, "ANH.JPG"),
        ("bien-ban.hta", FileKind.PDF, "bien-ban.hta.pdf"),
        ("bien-ban.html. ", FileKind.PDF, "bien-ban.html.pdf"),
        ("anh.png", FileKind.PDF, "anh.png.pdf"),
        ("gpj.\u202eexe.xlsx", FileKind.XLSX, "gpj.exe.xlsx"),
        ("../../etc/passwd", FileKind.PNG, "passwd.png"),
        ("", FileKind.XLSX, "minh-chung.xlsx"),
        ("a" * 300 + ".exe", FileKind.PDF, "a" * 192 + ".exe.pdf"),
    ],
)
def test_a_name_ends_as_what_the_file_is(written: str, kind: FileKind, kept: str) -> None:
    assert plain_name(written, kind) == kept


def test_a_file_is_kept_with_its_digest(world: World) -> None:
    made = written(world)
    kept = actions.add_evidence(
        by=world.lan.actor, declaration_id=made.pk, at=LATER, words="Sao kê tháng 9",
        item=Item.QR_VND, upload=Upload("C:\\hồ sơ\\sao-kê.exe", PDF),
    )  # fmt: skip
    (proof,) = queries.proofs_of(made.pk)
    assert (proof.item, proof.words, proof.kind) == (Item.QR_VND, "Sao kê tháng 9", FileKind.PDF)
    assert (proof.file_name, proof.digest) == ("sao-kê.exe.pdf", hashlib.sha256(PDF).hexdigest())
    file = queries.proof_file(kept.pk)
    assert (file.content_type, file.content) == ("application/pdf", PDF)


def test_words_alone_are_evidence_and_nothing_is_not(world: World) -> None:
    made = written(world)
    actions.add_evidence(
        by=world.lan.actor, declaration_id=made.pk, at=LATER, words="https://truong.example.vn"
    )
    (proof,) = queries.proofs_of(made.pk)
    with pytest.raises(errors.EvidenceNotFound):
        queries.proof_file(proof.id)
    for upload in (None, Upload("trống.pdf", b"")):
        with pytest.raises(errors.EvidenceEmpty):
            actions.add_evidence(
                by=world.lan.actor, declaration_id=made.pk, at=LATER, words=" ", upload=upload
            )


def test_what_is_too_large_or_of_another_kind_is_refused(world: World) -> None:
    made = written(world)
    for content, error in (
        (PDF + bytes(BYTES_MAX), errors.FileTooLarge),
        (b"#!/bin/sh", errors.FileKindNotKept),
    ):
        with pytest.raises(error):
            actions.add_evidence(
                by=world.lan.actor,
                declaration_id=made.pk,
                at=LATER,
                upload=Upload("a.pdf", content),
            )
    assert not DeclarationEvidence.objects.exists()
    whole = PDF + bytes(BYTES_MAX - len(PDF))
    actions.add_evidence(
        by=world.lan.actor, declaration_id=made.pk, at=LATER, upload=Upload("a.pdf", whole)
    )


def test_evidence_is_laid_and_taken_away_only_while_the_declaration_is_open(world: World) -> None:
    made = written(world)
    kept = actions.add_evidence(
        by=world.lan.actor, declaration_id=made.pk, at=LATER, upload=Upload("a.png", PNG)
    )
    with pytest.raises(NotYours):
        actions.remove_evidence(by=world.quan.actor, evidence_id=kept.pk, at=LATER)
    actions.remove_evidence(by=world.lan.actor, evidence_id=kept.pk, at=LATER)
    assert queries.proofs_of(made.pk) == ()
    kept = actions.add_evidence(
        by=world.lan.actor, declaration_id=made.pk, at=LATER, upload=Upload("a.png", PNG)
    )
    submitted(world)
    with pytest.raises(errors.DeclarationNotOpen):
        actions.remove_evidence(by=world.lan.actor, evidence_id=kept.pk, at=LATER)
    with pytest.raises(errors.DeclarationNotOpen):
        actions.add_evidence(by=world.lan.actor, declaration_id=made.pk, at=LATER, words="x")


def test_a_file_is_read_only_within_the_branch(world: World, as_role: Callable[..., None]) -> None:
    made = written(world)
    kept = actions.add_evidence(
        by=world.lan.actor, declaration_id=made.pk, at=LATER, upload=Upload("a.png", PNG)
    )
    as_role("thuphi_app", world.b.id)
    with pytest.raises(errors.EvidenceNotFound):
        queries.proof_file(kept.pk)
    as_role("thuphi_app", world.a.id, world.b.id)
    assert queries.proof_file(kept.pk).content == PNG

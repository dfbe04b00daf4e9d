"""What this drawer refuses, one sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .previews import Preview


class WorkbookError(Exception):
    """Base of this drawer's refusals."""


class FileRefused(WorkbookError):
    """The file as a whole cannot be read; `reason` is for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CellUnreadable(WorkbookError):
    """One cell cannot be read; `reason` is for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class WorkbookHasFaults(WorkbookError):
    """A workbook with faults is not confirmed; `preview` names them."""

    def __init__(self, preview: Preview) -> None:
        super().__init__(f"{preview.fault_count} faults")
        self.preview = preview


class PreviewIsStale(WorkbookError):
    """The register or the catalogue has changed since; `preview` says what is true now."""

    def __init__(self, preview: Preview) -> None:
        super().__init__(preview.digest)
        self.preview = preview


class RunPlanMissing(WorkbookError):
    """The workbook bills somebody, and nobody said in which collection run."""


class UploadNotFound(WorkbookError):
    """There is no such uploaded workbook here."""


class AlreadyConfirmed(WorkbookError):
    """This upload was carried out before; `run_id` is the run it made, if any."""

    def __init__(self, run_id: int | None) -> None:
        super().__init__(run_id)
        self.run_id = run_id

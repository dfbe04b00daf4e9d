"""What this room refuses, one sentence each."""

from __future__ import annotations


class ReportRefused(Exception):
    """Base of this room's refusals."""


class ObligationNotFound(ReportRefused):
    """Nobody owes such a report."""


class FilingNotFound(ReportRefused):
    """There is no such filing."""


class DraftedAlready(ReportRefused):
    """A report for this obligation has been begun; a filed one is corrected, not begun again."""


class NotADraft(ReportRefused):
    """The report has been filed and is frozen; a correction is a new filing."""


class NothingToCorrect(ReportRefused):
    """Only the newest filing that was filed is corrected, and one correction at a time."""


class TooEarly(ReportRefused):
    """The data of the period begins later; there is nothing to report yet."""


class ResultsMissing(ReportRefused):
    """A report says in words what was done."""


class ReasonMissing(ReportRefused):
    """A figure that differs from the computed one, a return and a correction each say why."""


class FigureNotThere(ReportRefused):
    """The report has no figure for this target."""


class FigureImpossible(ReportRefused):
    """A part is not negative and not more than its whole."""


class NobodyAnswers(ReportRefused):
    """No office is registered for an agency that the plan names."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotUnderWay(ReportRefused):
    """The report waits at no office: it is a draft, has been accepted, sent back or replaced."""


class FurtherToGo(ReportRefused):
    """Another office comes after this one; the report is forwarded, not accepted here."""


class NowhereToForward(ReportRefused):
    """This is the last office of the route; the report is accepted or sent back here."""


class DateNotOpen(ReportRefused):
    """Only a report `theo quy định` that has not been filed gets its date set."""


class DifficultyNotFound(ReportRefused):
    """There is no such difficulty."""


class AnsweredAlready(ReportRefused):
    """The difficulty has been answered."""


class TextMissing(ReportRefused):
    """A difficulty and its answer are told in words."""


class SenderUnclear(ReportRefused):
    """A difficulty is told by one facility or by one office."""

"""The sheet of Decree 30/2020/NĐ-CP, Annex I, in numbers; one set for DOCX, PDF and XLSX.

Where the Decree leaves a range, the choice stands here. The order of parts and their style are in
the drawings themselves.
"""

from __future__ import annotations

from typing import Final

PAGE_WIDTH_MM: Final = 210
PAGE_HEIGHT_MM: Final = 297
TOP_MM: Final = 20
"""20-25; the bottom likewise."""
BOTTOM_MM: Final = 20
LEFT_MM: Final = 30
"""30-35: the edge that is bound."""
RIGHT_MM: Final = 15
"""15-20."""
PAGE_NUMBER_MM: Final = 10
"""From the upper edge of the paper to the page number, within the top margin."""

TEXT_MM: Final = PAGE_WIDTH_MM - LEFT_MM - RIGHT_MM
LANDSCAPE_TEXT_MM: Final = PAGE_HEIGHT_MM - LEFT_MM - RIGHT_MM
OFFICE_MM: Final = 70
"""Width of the boxes of the issuing office and of the number; the motto has the rest."""
OFFICE_TEXT_MM: Final = OFFICE_MM - 4
"""Width of the lines in that box, clear of the motto."""
SUBJECT_MM: Final = TEXT_MM - 24
"""Width of the lines of a subject."""
RECIPIENTS_MM: Final = 78
"""Width of the box `Nơi nhận`; the signer has the rest."""

COUNTRY_PT: Final = 12
MOTTO_PT: Final = 13
OFFICE_PT: Final = 12
NUMBER_PT: Final = 13
PLACE_PT: Final = 13
KIND_PT: Final = 14
SUBJECT_PT: Final = 14
BODY_PT: Final = 14
SIGNER_PT: Final = 14
RECIPIENTS_HEAD_PT: Final = 12
RECIPIENTS_PT: Final = 11
PAGE_NUMBER_PT: Final = 14
ANNEX_PT: Final = 14
ANNEX_TITLE_PT: Final = 13
TABLE_PT: Final = 12
CAPTION_PT: Final = 13

FIRST_LINE_MM: Final = 10
"""1 cm or 1,27 cm."""
GAP_PT: Final = 6
"""Between paragraphs, at least."""
LINE_HUNDREDTHS: Final = 115
"""Line spacing, between single (100) and one and a half (150)."""
SIGNATURE_PT: Final = 70
"""Room for signature and seal."""

RULE_OF_LINE: Final = (2, 5)
"""Rules under office and subject are between a third and half of the line above."""

TYPEFACE: Final = "Times New Roman"
TYPEFACE_ON_PAPER: Final = "TeX Gyre Termes"
"""Free, of the same widths, with all Vietnamese letters; what a PDF can lawfully carry. The PDF's
template asks for it by name."""
LANGUAGE: Final = "vi-VN"

"""Cuts Be Vietnam Pro down to what our pages write, and gives it figures of one width.

Run by hand when the font or the set of letters changes; the cut files are shipped:
    python tools/build_fonts.py
The font is under the SIL Open Font License 1.1 without a reserved name; its licence is copied
beside the files, as the licence asks.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import fontpkg_be_vietnam_pro
from fontTools import subset
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
TO = HERE.parent / "src/thuphi/doors/web/shared/static/thuphi/fonts"
FROM = Path(fontpkg_be_vietnam_pro.ROOT)

WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
VIETNAMESE = (
    "".join(map(chr, range(0x20, 0x7F)))
    + "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư"
    + "".join(map(chr, range(0x1EA0, 0x1EFA)))
    + "\u00a0·–—‘’“”…×−≥≤•₫‰«»°§"
)
# Names of foreigners and of minorities; fetched only by a page that holds such a letter.
OTHER_LATIN = "".join(
    chr(point)
    for point in (*range(0xA1, 0x100), *range(0x100, 0x180), *range(0x218, 0x21C), 0x20AC)
    if chr(point) not in VIETNAMESE
)
# The family has proportional figures only ("1" is 385 wide, "4" is 710), which would make columns
# of money ragged; this many units hold the widest figure with room on both sides.
FIGURE_WIDTH = 660


def main() -> None:
    """Write four weights for Vietnamese, two for other Latin letters, and the licence."""
    TO.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(FROM / "LICENSE", TO / "LICENSE.txt")
    for weight, name in WEIGHTS.items():
        font = TTFont(FROM / "files" / f"BeVietnamPro-{name}.ttf")
        add_figures_of_one_width(font)
        write(font, VIETNAMESE, f"vi-{weight}")
    for weight in (400, 600):
        font = TTFont(FROM / "files" / f"BeVietnamPro-{WEIGHTS[weight]}.ttf")
        write(font, OTHER_LATIN, f"latin-{weight}")


def write(font: TTFont, letters: str, name: str) -> None:
    """Cut to the letters and save as woff2, telling the size."""
    cut(font, letters)
    path = TO / f"bvp-{name}.woff2"
    font.flavor = "woff2"
    font.save(path)
    print(f"{path.name}  {path.stat().st_size} bytes")


def add_figures_of_one_width(font: TTFont) -> None:
    """Draw each figure a second time, centred in one width, and offer it as `tnum`."""
    glyphs, widths, order = font["glyf"], font["hmtx"], font.getGlyphOrder()
    figures = [font.getBestCmap()[ord(figure)] for figure in "0123456789"]
    for figure in figures:
        outline = glyphs[figure]
        shift = (FIGURE_WIDTH - (outline.xMax - outline.xMin)) // 2 - outline.xMin
        pen = TTGlyphPen(None)
        font.getGlyphSet()[figure].draw(TransformPen(pen, (1, 0, 0, 1, shift, 0)))
        order = [*order, f"{figure}.tnum"]
        glyphs[f"{figure}.tnum"] = pen.glyph()
        widths[f"{figure}.tnum"] = (FIGURE_WIDTH, outline.xMin + shift)
    font.setGlyphOrder(order)
    # The cutter keeps only `kern` and `tnum`, so the font's other substitutions can go at once.
    addOpenTypeFeaturesFromString(
        font,
        "languagesystem DFLT dflt; languagesystem latn dflt; feature tnum {"
        + "".join(f"sub {figure} by {figure}.tnum;" for figure in figures)
        + "} tnum;",
        tables=["GSUB"],
    )


def cut(font: TTFont, letters: str) -> None:
    """Keep the given letters, their kerning and the figures of one width; drop all else."""
    options = subset.Options(
        hinting=False,
        glyph_names=False,
        notdef_outline=True,
        layout_features=["kern", "tnum"],
        name_IDs=[0, 1, 2, 13, 14],
    )
    options.drop_tables += ["DSIG", "gasp"]
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)


if __name__ == "__main__":
    main()

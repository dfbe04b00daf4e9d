"""One drawing for page and document: honest axes, two hues, no style, the page's own letters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from thuphi.ground.kit.periods import Month
from thuphi.oversight.indicators import charts
from thuphi.oversight.indicators.charts import Bullet, MonthShare, Spec, UnitShare

NBSP = "\u00a0"
GREYS = {charts.INK, charts.MUTED, charts.PAPER, charts.LINE, charts.EDGE}


def targets() -> Spec:
    return charts.targets_chart(
        [
            Bullet(
                "Giá trị không tiền mặt, bệnh viện\n93 trên 350 triệu đồng",
                "≥ 50 %", 266, 500, False, "26,6 %, thiếu 23,4 điểm", 250,
            ),
            Bullet("Trường học dùng nền tảng số", "≥ 50 %", 800, 500, True, "80,0 %, đạt"),
            Bullet("Chưa có gì", "100 %", None, 1000, False, "—"),
        ],
        title="Hai chỉ tiêu chưa đạt",
    )  # fmt: skip


def trend() -> Spec:
    shares = [190, 220, None, 300, 340, 480]
    points = [MonthShare(Month(2026, 5 + n), share) for n, share in enumerate(shares)]
    ahead = [MonthShare(Month(2026, 11), None), MonthShare(Month(2026, 12), 590)]
    return charts.trend_chart(
        points, goal_permille=500, goal_label="chỉ tiêu ≥ 50 %", forecast=ahead
    )


def units() -> Spec:
    return charts.unit_chart(
        [UnitShare("Huyện Yên Thế", 123, False), UnitShare("Thành phố Bắc Giang", 730, True)],
        goal_permille=500,
        goal_label="≥ 50 %",
    )


EVERY = pytest.mark.parametrize(
    "spec", [targets(), trend(), units()], ids=["bars", "line", "units"]
)


def inside(spec: object) -> Iterator[dict[str, object]]:
    """Every object of a description."""
    if isinstance(spec, dict):
        yield spec
        for value in spec.values():
            yield from inside(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from inside(value)


@EVERY
def test_every_scale_of_a_share_begins_at_nothing_and_ends_at_all(spec: Spec) -> None:
    scales = [one["scale"] for one in inside(spec) if isinstance(one.get("scale"), dict)]
    domains = [scale["domain"] for scale in scales if isinstance(scale, dict)]
    numbers = [one for one in domains if isinstance(one, list) and isinstance(one[0], int)]
    assert numbers
    assert all(one == [0, 1000] for one in numbers)


@EVERY
def test_one_hue_beside_the_greys(spec: Spec) -> None:
    used = set(re.findall(r"#[0-9a-f]{6}", json.dumps(spec)))
    assert used - GREYS == {charts.ACCENT}


@EVERY
def test_inside_a_page_it_has_no_style_and_takes_its_colours_from_there(spec: Spec) -> None:
    drawn = charts.inline(spec)
    assert "style=" not in drawn
    assert "<style" not in drawn
    assert not re.search(r'"#[0-9a-f]{6}"', drawn)
    assert 'fill="var(--ink)"' in drawn
    assert 'aria-hidden="true"' in drawn
    assert "mark container" not in drawn
    assert drawn.count("<svg") == 1


@EVERY
def test_the_letters_are_the_pages(spec: Spec) -> None:
    families = set(re.findall(r'font-family="([^"]+)"', charts.svg(spec)))
    assert families == {"Be Vietnam Pro"}


@EVERY
def test_the_document_gets_the_same_as_a_picture(spec: Spec) -> None:
    assert charts.png(spec).startswith(b"\x89PNG")
    assert charts.svg(spec).startswith("<svg ")


def words(spec: Spec) -> list[str]:
    return [
        re.sub(r"<[^>]+>", " ", one)
        for one in re.findall(r"<text[^>]*>(.*?)</text>", charts.svg(spec))
    ]


def test_each_bar_says_its_goal_and_its_number() -> None:
    said = words(targets())
    assert said.count("≥ 50 %") == 2
    assert "100 %" in said
    assert "26,6 %, thiếu 23,4 điểm" in said
    assert "Hai chỉ tiêu chưa đạt" in said


def test_the_line_says_its_ends_its_goal_and_the_forecast() -> None:
    said = [one.replace(NBSP, " ") for one in words(trend())]
    for number in ("19,0 %", "48,0 %", "59,0 %", "chỉ tiêu ≥ 50 %"):
        assert said.count(number) == 1
    assert [one for one in said if one in {"5", "10", "11", "12"}] == ["10", "11", "12"]
    assert "stroke-dasharray" in charts.svg(trend())


def test_a_month_without_figures_breaks_the_line() -> None:
    lines = re.findall(r'class="mark-line[^"]*"><path d="([^"]+)"', charts.svg(trend()))
    assert max(line.count("M") for line in lines) == 2


def test_what_nobody_can_read_changes_no_drawing() -> None:
    """Shares are cut to tenths of a hundredth, so one payment more seldom draws anything anew."""
    assert charts.permille(1_000_000, 2_000_001) == charts.permille(1_000_100, 2_000_301) == 499
    assert charts.permille(0, 0) is None
    assert charts.percent(499) == f"49,9{NBSP}%"
    assert charts.inline(units()) is charts.inline(units())


def test_nothing_to_draw_is_drawn_all_the_same() -> None:
    empty = charts.trend_chart([MonthShare(Month(2026, 1), None)], goal_permille=500, goal_label="")
    assert charts.svg(empty).startswith("<svg ")
    assert charts.svg(charts.targets_chart([])).startswith("<svg ")

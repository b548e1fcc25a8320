"""Charts for paper: SVG that says in words what it shows, and needs no colour to be read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

# About as wide as the text of a printed page.
WIDTH = 680
INK, PALE, DARK = "#1d2a30", "#d3e2e8", "#1f4e5f"

# How many labels fit under a row of weeks.
MOST_LABELS = 13
# How long a label beside a row can be.
LONGEST_LABEL = 38


@dataclass(frozen=True, slots=True)
class Span:
    """From one number to another, as a bar; `point` is a dot on it, `mark` a diamond beside it."""

    label: str
    low: float
    high: float
    said: str
    point: float | None = None
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """What was told of a week: a share, as a dot, or bands, as bars; nothing of either is told."""

    label: str
    said: str
    share: int | None = None
    bands: Sequence[tuple[float, float]] = ()


def weeks(title: str, found: Sequence[Week]) -> str:
    """Return weeks side by side, from 0 to 100 per cent."""
    left, top, height = 40, 12, 180
    step = (WIDTH - left - 8) / max(len(found), 1)
    wide = min(step * 0.66, 34)
    every = -(-len(found) // MOST_LABELS)
    parts = list(_percents(left, top, height))
    for number, week in enumerate(found):
        middle = left + step * (number + 0.5)
        parts += _week(week, middle, wide, top, height)
        if number % every == 0:
            parts.append(_text(middle, top + height + 18, week.label, "middle"))
    described = "; ".join(f"{week.label}: {week.said}" for week in found)
    return _picture(title, described, top + height + 30, parts)


def spans(title: str, found: Sequence[Span], top: float, unit: str = "") -> str:
    """Return spans beneath each other, on an axis from 0 to `top`."""
    left, row, first = 250, 30, 14
    scale = (WIDTH - left - 40) / (top or 1)
    bottom = first + row * len(found)
    parts: list[str] = []
    for tick in _ticks(top):
        x = left + tick * scale
        parts.append(_line((x, first - 6, x, bottom), PALE))
        parts.append(_text(x, bottom + 16, f"{tick:,.0f}{unit}", "middle"))
    for number, span in enumerate(found):
        parts += _span(span, left, scale, first + row * (number + 0.5))
    described = "; ".join(f"{span.label}: {span.said}" for span in found)
    return _picture(title, described, bottom + 28, parts)


def _percents(left: float, top: float, height: float) -> Iterator[str]:
    for percent in (0, 25, 50, 75, 100):
        y = top + height * (1 - percent / 100)
        yield _line((left, y, WIDTH - 8, y), PALE)
        yield _text(left - 6, y + 4, f"{percent} %", "end")


def _week(week: Week, middle: float, wide: float, top: float, height: float) -> Iterator[str]:
    def y(percent: float) -> float:
        return top + height * (1 - percent / 100)

    for low, high in week.bands:
        yield _box(middle - wide / 2, y(high), wide, y(low) - y(high))
    if week.share is not None:
        yield _line((middle, y(0), middle, y(week.share)), DARK, 2)
        yield f'<circle cx="{middle:.1f}" cy="{y(week.share):.1f}" r="5" fill="{DARK}"/>'
    if week.share is None and not week.bands:
        yield _text(middle, y(0) - 6, "–", "middle")


def _span(span: Span, left: float, scale: float, y: float) -> Iterator[str]:
    low, high = left + span.low * scale, left + span.high * scale
    yield _text(left - 10, y + 4, _fitting(span.label), "end")
    yield _box(low, y - 7, max(high - low, 1), 14)
    if span.point is not None:
        x = left + span.point * scale
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{DARK}"/>'
    if span.mark is not None:
        x = left + span.mark * scale
        yield (
            f'<path d="M{x:.1f} {y - 8:.1f} l7 8 l-7 8 l-7 -8 z" fill="#fff" stroke="{INK}" '
            'stroke-width="2"/>'
        )


def _fitting(label: str) -> str:
    """Return a label that fits beside a chart; what is described, and the table, have the whole."""
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"


def _ticks(top: float) -> list[float]:
    """Return four or five round numbers from 0 to `top`."""
    if not top:
        return [0]
    size = 10 ** (len(str(int(top))) - 1)
    step = next(
        (part * size for part in (0.2, 0.25, 0.5, 1, 2) if top / (part * size) <= 5), 2 * size
    )
    return [number * step for number in range(int(top / step) + 1)]


def _picture(title: str, described: str, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(title)}</title><desc>{escape(described)}</desc>{''.join(parts)}</svg>"
    )


def _box(x: float, y: float, width: float, height: float) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2" '
        f'fill="{PALE}" stroke="{DARK}"/>'
    )


def _line(ends: tuple[float, float, float, float], stroke: str, width: int = 1) -> str:
    x1, y1, x2, y2 = ends
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{stroke}" '
        f'stroke-width="{width}"/>'
    )


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="11" fill="{INK}">'
        f"{escape(words)}</text>"
    )

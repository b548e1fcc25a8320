"""The parts of a printable report that come from outcome releases, as an evaluator expects them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from bot.messages import sheet, svg
from bot.messages.outcome_words import (
    HOW_CHANGED,
    PAIRED,
    answered,
    change,
    clear,
    count,
    everybody,
    improved,
    measure,
    when,
    worse,
)
from bot.messages.point_shares import probability, reliably_worse
from bot.messages.point_words import DEFINITIONS, REFUSED
from bot.messages.svg import Span
from bot.rules.points import HEADLINE
from bot.rules.pooling import Share
from bot.rules.told import Improved, Measure, Told

NOTHING = "No time point of these cohorts was released in this time."
# By the name of each time point that was released in the time asked for; None: too few people.
Points = Mapping[str, Told | None]


def summary(points: Points) -> Iterator[str]:
    """Yield what stands in the box at the top: never a share without its definition."""
    for point, told in points.items():
        if told and (rows := _improved(told)):
            # The strictest definition that can be told, beside what people say themselves.
            chosen = {one.definition: one for one in (rows[0], rows[-1])}.values()
            said = [improved(one) for one in chosen]
            worst = next((one for one in told.measures if one.name == HEADLINE), None)
            said += [f"{worse(worst.worse)} have more reactions than before"] if worst else []
            yield f"{when(point)}: {'; '.join(said)}."


def flow(points: Points) -> Iterator[str]:
    """Yield how far those on the lists came."""
    if points:
        yield sheet.table(
            "How far people came, of the cohorts whose outcomes were released",
            (
                "Until",
                "On the lists ",
                "Take part ",
                "Before ",
                "At this time ",
                "Both ",
                "Missing ",
            ),
            [_flow(point, told) for point, told in points.items()],
        )


def parts(points: Points) -> Iterator[str]:
    """Yield how people were before and after, what they say of it, and who got worse."""
    yield sheet.heading("4. How reactions changed")
    yield from _changes_of(points)
    yield from _work(points)
    yield from _training(points)
    yield from _worse_off(points)


def _work(points: Points) -> Iterator[str]:
    yield sheet.heading("5. Work: held back by stress, and thoughts of leaving")
    yield from _table(
        points,
        "Yes, before and after, of those with both, with 95 % intervals",
        (
            "Said yes to",
            "When",
            "Before",
            "After",
            "Yes to no ",
            "No to yes ",
            "p ",
            "Against chance",
        ),
        _yes_no,
    )
    yield sheet.small(PAIRED)


def _training(points: Points) -> Iterator[str]:
    yield sheet.heading("6. Relevance and impact of the training")
    yield from _table(
        points,
        "From 0 to 100",
        ("Said of the training", "When", "Median", "Share at the maximum"),
        _ratings,
    )
    yield sheet.small(
        "Most people give the highest rating, so the median and the share at the maximum say more "
        "than a mean. Medians are to the nearest five, one for each group of cohorts."
    )


def _worse_off(points: Points) -> Iterator[str]:
    yield sheet.heading("7. Who got worse")
    yield from _table(
        points,
        "Of those who answered before and after",
        (
            "Measure",
            "When",
            "People ",
            "More reactions than before",
            "Reliably worse",
            "No reliable change ",
        ),
        _harms,
    )
    yield sheet.small(
        "Who withdrew is never told, and the bot asks for no reports of single events: those go to "
        "the people named on the hospital's help card."
    )


def _flow(point: str, told: Told | None) -> tuple[str, ...]:
    if told is None:
        return (when(point), *["–"] * 6)
    steps = (count(told.flow.get(name)) for name in ("following", "pre", "later", "pairs"))
    missing = "–" if told.missing is None else f"{told.missing} %"
    return (when(point), str(told.listed), *steps, missing)


def _table(
    points: Points,
    caption: str,
    head: Sequence[str],
    rows: Callable[[str, Told], Iterable[Sequence[str]]],
) -> Iterator[str]:
    """Yield a table over all time points, and for which of them nothing is shown."""
    found = [row for point, told in points.items() if told for row in rows(point, told)]
    if found:
        yield sheet.table(caption, head, found)
    refused = [when(point) for point, told in points.items() if told is None]
    if refused:
        yield sheet.paragraph(f"{', '.join(refused)}: {REFUSED}")
    if not found and not refused:
        yield sheet.paragraph(NOTHING)


def _changes_of(points: Points) -> Iterator[str]:
    for point, told in points.items():
        yield sheet.heading(when(point), 3)
        yield from _changes(told) if told else [sheet.paragraph(REFUSED)]
    if not points:
        yield sheet.paragraph(NOTHING)
    if any(told and _improved(told) for told in points.values()):
        yield sheet.small(HOW_CHANGED)


def _changes(told: Told) -> Iterator[str]:
    rows = _improved(told)
    if rows:
        yield sheet.figure(
            "Who improved, by which definition",
            svg.spans("Who improved, in per cent", [_span(one) for one in rows], 100, " %"),
        )
        yield sheet.table(
            "The same in words, with 95 % intervals",
            ("Definition", "Of those who answered", "Of everybody", "Against chance"),
            [
                (
                    _name(one),
                    answered(one.share),
                    everybody(one.share),
                    clear(is_clear=one.is_clear),
                )
                for one in rows
            ],
        )
    if scored := [one for one in told.measures if one.scores]:
        yield sheet.table(
            "Scores before and after, of those with both",
            ("Measure", "People ", "Before", "After", "Mean change", "Effect "),
            map(_scores, scored),
        )


def _yes_no(point: str, told: Told) -> Iterator[Sequence[str]]:
    for one in told.yes_no:
        yield (
            measure(one.name),
            when(point),
            answered(one.before),
            answered(one.after),
            "–" if one.left is None else str(one.left),
            "–" if one.came is None else str(one.came),
            "–" if one.p is None else probability(one.p),
            clear(is_clear=one.is_clear),
        )


def _ratings(point: str, told: Told) -> Iterator[Sequence[str]]:
    for one in told.ratings:
        yield (
            measure(one.name),
            when(point),
            " and ".join(str(median) for median in sorted(set(one.medians))),
            answered(one.at_maximum),
        )


def _harms(point: str, told: Told) -> Iterator[Sequence[str]]:
    for one in told.measures:
        yield (
            measure(one.name),
            when(point),
            count(told.flow.get("pairs")),
            worse(one.worse),
            reliably_worse(found) if (found := one.classes) else "not known",
            str(found.unchanged) if found else "–",
        )


def _improved(told: Told) -> list[Improved]:
    """Return who improved in all reactions together, and who says so."""
    scored = [one for each in told.measures for one in each.improved]
    headline = [one for one in scored if one.measure == HEADLINE]
    return [*([told.said_better] if told.said_better else []), *headline]


def _name(one: Improved) -> str:
    words = DEFINITIONS[one.definition]
    return f"{one.definition}: {words}"


def _span(one: Improved) -> Span:
    low, high = _interval(one.share)
    point = one.share.low if one.share.k is not None else None
    return Span(one.definition, low, high, answered(one.share), point)


def _interval(found: Share) -> tuple[float, float]:
    low, high = found.interval
    return (low, high) if high is not None else (found.low, found.high)


def _scores(one: Measure) -> Sequence[str]:
    scores = one.scores
    assert scores is not None  # noqa: S101 -- asked above
    return (
        measure(one.name),
        str(scores.n),
        *(
            f"{at.mean:.1f}, SD {at.sd:.1f}" + (f", {at.median:g}" if scores.medians else "")
            for at in (scores.before, scores.after)
        ),
        change(scores),
        "–" if scores.g_av is None else f"{scores.g_av:.2f}",
    )

"""Several hospitals side by side and taken together, on a page for the programme office."""

from collections.abc import Iterator, Sequence

from bot.messages import hospital_words, outcome_words, rollups, sheet, svg
from bot.messages.hospital_words import HOW_PROJECTED, LED_BY, NOT_PATIENTS, STAFF, STAYED, day
from bot.messages.outcome_words import answered, everybody, when
from bot.messages.point_words import DEFINITIONS, REFUSED
from bot.messages.reports import SILENCE
from bot.messages.site_report import LIMITS
from bot.messages.svg import Span
from bot.rules import side_by_side
from bot.rules.points import HEADLINE
from bot.rules.retention import Staff
from bot.rules.rollups import Group, Stayed
from bot.rules.side_by_side import Hospital
from bot.rules.told import Improved, Told
from bot.rules.treatments import Range

ALL = "All together"
POOLED = (
    "Taken together, people are counted and not hospitals. People of one hospital are more alike "
    "than people picked at random, so intervals are a little too narrow."
)


def page(found: Sequence[Hospital]) -> str:
    """Return the page of some hospitals, in one file that needs nothing else."""
    return sheet.page(
        "Resiliency training: hospitals side by side",
        [
            sheet.heading("Resiliency training: hospitals side by side", 1),
            *_files(found),
            *_offered(found),
            *_outcomes(found),
            *_sessions(found),
            *_stayed(found),
            sheet.heading("What no number here can show"),
            sheet.bullets(LIMITS),
        ],
    )


def _files(found: Sequence[Hospital]) -> Iterator[str]:
    gone = [
        f"{one.name}: no file after {one.quarters[-1]}. Its earlier files are in all figures."
        for one in side_by_side.stopped(found)
    ]
    other = [
        f"Not every file has the same definition of {name}: compare with care."
        for name in side_by_side.differing(found)
    ]
    yield sheet.box([SILENCE, *gone, *other])
    yield sheet.table(
        "Files",
        ("Hospital", "Quarters", "Cohorts ", "Training days ", "On lists "),
        [
            *((one.name, ", ".join(one.quarters), *_trained([one])) for one in found),
            (ALL, "", *_trained(found)),
        ],
    )
    yield sheet.small("Somebody on lists of two quarters is counted in both.")


def _trained(found: Sequence[Hospital]) -> tuple[str, str, str]:
    """Return how many cohorts, training days and people on lists some hospitals had together."""
    return (
        str(sum(one.cohorts for one in found)),
        str(sum(one.training_days for one in found)),
        str(sum(one.people for one in found)),
    )


def _offered(found: Sequence[Hospital]) -> Iterator[str]:
    yield sheet.heading("How many took part")
    yield sheet.table(
        "Weeks of each hospital as a whole: answered at least once, of those who take part",
        ("Hospital", "Weeks released ", "Of them with a percentage ", "Lowest ", "Highest "),
        [
            (
                one.name,
                str(one.weeks),
                str(len(one.shares)),
                f"{min(one.shares)} %" if one.shares else "–",
                f"{max(one.shares)} %" if one.shares else "–",
            )
            for one in found
        ],
    )
    yield sheet.small(
        "Weeks without a percentage were told in words, or not at all. Percentages are to the "
        "nearest five, and are not averaged: no file says of how many people they are."
    )


def _outcomes(found: Sequence[Hospital]) -> Iterator[str]:
    yield sheet.heading("Outcomes")
    names = side_by_side.points(found)
    if not names:
        yield sheet.paragraph("No outcome has been released yet.")
    for point in names:
        yield sheet.heading(when(point), 3)
        there = [one for one in found if one.lots(point)]
        columns = [(one.name, side_by_side.at([one], point)) for one in there]
        yield from _point([*columns, (ALL, side_by_side.at(there, point))])
        if others := [one.name for one in found if one not in there]:
            yield sheet.paragraph(f"Nothing released yet: {', '.join(others)}.")
    if names:
        yield sheet.small(POOLED)


def _point(columns: Sequence[tuple[str, Told | None]]) -> Iterator[str]:
    rows = [(name, one) for name, told in columns if told for one in _improved(told)]
    for definition, meaning in DEFINITIONS.items():
        found = [(name, one) for name, one in rows if one.definition == definition]
        if found:
            yield from _definition(f"{definition}: {meaning}", found)
    worse = [
        (name, outcome_words.worse(measure.worse))
        for name, told in columns
        if told
        for measure in told.measures
        if measure.name == HEADLINE
    ]
    if worse:
        yield sheet.table("More reactions than before", ("Hospital", "People"), worse)
    refused = [name for name, told in columns if told is None]
    if refused:
        yield sheet.paragraph(f"{', '.join(refused)}: {REFUSED}")


def _definition(caption: str, found: Sequence[tuple[str, Improved]]) -> Iterator[str]:
    bars = [_span(name, one) for name, one in found]
    yield sheet.figure(caption, svg.spans(caption, bars, 100, " %"))
    yield sheet.table(
        "The same in words, with 95 % intervals",
        ("Hospital", "Of those who answered", "Of everybody on the lists"),
        [(name, answered(one.share), everybody(one.share)) for name, one in found],
    )


def _sessions(found: Sequence[Hospital]) -> Iterator[str]:
    yield sheet.heading("Treatment sessions led by people who took part")
    rows = [(one.name, one.reach[0].groups[-1]) for one in found if one.reach]
    total = side_by_side.together(found)
    if total is None:
        yield sheet.paragraph("No hospital has typed its reach yet.")
        return
    yield from _projected([*rows, (ALL, total)])
    whens = "; ".join(
        f"{one.name}: {day(one.reach[0].starts_on)} to {day(one.reach[0].ends_on)}"
        for one in found
        if one.reach
    )
    for words in (f"Twelve months of {whens}.", LED_BY, NOT_PATIENTS, HOW_PROJECTED):
        yield sheet.small(words)


def _projected(rows: Sequence[tuple[str, Group]]) -> Iterator[str]:
    top = max(max(one.high, one.counted or 0) for _, one in rows)
    bars = [_reach(name, one) for name, one in rows]
    yield sheet.figure("Projected for twelve months", svg.spans("Treatment sessions", bars, top))
    yield sheet.table(
        "The same in numbers",
        ("Hospital", "Trained ", "All three days ", "Low ", "Likely ", "High ", "Counted "),
        [
            (
                name,
                f"{one.trained:,}",
                f"{one.all_days:,}",
                *map(hospital_words.number, (one.low, one.likely, one.high)),
                "–" if one.counted is None else f"{one.counted:,}",
            )
            for name, one in rows
        ],
    )


def _stayed(found: Sequence[Hospital]) -> Iterator[str]:
    yield sheet.heading("People who stayed")
    rows = [
        (one.name, STAFF[Staff(told.staff)], _when(told), rollups.stayed(told), told.source)
        for one in found
        for told in one.retention
    ]
    if not rows:
        yield sheet.paragraph("No hospital has typed totals of its staff yet.")
        return
    yield sheet.table("As typed", ("Hospital", "Of whom", "When", "Rate", "Source"), rows)
    yield sheet.small(f"{STAYED} Hospitals and years differ too much to be taken together.")


def _improved(told: Told) -> list[Improved]:
    scored = [
        one for measure in told.measures if measure.name == HEADLINE for one in measure.improved
    ]
    return [*([told.said_better] if told.said_better else []), *scored]


def _span(label: str, one: Improved) -> Span:
    low, high = one.share.interval
    exact = one.share.k is not None
    return Span(
        label,
        low if exact else one.share.low,
        high if high is not None else one.share.high,
        answered(one.share),
        one.share.low if exact else None,
    )


def _reach(name: str, one: Group) -> Span:
    about = hospital_words.about(Range(one.low, one.likely, one.high))
    return Span(name, one.low, one.high, about, one.likely, one.counted)


def _when(told: Stayed) -> str:
    return f"{day(told.starts_on)} to {day(told.ends_on)}"

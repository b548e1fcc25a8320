"""The parts of a printable report that coordinators typed: role groups, sessions, who stayed."""

from collections.abc import Iterator, Sequence

from bot.messages import hospital_words, retention, sheet, svg
from bot.messages.hospital_words import (
    GROUPS,
    HOW_PROJECTED,
    HOW_STAYED,
    LED_BY,
    NOT_PATIENTS,
    STAFF,
    STAYED,
    day,
    number,
)
from bot.messages.svg import Span
from bot.rules import hospital_figures
from bot.rules import retention as rates
from bot.rules.hospital_figures import Year
from bot.rules.retention import Rate, Totals
from bot.rules.treatments import Projection, RoleGroup

NOT_TYPED = "Nobody has typed it yet: /resiliency {}"
POOLED = "Groups of fewer than eleven people are put together with others."


def summary(years: Sequence[Year]) -> Iterator[str]:
    """Yield what stands in the box at the top."""
    for year in years[:1]:
        if total := hospital_figures.total(year):
            yield (
                f"{total.trained:,} people trained, {total.all_days:,} on all three days. "
                f"Projected for the twelve months from {day(year.starts_on)}: "
                f"{hospital_words.about(total.sessions)} treatment sessions."
            )


def groups(years: Sequence[Year]) -> Iterator[str]:
    """Yield who was trained, by role group."""
    yield sheet.heading("2. Who was trained")
    told = [(year, total) for year in years if (total := hospital_figures.total(year))]
    if not told:
        yield sheet.paragraph(NOT_TYPED.format("reach"))
    for year, total in told:
        yield sheet.table(
            f"Twelve months from {day(year.starts_on)}, from the register",
            ("Role group", "Trained ", "All three days "),
            [
                *(
                    (hospital_words.together(names), f"{one.trained:,}", f"{one.all_days:,}")
                    for names, one in hospital_figures.parts(year)
                ),
                ("All together", f"{total.trained:,}", f"{total.all_days:,}"),
            ],
        )
    if told:
        yield sheet.small(f"{POOLED} Typed by the hospital's coordinators.")


def sessions(years: Sequence[Year]) -> Iterator[str]:
    """Yield how many treatment sessions people who took part lead: projected, and counted."""
    yield sheet.heading("8. Treatment sessions led by people who took part")
    told = [(year, total) for year in years if (total := hospital_figures.total(year))]
    if not told:
        yield sheet.paragraph(NOT_TYPED.format("reach"))
        return
    for year, total in told:
        yield from _year(year, total)
    for words in (LED_BY, NOT_PATIENTS, HOW_PROJECTED):
        yield sheet.small(words)
    yield sheet.table(
        "Where the figures are from",
        ("Role group", "Posts ", "Away ", "Leave ", "Low ", "Likely ", "High ", "Source"),
        # How few people work, and how many of them may go, is about each of them.
        [
            _source(*names, year)
            for year, _ in told
            for names, _ in hospital_figures.parts(year)
            if len(names) == 1
        ],
    )
    yield sheet.small(
        "Posts: the average, in per cent of full time. Away, and expected to leave: in per cent of "
        "a year, and of the group. Low, likely, high: sessions of a full-time post in a year."
    )


def stayed(totals: Sequence[Totals]) -> Iterator[str]:
    """Yield at which rate people stayed."""
    yield sheet.heading("9. People who stayed")
    if not totals:
        yield sheet.paragraph(NOT_TYPED.format("retention"))
        return
    found = [(one, rates.rate(one)) for one in totals]
    bars = [
        Span(f"{STAFF[one.staff]}, to {day(one.ends_on)}", *rate.interval, told, rate.percent)
        for one, rate in found
        if isinstance(rate, Rate) and (told := hospital_words.rate(rate))
    ]
    if bars:
        drawing = svg.spans("People who stayed, in per cent", bars, 100, " %")
        yield sheet.figure("Still employed after a year or more, with 95 % intervals", drawing)
    yield sheet.table(
        "The same in words",
        ("Of whom", "When", "Rate", "Source"),
        [
            (
                STAFF[one.staff],
                f"{day(one.starts_on)} to {day(one.ends_on)}",
                retention.told(one),
                f"{one.source}, {day(one.source_on)}",
            )
            for one in totals
        ],
    )
    yield sheet.small(f"{STAYED} {HOW_STAYED}")


def _year(year: Year, total: Projection) -> Iterator[str]:
    parts: list[tuple[str, Projection, int | None]] = [
        (hospital_words.together(names), one, hospital_figures.counted(year, names))
        for names, one in hospital_figures.parts(year)
    ]
    everybody = tuple(group for group in RoleGroup if group in year.caseloads)
    parts.append(("All together", total, hospital_figures.counted(year, everybody)))
    bars = [_bar(name, one, counted) for name, one, counted in parts]
    top = max(max(bar.high, bar.mark or 0) for bar in bars)
    when = f"{day(year.starts_on)} to {day(year.ends_on)}"
    yield sheet.figure(f"Projected, {when}", svg.spans(f"Treatment sessions, {when}", bars, top))
    yield sheet.small(
        "A bar is the range that is projected, the dot what is most likely, an open diamond what "
        "was counted afterwards."
    )
    yield sheet.table(
        f"The same in numbers, {when}",
        ("Role group", "Low ", "Likely ", "High ", "Counted "),
        [
            (
                name,
                *map(number, (one.sessions.low, one.sessions.likely, one.sessions.high)),
                "–" if counted is None else f"{counted:,}",
            )
            for name, one, counted in parts
        ],
    )


def _bar(name: str, one: Projection, counted: int | None) -> Span:
    sessions = one.sessions
    about = hospital_words.about(sessions)
    return Span(_short(name), sessions.low, sessions.high, about, sessions.likely, counted)


def _short(name: str) -> str:
    """Return a name that fits beside a chart; the table below it has the whole."""
    return f"{name.count('+') + 1} groups together" if "+" in name else name


def _source(group: RoleGroup, year: Year) -> tuple[str, ...]:
    one = year.caseloads[group]
    rates_ = (one.sessions.low, one.sessions.likely, one.sessions.high)
    return (
        GROUPS[group],
        f"{one.post} %",
        f"{one.leave} %",
        f"{one.leaving} %",
        *(f"{rate:,}" for rate in rates_),
        f"{one.source}, {day(one.source_on)}",
    )

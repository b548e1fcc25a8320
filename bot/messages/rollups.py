"""What would go to the programme office, as a coordinator sees it before it goes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.messages import hospital_words, outcome_words, shown
from bot.messages.asked import period
from bot.messages.hospital_words import STAFF, day
from bot.messages.lines import sections
from bot.messages.names import Tap
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    Message,
    View,
    button,
    buttons,
    escaped,
    header,
    sentence,
    small,
)
from bot.messages.shown import WORDS
from bot.rules import told
from bot.rules.retention import Rate, Staff
from bot.rules.rollups import Body, Stayed
from bot.rules.shown import WITHHELD
from bot.rules.told import Measure, Told
from bot.rules.treatments import Range

WHAT = (
    "This is all that goes: what was released of the hospital as a whole, and what you typed. No "
    "cohort is named, small groups are put together, and nobody is in it."
)
THEN = "Whoever runs the bot then writes the file: python -m bot rollup export"
GOES = "You have let it go as it is here."
CHANGED = "It says something else by now, so nothing was let go. Please look again."


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go of a site and quarter, and whether it may, or has been let go already."""

    body: Body
    digest: str
    is_over: bool
    comes_on: date
    let_go: bool


def answer(previews: Sequence[Preview]) -> Message:
    """Return what would go of every site somebody coordinates, with the way to let it go."""
    text: list[str] = []
    blocks: list[Block] = []
    for one in previews:
        title = f"{one.body.site}, {one.body.quarter}: for the programme office"
        lines = [*map(escaped, read_out(one.body)), _standing(one)]
        text += [escaped(title), *lines]
        blocks += [header(title[:150]), *sections(lines), *_way(one)]
    return Message(
        "\n".join([*text, WHAT, THEN]),
        (*blocks, small(WHAT), small(THEN), buttons(HELP_BUTTON)),
    )


def let_go(preview: Preview) -> View:
    """Return what is said when a quarter was let go, or could not be."""
    return sentence(f"{GOES} {THEN}" if preview.let_go else CHANGED)


def read_out(body: Body) -> Iterator[str]:
    """Yield all that goes, line by line."""
    yield (
        f"Cohorts: {body.cohorts}. Training days: {body.training_days}. "
        f"People on their lists: {body.people}."
    )
    for week in body.weeks:
        when = period(week.starts_on, week.starts_on + timedelta(days=6))
        yield f"• Answered at least once, {when}: {shown.words(week.participation)}"
    for point, lots in body.points.items():
        yield from _point(outcome_words.when(point), told.told(point, lots))
    for reach in body.reach:
        total = reach.groups[-1]
        about = hospital_words.about(Range(total.low, total.likely, total.high))
        yield (
            f"• Twelve months from {day(reach.starts_on)}: {total.trained:,} people trained, "
            f"{total.all_days:,} on all three days; projected {about} treatment sessions"
        )
    for one in body.retention:
        yield f"• {STAFF[Staff(one.staff)]}, to {day(one.ends_on)}: {stayed(one)}"


def stayed(one: Stayed) -> str:
    """Return the rate at which people stayed, or that there is none."""
    if one.stayed is None or one.employed is None:
        return WORDS[WITHHELD]
    return hospital_words.rate(Rate(one.stayed, one.employed))


def _point(name: str, found: Told | None) -> Iterator[str]:
    if found is None:
        yield f"• {name}: {WORDS[WITHHELD]}"
        return
    if found.said_better:
        yield f"• {name}: {outcome_words.improved(found.said_better)}"
    for measure in found.measures:
        yield from _measure(name, measure)


def _measure(name: str, measure: Measure) -> Iterator[str]:
    title = outcome_words.measure(measure.name)
    for one in measure.improved:
        yield f"• {name}, {title}: {outcome_words.improved(one)}"
    yield f"• {name}, {title}: {outcome_words.worse(measure.worse)} have more than before"


def _standing(one: Preview) -> str:
    if one.let_go:
        return GOES
    if not one.is_over:
        return f"Its last figures come on {day(one.comes_on)}; until then it cannot go."
    return "It has not been let go."


def _way(one: Preview) -> list[Block]:
    if one.let_go or not one.is_over:
        return []
    about = f"{one.body.site_id}/{one.body.quarter}/{one.digest}"
    return [buttons(button("Let it go", Tap.ROLLUP, about=about))]

"""What a trainer reads of a cohort once a week: figures, what comes, and one idea to share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.messages import reports, shown
from bot.messages.names import Form, Tap
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    Message,
    View,
    button,
    buttons,
    escaped,
    local,
    modal,
    section,
    sentence,
    small,
)
from bot.messages.reports import MEANING, SILENCE, Line
from bot.messages.trainings import dates
from bot.rules.assessments import Opening, Point
from bot.rules.digests import Coming, Idea, IdeaKind
from bot.rules.notices import Day

# What closes at midnight was open until the day before.
A_MOMENT = timedelta(seconds=1)

OPENING = "Your group last week. How many answered at least once:"
AHEAD = "Your group this week:"

_POINTS: Mapping[Point, str] = {
    "pre": "before the training",
    "baseline_2": "once more before the training",
    "end": "right after the training",
    "month_1": "after one month",
    "month_3": "after three months",
    "month_6": "after six months",
}

_IDEAS: Mapping[IdeaKind, str] = {
    "welcome": "Say hello in the channel, so that everybody knows what comes and that both "
    "choices are fine.",
    "together": "Share one minute with the whole group.",
}

# To everybody alike: nobody is asked again by name.
WELCOME = (
    "Hello, everybody. Your trainers are glad that you come.\n"
    "Each of you got one message from me. It asks whether I shall keep you company around the "
    "training, and both answers are fine. Nobody here is told which one you gave.\n"
    "`/resiliency join` brings the question back, `/resiliency help` shows what I can do."
)
FREE = "Only if you like. Nobody keeps count."
NOT_KEPT = "That is what came to everybody. Who opened one is kept nowhere."

BEFORE_SENDING = "This is what goes to <#{channel}>, once, for everybody there. It comes from me."
NO_CHANNEL = "This group has no channel that I write to. Here are the words, to copy."
TOO_OLD = "That idea was for another week. `/resiliency digest` has one for now."
ON_ITS_WAY = "It is on its way to <#{channel}>."
SENT_BEFORE = "It was sent to <#{channel}> before, so I send it no second time."


@dataclass(frozen=True, slots=True)
class Digest:
    """What a trainer may read of a cohort: releases as they see them, and the calendar.

    `week` has how many answered, `consent` how many have the companion; None is not released.
    """

    cohort_id: str
    cohort: str
    site: str
    week: Line | None
    four_weeks: Line | None
    consent: Line | None
    units: Sequence[str]
    coming: Sequence[Coming]
    idea: Idea | None


def letter(digest: Digest) -> Message:
    """Return the weekly digest of one cohort."""
    return digests([digest])


def digests(several: Sequence[Digest], left_out: int = 0) -> Message:
    """Return the digests of some cohorts, one below the other; so many more are `left_out`."""
    opening = OPENING if any(digest.week for digest in several) else AHEAD
    said: list[str] = [opening]
    blocks: list[Block] = [section(opening)]
    for digest in several:
        parts = _parts(digest)
        said += parts
        blocks += [*map(section, parts), *_offer(digest)]
    notes = [f"{MEANING} {SILENCE}"]
    if left_out:
        more = "1 more group" if left_out == 1 else f"{left_out} more groups"
        notes.append(f"You lead {more}: `/resiliency digest cohort NAME`.")
    return Message("\n".join([*said, *notes]), (*blocks, *map(small, notes), buttons(HELP_BUTTON)))


def look(about: str) -> Block:
    """Return the button that shows a post before it goes out; `about` is the group and the day."""
    return button("Look at the post", Tap.LOOK_AT_POST, about=about)


def post(idea: Idea) -> Message:
    """Return what is shared with a whole cohort."""
    if idea.exercise is None:
        return Message(WELCOME, (section(WELCOME), buttons(HELP_BUTTON)))
    exercise = idea.exercise
    minutes = "1 minute" if exercise.minutes == 1 else f"{exercise.minutes} minutes"
    opening = (
        f"Your trainers share *{escaped(exercise.title)}* ({minutes}), from *{escaped(idea.unit)}*."
    )
    steps = "\n".join(f"{number}. {escaped(step)}" for number, step in enumerate(exercise.steps, 1))
    words = (opening, escaped(exercise.why), steps, escaped(exercise.safety))
    return Message(
        "\n".join([*words, FREE]), (*map(section, words), small(FREE), buttons(HELP_BUTTON))
    )


def preview(idea: Idea, channel: str | None, about: str) -> View:
    """Return the window in which a trainer looks at a post before it goes out, or copies it."""
    *shown_blocks, _ = post(idea).blocks
    said = BEFORE_SENDING.format(channel=channel) if channel else NO_CHANNEL
    blocks = [section(said), *shown_blocks, buttons(HELP_BUTTON)]
    return modal(blocks, form=Form.POST, submit="Send", about=about) if channel else modal(blocks)


def sent(channel: str, *, first: bool) -> View:
    """Return what a trainer is told who has sent a post, or finds that it was sent before."""
    return sentence((ON_ITS_WAY if first else SENT_BEFORE).format(channel=channel))


def too_old() -> View:
    """Return what is said of an idea that was for another week."""
    return sentence(TOO_OLD)


def _parts(digest: Digest) -> list[str]:
    """Return what is said of one cohort, paragraph by paragraph."""
    every = (_week, _longer, _brought, _ahead, _idea)
    return [said for part in every if (said := part(digest))]


def _week(digest: Digest) -> str:
    return f"*{escaped(digest.cohort)}*, {reports.said(digest.week)}"


def _longer(digest: Digest) -> str:
    """Return what was released of four weeks, and of how many have the companion."""
    lines = []
    if digest.four_weeks:
        lines.append(escaped(reports.four_weeks(digest.four_weeks)))
    if (line := digest.consent) and line.figures.consent:
        had = shown.words(line.figures.consent)
        since = f"{line.starts_on.day} {line.starts_on:%b}"
        lines.append(f"Have the companion, of everybody on the list on {since}: {had}")
    return "\n".join(lines)


def _brought(digest: Digest) -> str:
    """Return on which units the exercises of the hospital drew."""
    if not digest.units:
        return ""
    opening = f"In the last four weeks the exercises at {escaped(digest.site)} were from:"
    return "\n".join([opening, *(f"• {escaped(unit)}" for unit in digest.units), NOT_KEPT])


def _ahead(digest: Digest) -> str:
    return "\n".join(["Coming up:", *map(_coming, digest.coming)]) if digest.coming else ""


def _coming(coming: Coming) -> str:
    match coming.of:
        case Day() as day:
            return dates([day])
        case Opening() as opening:
            opens, last = opening.opens_at, opening.closes_at - A_MOMENT
            return (
                f"• Self-assessment {_POINTS[opening.point]}: from "
                f"{_day(opens, opening.zone)} to {_day(last, opening.zone)}"
            )


def _day(moment: datetime, zone: str) -> str:
    return local(moment, zone).partition(",")[0]


def _idea(digest: Digest) -> str:
    # An exercise stands in a conversation of nobody, so it is not named here either.
    return f"An idea for this week: {_IDEAS[digest.idea.kind]}" if digest.idea else ""


def _offer(digest: Digest) -> list[Block]:
    """Return the button that shows what would be sent, if there is an idea."""
    if digest.idea is None:
        return []
    return [buttons(look(f"{digest.cohort_id}/{digest.idea.on.isoformat()}"))]

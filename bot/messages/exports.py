"""The copy that somebody takes along: what is in it, and what is said when it is made."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, time
from typing import Any

from bot.messages import habits
from bot.messages.assessments import NAMES
from bot.messages.data import Own
from bot.messages.likings import LABELS
from bot.messages.locked_page import PAGE
from bot.messages.names import Tap
from bot.messages.parts import (
    HELP_BUTTON,
    View,
    button,
    buttons,
    header,
    modal,
    section,
    sentence,
    small,
)
from bot.rules.assessments import Point
from bot.rules.likings import Mark
from bot.rules.shifts import Hours, Routine

# The same for everybody, and it says nothing.
FILE_NAME = "resiliency.html"
COMMENT = (
    "Here is the locked file you asked for. I delete it here after 24 hours: save it somewhere of "
    "your own, and open it in a browser."
)

_LOST = "Nobody, not even you, can find this answer any more."


@dataclass(frozen=True, slots=True)
class Line:
    """One question of an assessment, and the answer, in words and as it is kept."""

    question: str
    answer: str
    item: str
    value: int


@dataclass(frozen=True, slots=True)
class Filled:
    """One finished assessment."""

    point: Point
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Taken:
    """What somebody takes along."""

    made_on: date
    # What they have said of their time.
    routine: Routine
    zone_chosen: bool
    hides_questions: bool
    # Which parts of the companion they have switched on; None for somebody who was not asked.
    parts: Mapping[str, bool] | None
    answers: Sequence[Own]
    assessments: Sequence[Filled]
    marks: Sequence[tuple[str, Mark]]


def plain(taken: Taken) -> bytes:
    """Return a copy as it is before it is locked: words to read, and the same as data."""
    read = [{"heading": heading, "lines": lines} for heading, lines in _sections(taken)]
    return json.dumps({"read": read, "data": _data(taken)}, ensure_ascii=False).encode()


def page(locked: Mapping[str, str | int]) -> bytes:
    """Return the page that holds a locked copy, and opens it in a browser."""
    return PAGE.replace("LOCKED", json.dumps(locked)).encode()


def ask() -> View:
    """Return what is said before a copy is made."""
    return modal(
        [
            header("A copy for you"),
            section(
                "I put your answers, your finished self-assessments, what helps you and your "
                "choices into one locked file. It comes into our chat."
            ),
            section(
                "The passphrase is shown once, in this window. I keep it nowhere. Without it "
                "nobody can open the file, not even you."
            ),
            section(
                "I delete the file after 24 hours. That you asked for one stays in your hospital's "
                "Slack; what is in it does not."
            ),
            buttons(button("Make my copy", Tap.EXPORT_NOW), HELP_BUTTON),
        ]
    )


def being_made() -> View:
    """Return what stands there while a copy is made."""
    return sentence("I am making your copy. Its passphrase comes here in a moment.")


def made(passphrase: str) -> View:
    """Return the passphrase of a copy that was made: the one time it is shown."""
    return modal(
        [
            header("Your passphrase"),
            section(f"```{passphrase}```"),
            section(
                "Write it down now. Then save the file from our chat to a place of your own, open "
                "it in a browser, and type the passphrase."
            ),
            buttons(HELP_BUTTON),
            small("Shown once. I hide it when you do not tap for a minute and a half."),
        ]
    )


def hidden() -> View:
    """Return what stands in the place of a passphrase when nobody has tapped for a while."""
    return modal(
        [
            section(
                "I have closed this, so that nobody reads along. Did you not write it down? Then "
                "make a new copy: the first one stays locked."
            ),
            buttons(button("Make a new copy", Tap.EXPORT), HELP_BUTTON),
        ]
    )


def _sections(taken: Taken) -> Iterator[tuple[str, list[str]]]:
    """Yield what is read, heading by heading."""
    yield (
        "What you answered",
        [line for own in taken.answers for line in _answer(own)] or ["Nothing is kept."],
    )
    for filled in taken.assessments:
        lines = [f"{line.question}: {line.answer}" for line in filled.lines]
        yield f"Self-assessment: {NAMES[filled.point]}", lines or ["All left out."]
    said = [f"{title}: {LABELS[mark]}" for title, mark in taken.marks]
    yield "What helps you", said or ["Your list is empty."]
    yield "What you chose", [*_times(taken), *_parts(taken.parts)]


def _answer(own: Own) -> list[str]:
    ask = own.ask or "A question I no longer ask."
    chosen = own.chosen or "A choice I no longer offer."
    return [f"Week of {own.week.isoformat()}: {ask} {chosen if own.found else _LOST}"]


def _times(taken: Taken) -> list[str]:
    """Return what somebody has said of their time, as their settings say it."""
    said = habits.summary(
        taken.routine, hides_questions=taken.hides_questions, zone_chosen=taken.zone_chosen
    )
    hour = taken.routine.preferred_at
    plain_words = [line.replace("*", "").lstrip("\u2022 ") for line in said.splitlines()]
    return [f"Hour: {_clock(hour) or 'none chosen'}", *plain_words]


def _clock(at: time | None) -> str | None:
    return f"{at:%H:%M}" if at else None


def _parts(parts: Mapping[str, bool] | None) -> list[str]:
    if parts is None:
        return ["Companion: not decided"]
    return [f"{name.capitalize()}: {'yes' if on else 'no'}" for name, on in parts.items()]


def _span(hours: Hours) -> dict[str, str]:
    return {"from": f"{hours.start:%H:%M}", "until": f"{hours.end:%H:%M}"}


def _data(taken: Taken) -> dict[str, Any]:
    """Return the same for programs; docs/export.md names every key."""
    return {
        "made_on": taken.made_on.isoformat(),
        "check_ins": [
            {
                "week": own.week.isoformat(),
                "question": own.ask,
                "answer": own.chosen,
                "found": own.found,
            }
            for own in taken.answers
        ],
        "self_assessments": [
            {"time_point": filled.point, "answers": [asdict(line) for line in filled.lines]}
            for filled in taken.assessments
        ],
        "what_helps": [
            {"exercise": title, "said": mark.name.lower()} for title, mark in taken.marks
        ],
        "choices": _choices(taken),
    }


def _choices(taken: Taken) -> dict[str, Any]:
    routine = taken.routine
    return {
        "hour": _clock(routine.preferred_at),
        "time_zone": routine.zone,
        "time_zone_chosen": taken.zone_chosen,
        "hides_questions": taken.hides_questions,
        "pattern": routine.pattern,
        "slot": routine.slot,
        "quiet_hours": _span(routine.quiet) if routine.quiet else None,
        "shifts": [
            {"weekday": habits.DAYS[day], **_span(hours)}
            for day, hours in sorted(routine.week.items())
        ],
        "parts": dict(taken.parts) if taken.parts else None,
    }

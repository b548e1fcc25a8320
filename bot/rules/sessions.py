"""Whether a training session can be as somebody wants it, and what changes when it moves."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.rules import cadence
from bot.rules.asks import NotUnderstoodError
from bot.rules.forms import LONGEST_ROOM, FieldsError, hour

# The fields of a form that describes a session.
DAY, START, END, ROOM, UNITS = "day", "start", "end", "room", "units"
# What a trainer says in their own words.
WORDS = "words"
FIELDS = (DAY, START, END, ROOM, UNITS, WORDS)
# Escaped, a character can take five, and Slack takes three thousand of a paragraph.
LONGEST_WORDS = 600

# When participants of the training arrive.
USUAL_START = time(8, 30)
# A working day, of which the end is usually not typed.
USUAL_LENGTH = timedelta(hours=8)
# Further ahead nobody has a roster, and a year is easily mistyped.
FURTHEST = timedelta(days=2 * 366)


@dataclass(frozen=True, slots=True)
class Slot:
    """When and where a session is, by the clock of the site."""

    on: date
    at: time
    until: time
    zone: str
    room: str | None = None

    @property
    def starts_at(self) -> datetime:
        """The moment it starts, in UTC."""
        return cadence.moment(self.on, self.at, self.zone)

    @property
    def ends_at(self) -> datetime:
        """The moment it is over, in UTC."""
        return cadence.moment(self.on, self.until, self.zone)

    @property
    def when(self) -> tuple[date, time, time]:
        """Its day and its hours."""
        return self.on, self.at, self.until


@dataclass(frozen=True, slots=True)
class Taken:
    """A session that stands already, as somebody is told of it: `Spring, day 2`."""

    name: str
    slot: Slot


@dataclass(frozen=True, slots=True)
class Wish:
    """What a trainer filled in of a session, on its way through the preview.

    `subject` is the session's id, or that of the day to be given a date; `seen` tells the state
    of it that they looked at.
    """

    subject: str
    seen: str = ""
    filled: Mapping[str, Any] = field(default_factory=dict)

    def packed(self) -> str:
        """Return it as a window carries it."""
        filled = {name: self.filled.get(name) for name in FIELDS if self.filled.get(name)}
        return json.dumps([self.subject, self.seen, filled], ensure_ascii=False)


def unpacked(text: str) -> Wish:
    """Return the wish that a window carried."""
    subject, seen, filled = json.loads(text)
    return Wish(subject, seen, filled)


@dataclass(frozen=True, slots=True)
class Change:
    """What a trainer is about to change of a session, as they are shown it before.

    `after` is None for one that is called off. `listed` is how many people are told.
    """

    name: str
    before: Slot | None
    after: Slot | None
    listed: int
    channel: str | None
    units: Sequence[str] | None = None

    @property
    def is_told(self) -> bool:
        """Whether it is anybody's business but the trainers'."""
        return self.before is None or self.before != self.after

    @property
    def moves(self) -> bool:
        """Whether the session is at another time from here on."""
        return self.before is None or self.after is None or self.before.when != self.after.when


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What a session may not run into.

    `before` and `after` are the days of its own training around it; `others` are what its
    trainers lead besides.
    """

    before: Taken | None = None
    after: Taken | None = None
    others: Sequence[Taken] = ()


class StaleError(Exception):
    """Somebody changed it meanwhile: nothing is kept of what was seen before."""


def usual_end(at: time) -> time:
    """Return when a session is over that starts then, unless somebody says otherwise."""
    start = datetime.combine(date.min, at)
    end = start + USUAL_LENGTH
    return end.time() if end.date() == start.date() else time(23, 59)


def described(filled: Mapping[str, Any], zone: str) -> Slot:
    """Return the session described in a form, whatever stands in its way.

    Raises:
        FieldsError: A field holds nothing that can be read.
    """
    problems: dict[str, str] = {}
    on = _day(filled.get(DAY), problems)
    at = _hour(filled.get(START), START, problems)
    until = _hour(filled.get(END), END, problems)
    room = " ".join((filled.get(ROOM) or "").split()) or None
    if room and len(room) > LONGEST_ROOM:
        problems[ROOM] = f"That is too long; {LONGEST_ROOM} characters are enough."
    if problems or on is None or at is None or until is None:
        raise FieldsError(problems)
    return Slot(on, at, until, zone, room)


def said(text: str) -> str:
    """Return what a trainer wants to tell everybody in their own words.

    Raises:
        FieldsError: There are none, or too many.
    """
    words = text.strip()
    if not words:
        raise FieldsError({WORDS: "Write what everybody is to know."})
    if len(words) > LONGEST_WORDS:
        raise FieldsError({WORDS: f"{LONGEST_WORDS} characters are enough."})
    return words


def require_possible(slot: Slot, near: Neighbours, now: datetime) -> None:
    """Return when a session can be in this slot.

    Raises:
        FieldsError: It cannot; it has a sentence for each field.
    """
    problems = dict(_problems(slot, near, now))
    if problems:
        raise FieldsError(problems)


def overlap(one: Slot, another: Slot) -> bool:
    """Return whether two sessions have a moment in common."""
    return one.starts_at < another.ends_at and another.starts_at < one.ends_at


def overlapping(slot: Slot, others: Iterable[Taken]) -> Taken | None:
    """Return the first of these sessions that has a moment in common with a slot, or None."""
    return next((other for other in others if overlap(slot, other.slot)), None)


def _day(text: str | None, problems: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        problems[DAY] = "Choose a date."
        return None


def _hour(text: str | None, name: str, problems: dict[str, str]) -> time | None:
    try:
        return hour(text)
    except NotUnderstoodError as error:
        problems[name] = str(error)
        return None


def _problems(slot: Slot, near: Neighbours, now: datetime) -> Iterator[tuple[str, str]]:
    if slot.until <= slot.at:
        yield END, "Choose an end after the start, on the same day."
    for name, at in ((END, slot.until), (START, slot.at)):
        if skipped := _skipped(slot.on, at, slot.zone):
            yield name, skipped
    if problem := _wrong_day(slot, near, now):
        yield DAY, problem


def _wrong_day(slot: Slot, near: Neighbours, now: datetime) -> str | None:
    if slot.starts_at <= now:
        return "That is over by now. Choose a time that is still to come."
    if slot.starts_at > now + FURTHEST:
        return "That is more than two years ahead. Please look at the year."
    return _in_the_way(slot, near)


def _in_the_way(slot: Slot, near: Neighbours) -> str | None:
    """Return which session stands in the way of a slot; None when none does."""
    beside = [near.before, near.after, *near.others]
    if other := overlapping(slot, filter(None, beside)):
        return f"That overlaps with {other.name}. Choose another time."
    if near.before and slot.starts_at <= near.before.slot.starts_at:
        return f"It must come after {near.before.name}. Move that one first."
    if near.after and slot.starts_at >= near.after.slot.starts_at:
        return f"It must come before {near.after.name}. Move that one first."
    return None


def _skipped(day: date, at: time, zone: str) -> str | None:
    """Return what to say of an hour that the clocks skip on a day; None for any other."""
    there = cadence.shown_instead(day, at, zone)
    if there is None:
        return None
    return f"The clocks skip {at:%H:%M} on that day. Choose {there:%H:%M} or another hour."

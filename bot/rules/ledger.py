"""What a ledger of messages may say, though it is pasted into mails and nobody minds it.

Invitations, appointments, notices and what trainers are told come to everybody on a list, or to
everybody who leads: how many there were says nothing of what anybody chose. They are counted by
whole weeks, of all sites together. Within a week, who is still waiting would tell how many chose
a late hour: so of the week that is not over it tells the troubles alone.

Check-ins, exercises and assessments come to those who keep the companion. How many were sent is
how many keep it; "not sent" is how many pause; a refusal because of a closed account says that
whoever closed theirs kept it; and even that none was sent says something of everybody. Only
releases may say how many. So of these it tells which troubles there were that lie with the bot or
with Slack, without a number, and of weeks alone in which the curriculum brings such a message to
as many people, if they keep the companion, as a cohort needs that is shown. That a trouble is not
there says nothing: there may have been none.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from bot.rules import cadence
from bot.rules.refusals import OURS

# Whatever kind is not here is the companion's.
FOR_EVERYBODY = frozenset(
    {
        "invitation",
        "appointment",
        "notice",
        "digest",
        "register",
        "errand",
        "certification",
        "post",
    }
)

REFUSED = "refused: "
UNKNOWN = "unknown"
# The word of `storage.dead_letters`; a test holds them together.
OUTAGE = "expired (outage)"
# What was sent perhaps, where nobody could look.
UNCONFIRMED = "unconfirmed"
# What lies with the bot or with Slack, whoever it was for, beside Slack's own words.
_OF_NOBODY = frozenset({UNKNOWN, UNCONFIRMED, OUTAGE})


class Counted(Protocol):
    """How many messages of a kind for a day ended in one way."""

    @property
    def kind(self) -> str:
        """What the message was."""

    @property
    def day(self) -> date:
        """The day it was for, where it was read."""

    @property
    def reason(self) -> str:
        """How it ended, or where it is."""

    @property
    def messages(self) -> int:
        """How many."""


@dataclass(frozen=True, slots=True)
class People:
    """Who is on a list whose training is over on which day, what comes then, how many are enough.

    `comes_after` has by kind how many days after the last training day the companion sends it.
    """

    listed: Sequence[tuple[str, date]]
    comes_after: Mapping[str, Collection[int]]
    enough: int

    def are_enough(self, kind: str, day: date) -> bool:
        """Return whether enough of them, had they the companion, got this in the week of a day."""
        monday = cadence.week_of(day)
        over_on = {
            monday + timedelta(days=number - after)
            for number in range(7)
            for after in self.comes_after.get(kind, ())
        }
        return len({who for who, last_day in self.listed if last_day in over_on}) >= self.enough


@dataclass(frozen=True, slots=True)
class Days:
    """The first day of a ledger, and the day on which it is made."""

    since: date
    today: date


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """Messages of one kind, for one week, that ended in one way; the number may not be told."""

    week: str
    kind: str
    reason: str
    messages: int | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is told of messages since a Monday, and from how many people on it tells of some."""

    since: date
    open_week: str
    everybody: tuple[Line, ...]
    companion: tuple[Line, ...]
    enough: int


def ledger(counted: Iterable[Counted], people: People, days: Days) -> Ledger:
    """Return what may be told of messages."""
    those, since, today = list(counted), days.since, days.today
    open_week = week_of(today)
    numbers: Counter[Line] = Counter()
    for one in those:
        line = Line(week_of(one.day), one.kind, one.reason)
        if one.kind in FOR_EVERYBODY and (line.week < open_week or _is_trouble(line.reason)):
            numbers[line] += one.messages
    troubles = {
        Line(week_of(one.day), one.kind, one.reason)
        for one in those
        if one.kind not in FOR_EVERYBODY
        and _is_ours(one.reason)
        and people.are_enough(one.kind, one.day)
    }
    return Ledger(
        since,
        open_week,
        tuple(Line(ln.week, ln.kind, ln.reason, number) for ln, number in sorted(numbers.items())),
        tuple(sorted(troubles)),
        people.enough,
    )


def may_be_told(kind: str, reason: str) -> bool:
    """Return whether a log may say of one message of a kind that it ended so.

    Of the companion's, a closed account would say that whoever closed theirs kept it.
    """
    return kind in FOR_EVERYBODY or _is_ours(reason)


def begins(since: date) -> date:
    """Return the first day of a ledger: weeks are told whole."""
    return cadence.week_of(since)


def week_of(day: date) -> str:
    """Return the ISO week of a day, e.g. `2026-W46`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _is_trouble(reason: str) -> bool:
    return reason in _OF_NOBODY or reason.startswith(REFUSED)


def _is_ours(reason: str) -> bool:
    return reason.removeprefix(REFUSED) in _OF_NOBODY | OURS

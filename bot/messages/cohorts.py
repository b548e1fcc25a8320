"""A cohort as its trainers see it: how it stands, who is on its list, and what can be done."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.messages import reach
from bot.messages.names import Tap
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    Message,
    View,
    button,
    buttons,
    escaped,
    modal,
    section,
    small,
)
from bot.messages.trainings import dates
from bot.rules.cohorts import FEWEST_PLACES, Changed, Deed, Stage, free_places
from bot.rules.notices import Day

# Slack takes 100 blocks of a window and 3,000 characters of a paragraph.
MOST_LISTED = 40

_STAGES: Mapping[Stage, str] = {
    Stage.PLANNED: "planned: nobody is invited yet",
    Stage.RECRUITING: "recruiting: the list is open",
    Stage.READY: "ready: the list is complete",
    Stage.RUNNING: "running: the training has begun",
    Stage.FOLLOW_UP: "follow-up: the training is over, the companion goes on",
    Stage.CLOSED: "closed",
}
_DID: Mapping[str, str] = {
    "cohort invite": "invited people",
    "cohort move": "moved somebody, or took them off the list",
    "cohort change": "changed the name, the places or the channel",
    "cohort hand over": "changed who leads it",
    "cohort pass on": "passed it on, because a certification has lapsed",
    "cohort complete": "called the list complete",
    "cohort reopen": "opened the list again",
    "cohort close": "closed it",
}
_CLOSE_IS_FOR_GOOD = (
    "Nothing of the cohort can be changed after that. Those who have the companion keep it."
)


COMPLETED = "The list is complete. People who come now can still be invited, one by one."
REOPENED = "The list is open again."
IS_CLOSED = "This cohort is closed. Thank you for leading it."


@dataclass(frozen=True, slots=True)
class Entry:
    """A cohort in a list of cohorts."""

    id: str
    name: str
    stage: Stage
    first_day: date | None


@dataclass(frozen=True, slots=True)
class Listing:
    """Somebody's cohorts, and whether they may make a further one."""

    entries: Sequence[Entry]
    can_add: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a cohort, and why Slack does not reach them, if it does not."""

    slack_id: str
    out_of_reach: str | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """Everything trainers see of a cohort, as it stood at a revision."""

    id: str
    revision: int
    name: str
    stage: Stage
    deeds: Collection[Deed]
    days: Sequence[Day]
    trainers: Sequence[Person]
    people: Sequence[Person]
    waiting: Sequence[Person]
    places: int
    channel_id: str | None

    @property
    def seen(self) -> str:
        """What a button says of the state in which the cohort was seen."""
        return f"{self.id}/{self.revision}"


def seen(text: str) -> tuple[str, int]:
    """Return the cohort and the revision that a button or a form was shown with."""
    cohort_id, _, revision = text.partition("/")
    return cohort_id, int(revision) if revision.isdecimal() else 0


def listing(entries: Sequence[Entry], *, can_add: bool = True) -> Message:
    """Return somebody's cohorts, each with the way to it: the earliest first, closed ones last."""
    title = "Your cohorts" if entries else "You have no cohort yet."
    blocks: list[Block] = [section(f"*{title}*")]
    lines = [title]
    for entry in sorted(entries, key=_order)[:MOST_LISTED]:
        line = f"*{escaped(entry.name)}*, {_when(entry)}\n{_STAGES[entry.stage].capitalize()}"
        lines.append(line)
        shown = section(line)
        shown["accessory"] = button("Open", Tap.COHORT, entry.id, about=entry.id)
        blocks.append(shown)
    if len(entries) > MOST_LISTED:
        more = "For the others, type `/resiliency cohort` and the name."
        lines.append(more)
        blocks.append(small(more))
    adding = [NEW_COHORT] if can_add else []
    return Message("\n".join(lines), (*blocks, buttons(*adding, HELP_BUTTON)))


NEW_COHORT = button("New cohort", Tap.NEW_COHORT)


def shown(window: Window, said: str = "") -> View:
    """Return a cohort's window, with what was just done on top."""
    blocks = [section(said)] if said else []
    blocks += [
        section(f"*{escaped(window.name)}*\n{_STAGES[window.stage].capitalize()}."),
        section(dates(window.days)),
        section(_led(window)),
        section(_list(window)),
    ]
    if window.waiting:
        first = "Waiting for a place, the first in line first"
        blocks.append(section(f"{first}: {_mentions(window.waiting)}."))
    return modal([*blocks, *_rows(window)])


def stale(cohort_id: str, changes: Sequence[Changed]) -> View:
    """Return what is said to somebody who changes what somebody else has changed since."""
    lines = [f"• <@{change.by}> {_DID.get(change.act, 'changed it')}." for change in changes]
    opening = "This cohort has changed since you opened it, so I have left it as it is."
    words = [section(opening), *([section("\n".join(lines))] if lines else [])]
    again = button("Look again", Tap.COHORT, cohort_id)
    return modal([*words, buttons(again, HELP_BUTTON)])


def not_now(cohort_id: str, why: str) -> View:
    """Return what is said to somebody who wants what a cohort's stage does not allow."""
    back = button("Back to the cohort", Tap.COHORT, cohort_id)
    return modal([section(why), buttons(back, HELP_BUTTON)])


def moved(slack_id: str, to: str | None, given_to: Sequence[str]) -> str:
    """Return what is said to whoever has moved somebody."""
    where = f"is on the list of *{escaped(to)}* now" if to else "is off the list"
    return f"<@{slack_id}> {where}, and is told.{_given(given_to)}"


def changed(given_to: Sequence[str]) -> str:
    """Return what is said to whoever has changed a cohort."""
    return f"Saved.{_given(given_to)}"


def handed_over(cohort: str, to: str) -> View:
    """Return what is said to whoever has handed a cohort over."""
    words = f"<@{to}> leads *{escaped(cohort)}* now. I tell everybody whose part has changed."
    return modal([section(words), buttons(HELP_BUTTON)])


def _given(slack_ids: Sequence[str]) -> str:
    if not slack_ids:
        return ""
    verb = "has" if len(slack_ids) == 1 else "have"
    return f" {named(slack_ids)} {verb} a place now, and will be told."


def _order(entry: Entry) -> tuple[bool, date, str]:
    return entry.stage == Stage.CLOSED, entry.first_day or date.max, entry.name.casefold()


def _when(entry: Entry) -> str:
    day = entry.first_day
    return f"from {day.day} {day:%B %Y}" if day else "no days yet"


def _led(window: Window) -> str:
    who = _mentions(window.trainers) if window.trainers else "nobody"
    where = f"<#{window.channel_id}>" if window.channel_id else "none"
    return f"Trainers: {who}. Channel: {where}."


def _list(window: Window) -> str:
    taken, left = len(window.people), free_places(window.places, len(window.people))
    counted = f"On the list: {taken} of {window.places}. Free: {left}."
    few = (
        f" A training needs {FEWEST_PLACES}." if taken < FEWEST_PLACES and not _over(window) else ""
    )
    who = f"\n{_mentions(window.people)}" if window.people else ""
    return f"{counted}{few}{who}"


def _over(window: Window) -> bool:
    return window.stage in (Stage.FOLLOW_UP, Stage.CLOSED)


def _mentions(people: Sequence[Person]) -> str:
    return ", ".join(
        f"<@{one.slack_id}>" + (f" ({reach.why(one.out_of_reach)})" if one.out_of_reach else "")
        for one in people
    )


def named(slack_ids: Sequence[str]) -> str:
    """Return these people by their mentions."""
    return " and ".join(f"<@{slack_id}>" for slack_id in slack_ids) or "nobody"


def _rows(window: Window) -> list[Block]:
    """Return the buttons of what may be done: with people, with the cohort, with its end."""
    offered = [
        (Deed.INVITE, button("Invite people", Tap.INVITE, window.seen)),
        (Deed.MOVE, button("Move somebody", Tap.MOVE, window.seen)),
        (Deed.COMPLETE, button("The list is complete", Tap.COMPLETE, window.seen)),
        (Deed.REOPEN, button("Open the list again", Tap.REOPEN, window.seen)),
        (Deed.CHANGE, button("Change", Tap.CHANGE_COHORT, window.seen)),
        (Deed.HAND_OVER, button("Hand over", Tap.HAND_OVER, window.seen)),
        (Deed.COPY, button("Copy", Tap.COPY_COHORT, window.seen)),
        (Deed.CLOSE, _close(window)),
    ]
    may = [one for deed, one in offered if deed in window.deeds]
    return [buttons(*may, HELP_BUTTON)]


def _close(window: Window) -> Block:
    asked = {
        "title": {"type": "plain_text", "text": "Close this cohort?"},
        "text": {"type": "plain_text", "text": _CLOSE_IS_FOR_GOOD},
        "confirm": {"type": "plain_text", "text": "Close"},
        "deny": {"type": "plain_text", "text": "Not now"},
    }
    return button("Close the cohort", Tap.CLOSE_COHORT, window.seen) | {"confirm": asked}

"""A cohort being made, and a training session announced."""

from collections.abc import Sequence

from bot.messages import confirmations, sessions
from bot.messages.names import Tap
from bot.messages.parts import (
    HELP_BUTTON,
    Message,
    View,
    button,
    buttons,
    escaped,
    mentions,
    modal,
    section,
    small,
)
from bot.rules.notices import Day

NO_DAYS = "The days are not fixed yet. I tell you when they are."
LEFT_OUT = "guests, bots, or people who left Slack"

_SOON = {
    "notice/7-days": "in one week",
    "notice/1-day": "tomorrow",
    "notice/2-hours": "today",
}
# What can still be done about it at that time.
_PRACTICAL = {
    "notice/7-days": "Please arrange cover, so that no call reaches you in the room. {}",
    "notice/1-day": "Please make sure of your cover, so that no call reaches you in the room. {}",
    "notice/2-hours": "See you there.",
}
_ARRIVE = "We begin at {:%H:%M}: please be there some minutes before."


def trainers_named(named: Sequence[str], left_out: Sequence[str]) -> Message:
    """Return what a coordinator is told about the trainers they have named."""
    lines = []
    if named:
        lines.append(f"Trainer now: {mentions(named)}. I tell each of them how to begin.")
    if left_out:
        lines.append(f"Not named ({LEFT_OUT}): {mentions(left_out)}.")
    text = "\n".join(lines)
    return Message(text, (section(text), buttons(HELP_BUTTON)))


def appointment(site_id: str, site: str) -> Message:
    """Return what somebody is told who was named as trainer, and what they are to confirm."""
    opening = f"Hello. You are a trainer at *{escaped(site)}* now."
    statement = confirmations.statement(site)
    then = "Then `/resiliency cohort new` makes a cohort, `/resiliency help` shows the rest."
    return Message(
        f"{opening}\n{statement}\n{then}\n{confirmations.WHY}",
        (
            section(opening),
            section(statement),
            buttons(confirmations.confirm(site_id), HELP_BUTTON),
            section(then),
            small(confirmations.WHY),
        ),
    )


def channel_hello(cohort: str) -> Message:
    """Return what a cohort's channel is told when it is chosen."""
    words = f"Notices of the resiliency training *{escaped(cohort)}* will appear here."
    return Message(words, (section(words), buttons(HELP_BUTTON)))


def cohort_made(
    cohort_id: str, name: str, invited: int, left_out: Sequence[str], shut_channel: str | None
) -> View:
    """Return what a trainer is told about the cohort they have made.

    `shut_channel` is the chosen channel when the bot cannot write there yet.
    """
    people = "1 person is" if invited == 1 else f"{invited} people are"
    lines = [
        f"*{escaped(name)}* is made. {people} on the list, and each gets one message from me.",
        "I remind everybody before each day: at most a week, a day and two hours ahead.",
    ]
    if left_out:
        lines.append(f"Not added ({LEFT_OUT}): {mentions(left_out)}.")
    if shut_channel:
        lines.append(
            f"I cannot write in <#{shut_channel}> yet. Invite me there before the first notice."
        )
    way = button("Open the cohort", Tap.COHORT, cohort_id)
    return modal([*map(section, lines), buttons(way, HELP_BUTTON)])


def notice(step: str, cohort: str, days: Sequence[Day], *, in_channel: bool = False) -> Message:
    """Return the notice of one or more training days; times are the site's."""
    first = days[0]
    opening = f"Resiliency training *{escaped(cohort)}*: day {first.number} starts {_SOON[step]}."
    practical = _PRACTICAL[step].format(_ARRIVE.format(first.at))
    here = [button("I am here", Tap.HERE, first.id)] if step == "notice/2-hours" else []
    return Message(
        f"{opening}\n{dates(days)}\n{practical}",
        (
            section(opening),
            section(dates(days)),
            section(practical),
            buttons(*here, *sessions.replies(days)),
            buttons(*sessions.ways(first, in_channel=in_channel)),
        ),
    )


def dates(days: Sequence[Day]) -> str:
    """Return training days in the site's time, a line each, with the reader's own hour."""
    if not days:
        return NO_DAYS
    return "\n".join(f"• {sessions.told(day)}" for day in days)

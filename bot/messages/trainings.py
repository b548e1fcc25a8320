"""A cohort being made, and a training session announced."""

from collections.abc import Mapping, Sequence

from bot.messages import confirmations, sessions
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    Form,
    Message,
    Tap,
    View,
    button,
    buttons,
    escaped,
    field,
    modal,
    option,
    section,
    small,
)
from bot.rules.asks import LONGEST_NAME
from bot.rules.notices import Day
from bot.rules.sessions import USUAL_START

NAME = "name"
PEOPLE = "people"
DAYS = ("day1", "day2", "day3")
STARTS_AT = "starts_at"
SECOND_TRAINER = "second_trainer"
CHANNEL = "channel"
SITE = "site"

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


def cohort_form(name: str, sites: Mapping[str, str]) -> View:
    """Return the modal in which a trainer makes a cohort at one of `sites` (id to name)."""
    named: Block = {"type": "plain_text_input", "max_length": LONGEST_NAME}
    if name:
        named["initial_value"] = name
    start: Block = {"type": "timepicker", "initial_time": f"{USUAL_START:%H:%M}"}
    return modal(
        [
            field("Name", NAME, named),
            field("Site", SITE, _sites(sites)),
            field("People", PEOPLE, {"type": "multi_users_select"}),
            *(
                field(f"Training day {number}", day, {"type": "datepicker"})
                for number, day in enumerate(DAYS, start=1)
            ),
            field("Each day starts at (the site's time)", STARTS_AT, start),
            field("Second trainer", SECOND_TRAINER, {"type": "users_select"}, optional=True),
            field("Channel", CHANNEL, {"type": "conversations_select"}, optional=True),
            confirmations.tick(),
            small(
                "Everybody you choose is on the roster and gets notices of the training days. "
                "Whether they want the companion is their choice, and private. "
                "With a channel, notices go there too; invite me to it first."
            ),
            buttons(HELP_BUTTON),
        ],
        form=Form.NEW_COHORT,
        submit="Create",
    )


def trainers_named(named: Sequence[str], left_out: Sequence[str]) -> Message:
    """Return what a coordinator is told about the trainers they have named."""
    lines = []
    if named:
        lines.append(f"Trainer now: {_mentions(named)}. I tell each of them how to begin.")
    if left_out:
        lines.append(f"Not named ({LEFT_OUT}): {_mentions(left_out)}.")
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


def cohort_made(name: str, invited: int, left_out: Sequence[str], shut_channel: str | None) -> View:
    """Return what a trainer is told about the cohort they have made.

    `shut_channel` is the chosen channel when the bot cannot write there yet.
    """
    people = "1 person is" if invited == 1 else f"{invited} people are"
    lines = [
        f"*{escaped(name)}* is ready. {people} on the roster, and each gets one message from me.",
        "I remind everybody before each day: at most a week, a day and two hours ahead.",
    ]
    if left_out:
        lines.append(f"Not added ({LEFT_OUT}): {_mentions(left_out)}.")
    if shut_channel:
        lines.append(
            f"I cannot write in <#{shut_channel}> yet. Invite me there before the first notice."
        )
    return modal([*map(section, lines), buttons(HELP_BUTTON)])


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
    return "\n".join(f"• {sessions.told(day)}" for day in days)


def _sites(sites: Mapping[str, str]) -> Block:
    # Slack takes 75 characters of an option.
    options = [option(name[:75], site_id) for site_id, name in sites.items()]
    return {"type": "static_select", "options": options, "initial_option": options[0]}


def _mentions(slack_ids: Sequence[str]) -> str:
    return ", ".join(f"<@{slack_id}>" for slack_id in slack_ids)

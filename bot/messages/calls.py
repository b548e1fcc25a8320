"""Somebody asks for a call; whoever is asked reads it, and who asked in a modal only."""

from collections.abc import Sequence
from datetime import datetime

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
    local,
    modal,
    section,
    sentence,
    small,
)
from content.model import Caller

# What stays in Slack says that a call was asked for, and not by whom.
SOMEBODY = "Someone would like a call."
# The same for whoever waits: what it is about opens in a modal.
NEWS = "I have a word for you. Please open it."
_LATE = (
    "The time you promised is over, so they were shown who else answers. A call from you may "
    "still be welcome."
)
MISSED = "I could not reach them. Here is who answers now."


def offers(callers: Sequence[Caller]) -> list[Block]:
    """Return who can be asked for a call now, each with what they and Slack will know."""
    if not callers:
        return []
    blocks = [section("*Would you like somebody to call you?*")]
    for number, caller in enumerate(callers):
        ask = button("Ask them to call me", Tap.ASK_FOR_CALL, caller.slack_id, about=str(number))
        blocks += [section(_knows(caller)), buttons(ask)]
    return blocks


def asked(name: str, answer_by: datetime, zone: str) -> View:
    """Return what is said to somebody who has asked for a call."""
    return sentence(
        f"{escaped(name)} is told now, and has until {local(answer_by, zone)} to answer. If they "
        "do not, I tell you, and show you who else answers. Nobody else is told."
    )


def nobody_now() -> View:
    """Return what is said when whoever was asked cannot be asked any more."""
    return sentence("They cannot be asked just now. The help card shows who answers.")


def request(call_id: str) -> Message:
    """Return what is written to whoever is asked: not who asks."""
    return Message(
        SOMEBODY, (section(SOMEBODY), buttons(button("Open", Tap.CALL, call_id), HELP_BUTTON))
    )


def who_asks(slack_id: str, call_id: str, *, late: bool = False) -> View:
    """Return who would like a call, to the one who was asked; `late` when they were told so."""
    return modal(
        [
            section(f"<@{slack_id}> would like a call from you."),
            *([section(_LATE)] if late else ()),
            section(
                "Call or write to them in Slack, or use the number on their profile. You need "
                "solve nothing; being there is enough."
            ),
            buttons(button("I will call them", Tap.TAKE_CALL, call_id), HELP_BUTTON),
            small("Please tell nobody. Once you tap, I forget that they asked."),
        ]
    )


def taken(slack_id: str) -> View:
    """Return what is said to somebody who takes a call."""
    return sentence(f"Thank you. Please call <@{slack_id}> now. I have forgotten that they asked.")


def taken_before() -> View:
    """Return what is said when a call was taken, or is too long ago."""
    return sentence("This one is settled, or more than a day old. Thank you for looking.")


def news(call_id: str) -> Message:
    """Return what is written to somebody whom nobody has called in time: not what it is about."""
    return Message(NEWS, (section(NEWS), buttons(button("Open", Tap.NEWS, call_id), HELP_BUTTON)))


def missed(card: Message) -> View:
    """Return that nobody could be reached, and who answers now."""
    return modal([section(MISSED), *card.blocks, buttons(HELP_BUTTON)])


def settled(card: Message) -> View:
    """Return what stands behind the news when the call was taken since, or a day has gone by."""
    return modal([header("Here is who answers now"), *card.blocks, buttons(HELP_BUTTON)])


def _knows(caller: Caller) -> str:
    name = escaped(caller.name)
    return (
        f"*{name}* answers within {caller.within_minutes} minutes. {name} will see your name and "
        "how to reach you. Slack keeps a record that a call was asked for, not by whom."
    )

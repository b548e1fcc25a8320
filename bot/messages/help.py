"""The help card, for whoever asks and for words of distress."""

from collections.abc import Sequence
from datetime import datetime

from bot.messages.parts import (
    Block,
    Message,
    escaped,
    header,
    section,
    small,
)
from bot.rules import help as routes
from content.model import Help, HelpRoute, Site

NOBODY_WATCHES = "Nobody is watching this chat, and nobody is told that you opened this card."
TYPING = (
    "I don't keep what you type, but your hospital's Slack does. Buttons are private; typing isn't."
)


def card(help_: Help, sites: Sequence[Site], now: datetime) -> Message:
    """Return the help card: who answers now first, then everybody else."""
    named = len(sites) > 1
    lines = [
        _emergency(help_.emergency),
        NOBODY_WATCHES,
        *(_site(site, help_, now, named=named) for site in sites),
    ]
    blocks: list[Block] = [header("People who can help"), *map(section, lines)]
    return Message("People who can help\n" + "\n".join(lines), tuple(blocks))


def distress(help_: Help, sites: Sequence[Site], now: datetime) -> Message:
    """Return the help card for somebody who has typed words of distress."""
    opening = "That sounds very hard. Please talk to a person now; here is who answers."
    shown = card(help_, sites, now)
    # The text is what a locked screen shows: it begins with the card, not with what was typed.
    blocks = (*shown.blocks, section(opening), small(TYPING))
    return Message(f"{shown.text}\n{opening}\n{TYPING}", blocks)


def _emergency(route: HelpRoute) -> str:
    return f"*{escaped(route.name)}:* {escaped(route.reach)}"


def _site(site: Site, help_: Help, now: datetime, *, named: bool) -> str:
    heading = [f"*{escaped(site.name)}*"] if named else []
    lines = [
        _route(route, is_open=is_open)
        for route, is_open in routes.in_order(site, help_.national, now)
    ]
    return "\n".join([*heading, *lines])


def _route(route: HelpRoute, *, is_open: bool) -> str:
    when = "open now" if is_open else "closed now"
    hours = "day and night" if str(route.hours) == "always" else str(route.hours)
    return f"• *{escaped(route.name)}* ({when}; {hours}): {escaped(route.reach)}"

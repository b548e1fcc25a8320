"""Somebody asks for an exercise right now; it needs no database, like the help card."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import cast, get_args

from bot.flows import calls, holds
from bot.flows.tools import Tools
from bot.messages import calls as call_offers
from bot.messages import checkins as messages
from bot.messages import hard_shifts
from bot.messages import help as cards
from bot.messages.names import Tap
from bot.messages.parts import Block, button
from bot.rules import practice
from bot.rules.practice import Asked
from bot.rules.roles import Act
from handlers.answering import Handler, Reply
from handlers.hearing import Heard


async def ask(asked: Asked, tap: Tap, _heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants a breath, or two minutes."""
    shown = practice.first(asked, tools.library, now)
    view = messages.practice(shown, asked) if shown else messages.nothing_to_practice()
    return Reply(view=view, on_top=True, again=button("Open", tap))


async def hard_shift(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody has had a hard shift; what holds them does not wait for the database."""
    shown = practice.first("hard-shift", tools.library, now)
    card, offers, noted = await _around(heard, tools, now)
    view = hard_shifts.grounding(shown, card, offers, noted=noted)
    return Reply(view=view, on_top=True, again=button("Open", Tap.HARD_SHIFT))


async def another(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody would rather have another one."""
    asked = cast("Asked", heard.about if heard.about in get_args(Asked) else "two-minutes")
    shown = practice.after(heard.value, asked, tools.library)
    if asked == "hard-shift":
        card, offers, noted = await _around(heard, tools, now)
        return Reply(view=hard_shifts.grounding(shown, card, offers, noted=noted))
    return Reply(view=messages.practice(shown, asked) if shown else messages.nothing_to_practice())


async def _around(
    heard: Heard, tools: Tools, now: datetime
) -> tuple[Sequence[Block], Sequence[Block], bool]:
    """Return what stands around what holds somebody: the help card, and who could call them.

    And whether it is noted that they want to be left alone. *Another one* notes it again: the
    first time it may not have worked.
    """
    noted, callers = await asyncio.gather(
        holds.hold_soon(tools, heard.slack_id, holds.HARD_SHIFT, now),
        calls.offered_soon(tools, heard.slack_id, now),
    )
    card = cards.card(tools.library.help, list(tools.sites.values()), now).blocks
    return card, call_offers.offers(callers), noted


COMMANDS: Mapping[Act, Handler] = {Act.HARD_SHIFT: hard_shift}
TAPS: Mapping[str, Handler] = {
    Tap.BREATHE: partial(ask, "breathe", Tap.BREATHE),
    Tap.TWO_MINUTES: partial(ask, "two-minutes", Tap.TWO_MINUTES),
    Tap.HARD_SHIFT: hard_shift,
    Tap.ANOTHER: another,
}

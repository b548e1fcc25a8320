"""Somebody asks for a call, and whoever was asked takes it."""

from collections.abc import Mapping
from datetime import datetime

from bot.flows import calls
from bot.flows.tools import Tools
from bot.messages import calls as messages
from bot.messages import help as cards
from bot.messages.names import Tap
from bot.messages.parts import button
from handlers.answering import Handler, Reply
from handlers.hearing import Heard


async def ask(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody asks for a call."""
    asked = await calls.ask(tools, heard.slack_id, heard.value, now)
    if asked is None:
        return Reply(view=messages.nobody_now(), on_top=True)
    return Reply(view=messages.asked(asked.name, asked.answer_by, asked.zone), on_top=True)


async def open_(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody who was asked wants to see who would like a call."""
    call = await calls.open_(tools, heard.slack_id, heard.value)
    view = messages.taken_before()
    if call:
        view = messages.who_asks(call.slack_id, call.id, late=call.answer_by <= now)
    return Reply(view=view, again=button("Open", Tap.CALL, heard.value))


async def take(heard: Heard, tools: Tools, _now: datetime) -> Reply:
    """Somebody who was asked will call."""
    waiting = await calls.take(tools, heard.slack_id, heard.value)
    return Reply(view=messages.taken(waiting) if waiting else messages.taken_before())


async def news(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody reads that nobody could be reached."""
    waiting = await calls.is_waiting(tools, heard.slack_id, heard.value)
    card = cards.card(tools.library.help, list(tools.sites.values()), now)
    view = messages.missed(card) if waiting else messages.settled(card)
    return Reply(view=view, again=button("Open", Tap.NEWS, heard.value))


TAPS: Mapping[str, Handler] = {
    Tap.ASK_FOR_CALL: ask,
    Tap.CALL: open_,
    Tap.TAKE_CALL: take,
    Tap.NEWS: news,
}

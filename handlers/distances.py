"""Somebody says who manages them, or takes it back."""

from collections.abc import Mapping
from datetime import datetime

from bot.flows import distances
from bot.flows.tools import Tools
from bot.messages import distances as messages
from bot.messages.names import Form, Tap
from bot.messages.parts import button
from bot.rules.roles import Act
from handlers.answering import Handler, Reply
from handlers.hearing import Heard


async def open_(heard: Heard, tools: Tools, _now: datetime) -> Reply:
    """Somebody wants to say who manages them, or to see what they have said."""
    said = await distances.named(tools, heard.slack_id)
    return Reply(view=messages.form(said), on_top=True, again=button("Open", Tap.MANAGER))


async def keep_away(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody has said who manages them."""
    manager = heard.filled.get(messages.MANAGER) or heard.slack_id
    await distances.keep_away(tools, heard.slack_id, manager, now)
    return Reply(view=messages.saved())


async def take_back(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody takes back what they said."""
    await distances.take_back(tools, heard.slack_id, heard.value, now)
    return Reply(view=messages.taken_back())


COMMANDS: Mapping[Act, Handler] = {Act.MANAGER: open_}
TAPS: Mapping[str, Handler] = {Tap.MANAGER: open_, Tap.TAKE_BACK: take_back}
FORMS: Mapping[str, Handler] = {Form.MANAGER: keep_away}

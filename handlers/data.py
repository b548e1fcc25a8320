"""Somebody looks at their own answers, deletes one or all, or leaves."""

from collections.abc import Mapping
from datetime import datetime

from bot.flows import deletions, exports, own_answers
from bot.flows.tools import Tools
from bot.messages import data as messages
from bot.messages import exports as copy
from bot.messages.names import Tap
from bot.messages.parts import button
from bot.rules.roles import Act
from handlers import answering
from handlers.answering import Handler, Reply
from handlers.hearing import Heard


async def mine(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants to see what they answered."""
    page = await own_answers.mine(tools, heard.slack_id, now)
    return Reply(
        view=messages.mine(page),
        on_top=True,
        again=button("Open", Tap.MY_DATA),
        hidden=messages.hidden(),
    )


async def more(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants to see older answers, or again what was hidden."""
    page = await own_answers.mine(tools, heard.slack_id, now, heard.value)
    return Reply(view=messages.mine(page), hidden=messages.hidden(heard.value))


async def forget(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody deletes one answer."""
    gone_on = await deletions.delete_one(tools, heard.slack_id, heard.value, now)
    return Reply(view=messages.forgotten(gone_on))


async def forget_all(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody deletes all their answers."""
    return Reply(
        view=messages.all_forgotten(await deletions.delete_all(tools, heard.slack_id, now))
    )


async def leave(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody leaves."""
    return Reply(view=messages.left(await deletions.leave(tools, heard.slack_id, now)))


async def export(heard: Heard, tools: Tools, _now: datetime) -> Reply:
    """Somebody thinks of taking a copy of their answers along."""
    await exports.may(tools, heard.slack_id)
    return Reply(view=copy.ask(), again=button("Open", Tap.EXPORT))


async def export_now(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody takes a copy; making it takes longer than an ack may."""

    async def made() -> Reply:
        if not await answering.is_first(tools, heard, copy.being_made()):
            return Reply()
        passphrase = await exports.send(tools, heard.slack_id, now)
        return Reply(view=copy.made(passphrase), hidden=copy.hidden())

    return Reply(later=made)


COMMANDS: Mapping[Act, Handler] = {Act.MY_DATA: mine}
TAPS: Mapping[str, Handler] = {
    Tap.MY_DATA: mine,
    Tap.MORE_DATA: more,
    Tap.FORGET: forget,
    Tap.FORGET_ALL: forget_all,
    Tap.LEAVE: leave,
    Tap.EXPORT: export,
    Tap.EXPORT_NOW: export_now,
}

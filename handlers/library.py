"""Somebody looks for an exercise, or says of one whether it helped."""

from collections.abc import Mapping
from datetime import datetime

from bot.flows import likings
from bot.flows.tools import Tools
from bot.messages import data
from bot.messages import help as cards
from bot.messages import library as messages
from bot.messages import likings as lists
from bot.messages import own_assessments as own
from bot.messages.names import Form, Tap
from bot.messages.parts import button
from bot.rules import distress, library
from bot.rules.library import Search
from bot.rules.likings import read_mark
from handlers.answering import Handler, Reply
from handlers.hearing import Heard


async def open_(heard: Heard, tools: Tools, _now: datetime) -> Reply:
    """Somebody wants to look for an exercise."""
    view = messages.search(tools.library.curriculum.units)
    return Reply(view=view, again=button("Open", Tap.LIBRARY))


async def search(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody has said what they look for; their words go no further than this function."""
    words = heard.filled.get(messages.WORDS) or ""
    if distress.wants_help(words, tools.library.help.distress):
        return Reply(cards.distress(tools.library.help, list(tools.sites.values()), now))
    wanted = Search(
        unit=heard.filled.get(messages.UNIT),
        minutes=library.minutes(heard.filled.get(messages.MINUTES)),
        setting=heard.filled.get(messages.SETTING),
        words=words,
    )
    return Reply(view=messages.found(library.found(tools.library.exercises.values(), wanted)))


async def mine(heard: Heard, tools: Tools, _now: datetime) -> Reply:
    """Somebody wants to see what helps them."""
    marked = await likings.mine(tools, heard.slack_id)
    return Reply(
        view=lists.mine(marked),
        again=button("Open", Tap.LIKINGS),
        hidden=own.hidden(Tap.LIKINGS),
    )


async def mark(heard: Heard, tools: Tools, _now: datetime) -> Reply:
    """Somebody says whether an exercise helped."""
    as_ = read_mark(heard.about)
    exercise = await likings.mark(tools, heard.slack_id, heard.value, as_) if as_ else None
    if exercise is None or as_ is None:
        return Reply(view=lists.no_list())
    return Reply(view=lists.noted(exercise, as_), hidden=own.hidden(Tap.LIKINGS))


async def forget(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody deletes the list of what helps them."""
    gone_on = await likings.delete(tools, heard.slack_id, now)
    return Reply(view=data.forgotten(gone_on))


TAPS: Mapping[str, Handler] = {
    Tap.LIBRARY: open_,
    Tap.LIKINGS: mine,
    Tap.MARK: mark,
    Tap.FORGET_LIKINGS: forget,
}
FORMS: Mapping[str, Handler] = {Form.LIBRARY: search}

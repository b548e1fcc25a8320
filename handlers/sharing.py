"""Coordinators narrow an answer, take it away as a file, or show it to others."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.flows import sharings, spreadsheets
from bot.flows.tools import Tools
from bot.messages import sharing
from bot.messages import spreadsheets as messages
from bot.messages.names import Form, Tap
from bot.messages.parts import button
from bot.messages.parts import sentence as window
from bot.rules.forms import FieldsError
from bot.rules.roles import Act
from bot.slack import RefusedError
from handlers import questions
from handlers import reports as answers
from handlers.answering import WRITING, Handler, Reply, sentence
from handlers.hearing import Heard


async def export(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator wants an answer as a file; sending it takes longer than an ack may."""
    words = heard.words if heard.kind == "command" else f"{_act(heard.about)} {_words(heard)}"
    sheet = await spreadsheets.asked(tools, heard.slack_id, words.strip(), now)

    async def sent() -> Reply:
        await spreadsheets.send(tools, heard.slack_id, sheet)
        return sentence(messages.SENT)

    return replace(sentence(WRITING), later=sent)


async def narrow(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator wants less, or another time."""
    asked = heard.with_words(_words(heard))
    if _act(heard.about) == Act.OUTCOMES:
        return await questions.ask_outcomes(asked, tools, now)
    return await answers.participation(asked, tools, now)


async def preview(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator wants to share the hospital's figures, and sees first what that is."""
    act, words = _act(heard.about), _words(heard)
    found = await sharings.to_share(tools, heard.slack_id, act, words, now)
    if found is None:
        return sentence(sharing.NOTHING)
    again = button("Open", Tap.SHARE, words or "-", about=act)
    return Reply(view=sharing.preview(found, f"{act} {words}"), on_top=True, again=again)


async def share(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator has chosen with whom."""
    channel = heard.filled.get(sharing.CHANNEL)
    if not isinstance(channel, str):
        raise FieldsError({sharing.CHANNEL: "Choose a channel."})
    act, _, words = heard.value.partition(" ")
    found = await sharings.to_share(tools, heard.slack_id, _act(act), words, now)
    if found is None:
        return Reply(view=window(sharing.NOTHING))
    try:
        await sharings.share(tools, heard.slack_id, channel, _act(act), found, now)
    except RefusedError:
        return Reply(view=window(sharing.NOT_THERE))
    return Reply(view=window(sharing.SHARED))


def _act(about: str) -> Act:
    """Return what a button below an answer was about."""
    name = about.partition("-")[0]
    return Act(name) if name in (Act.OUTCOMES, Act.LEDGER, Act.REACH) else Act.PARTICIPATION


def _words(heard: Heard) -> str:
    """Return the question that a button carries; a dash is none."""
    return "" if heard.value == "-" else heard.value


COMMANDS: Mapping[Act, Handler] = {Act.EXPORT: export}
TAPS: Mapping[str, Handler] = {Tap.TABLES: export, Tap.NARROW: narrow, Tap.SHARE: preview}
FORMS: Mapping[str, Handler] = {Form.SHARE: share}

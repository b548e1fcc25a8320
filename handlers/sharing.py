"""Coordinators narrow an answer, take it away as a file, or show it to others."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.flows import outcomes, reports, spreadsheets
from bot.flows.tools import Tools
from bot.messages import points, sharing
from bot.messages import reports as participation
from bot.messages import spreadsheets as messages
from bot.messages.parts import Form, Message, Tap, button
from bot.messages.parts import sentence as window
from bot.rules.forms import FieldsError
from bot.rules.roles import Act
from bot.slack import RefusedError
from handlers import questions
from handlers import reports as answers
from handlers.answering import Handler, Reply, sentence
from handlers.hearing import Heard

ONE_MOMENT = "One moment, I am writing it."


async def export(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator wants an answer as a file; sending it takes longer than an ack may."""
    words = heard.words or (
        str(Act.OUTCOMES) if heard.about == Act.OUTCOMES else f"{Act.PARTICIPATION} last 52 weeks"
    )
    if heard.kind == "command":
        words = heard.words
    sheet = await spreadsheets.asked(tools, heard.slack_id, words, now)

    async def sent() -> Reply:
        await spreadsheets.send(tools, heard.slack_id, sheet)
        return sentence(messages.SENT)

    return replace(sentence(ONE_MOMENT), later=sent)


async def narrow(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator wants less, or another time."""
    _, asked_for = sharing.NARROWER.get(heard.about, ("", str(Act.PARTICIPATION)))
    act, _, words = asked_for.partition(" ")
    asked = replace(heard, words=words)
    if act == Act.OUTCOMES:
        return await questions.ask_outcomes(asked, tools, now)
    return await answers.participation(asked, tools, now)


async def preview(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator wants to share the hospital's figures, and sees first what that is."""
    act = Act.OUTCOMES if heard.about == Act.OUTCOMES else Act.PARTICIPATION
    found = await _of_the_hospital(heard, tools, act, now)
    if found is None:
        return sentence(sharing.NOTHING)
    view = sharing.preview(found, act)
    return Reply(view=view, on_top=True, again=button("Open", Tap.SHARE, about=act))


async def share(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """A coordinator has chosen with whom."""
    channel = heard.filled.get(sharing.CHANNEL)
    if not isinstance(channel, str):
        raise FieldsError({sharing.CHANNEL: "Choose a channel."})
    act = Act.OUTCOMES if heard.value == Act.OUTCOMES else Act.PARTICIPATION
    found = await _of_the_hospital(heard, tools, act, now)
    if found is None:
        return Reply(view=window(sharing.NOTHING))
    shown = sharing.without_buttons(found)
    try:
        await tools.slack.post(channel, shown.text, shown.blocks)
    except RefusedError:
        return Reply(view=window(sharing.NOT_THERE))
    return Reply(view=window(sharing.SHARED))


async def _of_the_hospital(heard: Heard, tools: Tools, act: Act, now: datetime) -> Message | None:
    """Return what may be shared of their hospitals as a whole; None where that is nothing."""
    if act == Act.OUTCOMES:
        answer = await outcomes.asked(tools, heard.slack_id, "", now)
        return points.message(answer) if answer.told else None
    report = await reports.to_share(tools, heard.slack_id, "site last 8 weeks", now)
    return participation.table(report) if report.weeks_shown else None


COMMANDS: Mapping[Act, Handler] = {Act.EXPORT: export}
TAPS: Mapping[str, Handler] = {Tap.TABLES: export, Tap.NARROW: narrow, Tap.SHARE: preview}
FORMS: Mapping[str, Handler] = {Form.SHARE: share}

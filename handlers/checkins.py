"""A question is opened, answered, changed or skipped; an exercise is shown."""

from collections.abc import Mapping
from datetime import datetime

from bot.flows import checkins
from bot.flows.checkins import Answered, Opened, Practice, Question
from bot.flows.tools import Tools
from bot.messages import checkins as messages
from bot.messages import help as cards
from bot.messages.names import Form, Tap
from bot.messages.parts import View, button
from handlers.answering import Handler, Reply
from handlers.hearing import Heard


async def open_(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody opens what stands behind a neutral line."""
    opened = await checkins.open_(tools, heard.slack_id, heard.value, now)
    return Reply(view=_opened(opened), again=button("Open", Tap.OPEN, heard.value))


async def answer(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody answers with one tap; a second answer asks whether to change the first."""
    kept = await checkins.answer(tools, heard.slack_id, heard.value, heard.about, now)
    view = _answered(kept, tools, now) if isinstance(kept, Answered) else _opened(kept)
    return Reply(view=view, again=button("Open", Tap.OPEN, heard.value))


async def change(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants to answer differently."""
    opened = await checkins.open_(tools, heard.slack_id, heard.value, now)
    return Reply(view=_opened(opened))


async def change_to(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody has answered differently."""
    choice = heard.filled.get(messages.CHOICE) or ""
    kept = await checkins.change(tools, heard.slack_id, heard.value, choice, now)
    return Reply(view=_answered(kept, tools, now) if kept else messages.over())


async def skip(_heard: Heard, _tools: Tools, _now: datetime) -> Reply:
    """Somebody would rather not; nothing is looked up and nothing is kept."""
    return Reply(view=messages.skipped())


async def exercise(heard: Heard, tools: Tools, _now: datetime) -> Reply:
    """Somebody wants to see an exercise by itself."""
    shown = checkins.exercise(tools, heard.value)
    return Reply(view=messages.exercise(shown) if shown else messages.over(), on_top=True)


def _opened(opened: Opened | Answered) -> View:
    match opened:
        case Question(answered=True):
            return messages.change(opened.checkin, opened.chosen, opened.delivery_id)
        case Question():
            return messages.ask(opened.checkin, opened.delivery_id)
        case Practice():
            return messages.exercise(opened.exercise)
        case _:
            return messages.over()


def _answered(kept: Answered, tools: Tools, now: datetime) -> View:
    card = (
        cards.card(tools.library.help, list(tools.sites.values()), now).blocks
        if kept.choice.support
        else ()
    )
    return messages.reply(kept.choice, kept.offered, kept.delivery_id, kept.receipt, card)


TAPS: Mapping[str, Handler] = {
    Tap.OPEN: open_,
    Tap.ANSWER: answer,
    Tap.SKIP: skip,
    Tap.CHANGE: change,
    Tap.EXERCISE: exercise,
}
FORMS: Mapping[str, Handler] = {Form.CHANGE: change_to}

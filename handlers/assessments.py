"""An assessment is opened, filled in, declined; its result is shown."""

from collections.abc import Mapping
from datetime import datetime

from bot.flows import assessments
from bot.flows.assessments import Done, Opened, Shut
from bot.flows.tools import Tools
from bot.messages import assessments as messages
from bot.messages import help as cards
from bot.messages.parts import Form, Tap, View, button
from bot.rules.sheets import Sheet
from handlers.answering import Handler, Reply
from handlers.hearing import Heard

_SHUT = {
    Shut.OFF: messages.off,
    Shut.NOT_YET: messages.not_yet,
    Shut.DECLINED: messages.not_this_time,
    Shut.UNAVAILABLE: messages.unavailable,
}


async def open_(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants to fill in an assessment, or to go on with it."""
    opened = await assessments.open_(tools, heard.slack_id, heard.value, now)
    return Reply(view=_view(opened, tools, now), again=button("Open", Tap.ASSESSMENT, heard.value))


async def send_off(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody has filled in one sheet."""
    opened = await assessments.send_off(tools, heard.slack_id, heard.value, heard.filled, now)
    return Reply(view=_view(opened, tools, now))


async def decline(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody would rather not, at this time point."""
    opened = await assessments.decline(tools, heard.slack_id, heard.value, now)
    return Reply(view=_view(opened, tools, now) if opened else messages.not_this_time())


def _view(opened: Opened, tools: Tools, now: datetime) -> View:
    match opened:
        case Sheet():
            return messages.sheet(opened)
        case Done(just_now=True):
            sites = list(tools.sites.values())
            card = cards.card(tools.library.help, sites, now).blocks if opened.support else ()
            return messages.finished(opened.ref, late=opened.late, help_card=card)
        case Done():
            return messages.done_before(opened.ref)
        case _:
            return _SHUT[opened]()


TAPS: Mapping[str, Handler] = {Tap.ASSESSMENT: open_, Tap.NOT_THIS_TIME: decline}
FORMS: Mapping[str, Handler] = {Form.SHEET: send_off}

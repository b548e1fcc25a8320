"""An assessment is opened, filled in, declined, looked at, deleted; a moment is chosen."""

from collections.abc import Mapping
from datetime import datetime

from bot.flows import assessments, deletions, moments, results
from bot.flows.assessments import Done, Opened, Shut
from bot.flows.tools import Tools
from bot.messages import assessments as messages
from bot.messages import data, own_history, own_results
from bot.messages import help as cards
from bot.messages import own_assessments as own
from bot.messages.names import Form, Tap
from bot.messages.parts import View, button
from bot.rules.roles import Act
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


async def mine(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants to see their assessments."""
    lines = await results.listed(tools, heard.slack_id, now)
    return Reply(
        view=own.mine(lines),
        on_top=heard.kind == "command",
        again=button("Open", Tap.ASSESSMENTS),
        hidden=own.hidden(Tap.ASSESSMENTS),
    )


async def result(heard: Heard, tools: Tools, _now: datetime) -> Reply:
    """Somebody wants to see what one assessment says."""
    shown = await results.result(tools, heard.slack_id, heard.value)
    if isinstance(shown, Shut):
        return Reply(view=_SHUT[shown]())
    return Reply(
        view=own_results.result(shown.result, shown.ref), hidden=own.hidden(Tap.RESULT, heard.value)
    )


async def history(heard: Heard, tools: Tools, _now: datetime) -> Reply:
    """Somebody wants to see how it goes over time."""
    cohorts = await results.history(tools, heard.slack_id)
    weeks = await results.weeks(tools, heard.slack_id)
    return Reply(view=own_history.history(cohorts, weeks), hidden=own.hidden(Tap.HISTORY))


async def moment(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody wants to choose when they are asked in a month."""
    offered = await moments.offer(tools, heard.slack_id, heard.value, now)
    again = button("Open", Tap.MOMENT, heard.value)
    if isinstance(offered, Shut):
        return Reply(view=_SHUT[offered](), again=again)
    known = offered.known
    view = own.moment(offered.ref, offered.opening, known.preferred_at, known.zone)
    return Reply(view=view, again=again)


async def choose(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody has chosen when they are asked in a month."""
    day, hour = (heard.filled.get(name) for name in (own.MOMENT_DAY, own.MOMENT_HOUR))
    chosen = await moments.choose(tools, heard.slack_id, heard.value, day, hour, now)
    if isinstance(chosen, Shut):
        return Reply(view=_SHUT[chosen]())
    return Reply(view=own.moment_saved(*chosen))


async def forget(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody deletes one assessment."""
    gone_on = await deletions.delete_point(tools, heard.slack_id, heard.value, now)
    return Reply(view=data.forgotten(gone_on))


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


COMMANDS: Mapping[Act, Handler] = {Act.ASSESSMENTS: mine}
TAPS: Mapping[str, Handler] = {
    Tap.ASSESSMENTS: mine,
    Tap.ASSESSMENT: open_,
    Tap.NOT_THIS_TIME: decline,
    Tap.RESULT: result,
    Tap.HISTORY: history,
    Tap.MOMENT: moment,
    Tap.FORGET_POINT: forget,
}
FORMS: Mapping[str, Handler] = {Form.SHEET: send_off, Form.MOMENT: choose}

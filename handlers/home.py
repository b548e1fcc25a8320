"""Home is opened, or something on it has changed; who sees what."""

from collections.abc import Mapping
from datetime import datetime

from bot.flows import people
from bot.flows.people import Standing
from bot.flows.tools import Tools
from bot.messages import home as messages
from bot.messages import reasons
from bot.messages.names import Tap
from bot.messages.parts import button
from handlers.answering import Handler, Reply
from handlers.hearing import Heard


async def shown(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody opens Home, or changed what stands there."""
    standing = await people.standing(tools, heard.slack_id, now)
    view = messages.home(standing.acts, when(standing), paused=standing.paused, kept=standing.kept)
    return Reply(view=view)


async def who_sees(_heard: Heard, _tools: Tools, _now: datetime) -> Reply:
    """Somebody wants to know who sees what."""
    return Reply(view=messages.who_sees(), on_top=True, again=button("Open", Tap.WHO_SEES))


def when(standing: Standing) -> str:
    """Return when somebody will hear next, and why then."""
    coming = standing.next
    if coming is None or standing.routine is None:
        return messages.upcoming(None, standing.zone, "", paused=standing.paused)
    reason = reasons.why(coming.kind, coming.step, standing.routine)
    return messages.upcoming(coming.due_at, standing.zone, reason, paused=standing.paused)


TAPS: Mapping[str, Handler] = {Tap.WHO_SEES: who_sees}

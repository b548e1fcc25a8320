"""Home is opened, or something on it has changed; who sees what."""

from collections.abc import Mapping
from datetime import datetime

from bot.flows import people
from bot.flows.people import COMPANION, Standing
from bot.flows.tools import Tools
from bot.messages import home as messages
from bot.messages.parts import Tap, button
from handlers.answering import Handler, Reply
from handlers.hearing import Heard


async def shown(heard: Heard, tools: Tools, now: datetime) -> Reply:
    """Somebody opens Home, or changed what stands there."""
    standing = await people.standing(tools, heard.slack_id, now)
    view = messages.home(standing.acts, _when(standing), paused=standing.paused, kept=standing.kept)
    return Reply(view=view)


async def who_sees(_heard: Heard, _tools: Tools, _now: datetime) -> Reply:
    """Somebody wants to know who sees what."""
    return Reply(view=messages.who_sees(), on_top=True, again=button("Open", Tap.WHO_SEES))


def _when(standing: Standing) -> str:
    coming = standing.next
    why: messages.Why = "companion" if coming and coming.kind in COMPANION else "training"
    return messages.upcoming(
        coming.due_at if coming else None,
        standing.zone,
        why,
        standing.hour,
        paused=standing.paused,
    )


TAPS: Mapping[str, Handler] = {Tap.WHO_SEES: who_sees}

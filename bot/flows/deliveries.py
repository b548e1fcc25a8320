"""What is due is claimed, posted and noted; what is over is closed.

A claim is committed before the post, and a message of which nobody knows whether Slack took it
is looked for before it is sent again: so a crash at any moment loses none and sends none twice.
"""

import asyncio
import logging
from datetime import datetime

from bot.flows import paces, unknowns
from bot.flows.senders import Sender
from bot.flows.tools import Now, Tools
from bot.messages import checkins
from bot.rules import pacing
from bot.slack import NotSentError, OutcomeUnknownError, Posted, RefusedError, StoppedError
from storage import sendings
from storage.sendings import Closing

log = logging.getLogger(__name__)

# Slack updates fifty messages a minute, and a tick is a second.
CLOSED_AT_ONCE = 1
# So many may wait for an answer of Slack's; a tick waits for one only so long.
MOST_CLOSING = 8
PATIENCE_SECONDS = 1.0


async def send_due(tools: Tools, now: Now) -> None:
    """Send what is due, a few at once, until nothing is or Slack asks to wait."""
    stop = await paces.stopped(tools)
    tools.meters.stopped = stop.reason if stop else ""
    if stop:
        return
    work = (unknowns.settle(tools, now), Sender(tools, now).send())
    for error in await asyncio.gather(*work, return_exceptions=True):
        if isinstance(error, BaseException):
            raise error


async def close_over(tools: Tools, now: Now) -> None:
    """Make every message whose time is over say so: the same for everybody.

    One of which Slack says nothing is left to itself for a while, and the next have their turn.
    """
    limit = len(tools.closing) + CLOSED_AT_ONCE
    over = await tools.database.read(lambda tx: sendings.to_close(tx, now(), limit))
    over = [closing for closing in over if closing.id not in tools.closing][:CLOSED_AT_ONCE]
    if not over or len(tools.closing) >= MOST_CLOSING or await paces.stopped(tools):
        return
    number = await paces.take(tools, pacing.UPDATE, len(over))
    for closing in over[:number]:
        await tools.tasks.attend(_close(tools, closing, now), PATIENCE_SECONDS)


async def next_moment(tools: Tools) -> datetime | None:
    """Return when something is next to be sent or closed, or None: nothing while all is stopped."""
    if await paces.stopped(tools):
        return None
    return await tools.database.read(sendings.next_moment)


async def _close(tools: Tools, closing: Closing, now: Now) -> None:
    tools.closing.add(closing.id)
    try:
        if await _says_closed(tools, closing, now):
            await tools.database.run(lambda tx: sendings.note_closed(tx, closing, now()))
    finally:
        tools.closing.discard(closing.id)


async def _says_closed(tools: Tools, closing: Closing, now: Now) -> bool:
    """Have a message say so; return whether nothing more can be done about it."""
    says = checkins.closed()
    try:
        await tools.slack.replace(Posted(closing.channel, closing.ts), says.text, says.blocks)
    except NotSentError as outcome:
        await paces.slow(tools, outcome)
        return False
    except OutcomeUnknownError:
        # Saying "Closed" twice does no harm, so another tick simply tries again.
        return False
    except StoppedError as outcome:
        await paces.stop(tools, outcome.code, now())
        return False
    except RefusedError as refusal:
        log.info("delivery %s could not be closed: %s", closing.id, refusal.code)
    return True

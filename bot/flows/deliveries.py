"""What is due is claimed, posted and noted; what is over is closed.

A claim is committed before the post, and a message of which nobody knows whether Slack took it
is looked for before it is sent again: so a crash at any moment loses none and sends none twice.
"""

import asyncio
import logging
from datetime import datetime

from bot.flows import claims, paces, posts, unknowns
from bot.flows.tools import Now, Tools, new_id
from bot.messages import checkins
from bot.rules import leases, pacing
from bot.slack import NotSentError, OutcomeUnknownError, Posted, RefusedError, StoppedError
from storage import sendings
from storage.sendings import Closing, Holder

log = logging.getLogger(__name__)

# On their way at once: a fraction of what Slack takes in a burst.
AT_ONCE = 8
# A claim is a transaction: it waits until there is room for a few.
CLAIMED_TOGETHER = AT_ONCE // 2
# Slack updates fifty messages a minute, and a tick is a second.
CLOSED_AT_ONCE = 1


async def send_due(tools: Tools, now: Now) -> None:
    """Send what is due, a few at once, until nothing is or Slack asks to wait."""
    if await paces.stopped(tools):
        return
    work = (unknowns.settle(tools, now), _Sender(tools, now).send())
    for error in await asyncio.gather(*work, return_exceptions=True):
        if isinstance(error, BaseException):
            raise error


async def close_over(tools: Tools, now: Now) -> None:
    """Make every message whose time is over say so: the same for everybody."""
    over = await tools.database.read(lambda tx: sendings.to_close(tx, now(), CLOSED_AT_ONCE))
    if over and not await paces.stopped(tools):
        number = await paces.take(tools, pacing.UPDATE, len(over))
        await asyncio.gather(*(_close(tools, closing, now) for closing in over[:number]))


async def next_moment(tools: Tools) -> datetime | None:
    """Return when something is next to be sent or closed, or None: nothing while all is stopped."""
    if await paces.stopped(tools):
        return None
    return await tools.database.read(sendings.next_moment)


class _Sender:
    """Keeps a few messages on their way: when some have ended, the next are claimed.

    So one that hangs holds up no other.
    """

    def __init__(self, tools: Tools, now: Now) -> None:
        self._tools = tools
        self._now = now
        self._flying: set[asyncio.Task[bool]] = set()
        self._goes_on = True
        self._error: BaseException | None = None

    async def send(self) -> None:
        """Return when nothing is due any more, or Slack asks to wait, and nothing is on its way."""
        tools, now = self._tools, self._now
        if not await tools.database.read(lambda tx: sendings.is_due(tx, now())):
            return
        try:
            while await self._start_more() or self._flying:
                await self._wait_for_one()
        finally:
            for task in self._flying:
                task.cancel()
        if self._error:
            raise self._error

    async def _start_more(self) -> bool:
        """Claim what there is room for and put it on its way; return whether any was due."""
        tools, now, room = self._tools, self._now, AT_ONCE - len(self._flying)
        if not self._goes_on or room < CLAIMED_TOGETHER or tools.tasks.closing:
            return False
        # Counted from before the claim: whoever takes it over counts from after it.
        until = leases.sends_until(tools.elapsed())
        by = Holder(tools.owner, new_id())
        claimed = await tools.database.run(
            lambda tx: claims.claim(tools, tx, by=by, now=now(), limit=room)
        )
        for ready in filter(None, claimed):
            sending = posts.deliver(tools, ready, by, until=until, now=now)
            self._flying.add(asyncio.create_task(sending))
        return bool(claimed)

    async def _wait_for_one(self) -> None:
        if not self._flying:
            return
        ended, self._flying = await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            # What is on its way may end, whatever befell one of them.
            self._error = self._error or task.exception()
            self._goes_on = self._goes_on and not self._error and task.result()


async def _close(tools: Tools, closing: Closing, now: Now) -> None:
    says = checkins.closed()
    try:
        await tools.slack.replace(Posted(closing.channel, closing.ts), says.text, says.blocks)
    except NotSentError as outcome:
        await paces.slow(tools, outcome)
        return
    except OutcomeUnknownError:
        # Saying "Closed" twice does no harm, so the next tick simply tries again.
        return
    except StoppedError as outcome:
        await paces.stop(tools, outcome.code, now())
        return
    except RefusedError as refusal:
        log.info("delivery %s could not be closed: %s", closing.id, refusal.code)
    await tools.database.run(lambda tx: sendings.note_closed(tx, closing, now()))

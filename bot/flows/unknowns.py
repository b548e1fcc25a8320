"""Nobody knows whether Slack took a message: somebody looks, and only then is it sent again.

A message is ours by the opaque id that it carries. It is looked for once Slack has surely settled
it; found, it was sent; not found, it goes out once more, and if nobody knows again, somebody
looks again.
"""

import asyncio
import logging
from datetime import datetime, timedelta

from bot.flows import noting, paces, posts
from bot.flows.tools import Now, Tools, new_id
from bot.rules import leases, ledger, pacing
from bot.rules.ledger import UNCONFIRMED
from bot.rules.refusals import MAY_NOT_READ
from bot.slack import NotSentError, OutcomeUnknownError, Posted, RefusedError, StoppedError
from storage import sendings, unsettled
from storage.claims import Holder
from storage.dead_letters import OUTAGE
from storage.unsettled import Unknown, Unsettled

log = logging.getLogger(__name__)

# Rather two than none: somebody would stand before a closed door. Everything else rather not at
# all than twice.
RATHER_TWICE = ("notice",)
# Slack's clock and ours may differ, even by a time zone; little is said with the bot in this time.
CLOCKS_DIFFER = timedelta(days=1)
# A tick waits no longer for a Slack that does not answer.
PATIENCE_SECONDS = 1.0


async def settle(tools: Tools, now: Now) -> None:
    """Take over what stood still, and look up what became of what nobody knows."""
    seen = await tools.database.read(unsettled.unsettled)
    watched = tools.watch.watched(seen, tools.elapsed())
    for one, seconds in watched.items():
        if not one.is_unknown and seconds >= leases.LEASE_SECONDS:
            await _give_up(tools, one, now)
    ripe = [
        one
        for one, seconds in watched.items()
        if one.is_unknown and seconds >= leases.settled_after(one.unknowns)
    ]
    looks = await paces.take(tools, pacing.HISTORY, len(ripe))
    looking = (_look_up(tools, one, now) for one in ripe[:looks])
    # Each is taken up anew first, so nobody looks for the same meanwhile.
    await asyncio.gather(*(tools.tasks.attend(look, PATIENCE_SECONDS) for look in looking))


async def _give_up(tools: Tools, seen: Unsettled, now: Now) -> None:
    by = Holder(tools.owner, new_id())
    if await tools.database.run(lambda tx: unsettled.give_up(tx, seen, by=by, now=now())):
        log.warning("delivery %s: outcome unknown, its claim was given up", seen.id)


async def _look_up(tools: Tools, seen: Unsettled, now: Now) -> None:
    by = Holder(tools.owner, new_id())
    unknown = await tools.database.run(lambda tx: unsettled.take_up(tx, seen, by=by))
    if unknown is None:
        return
    try:
        posted = await _found(tools, unknown)
    except (NotSentError, OutcomeUnknownError) as outcome:
        if isinstance(outcome, NotSentError):
            await paces.slow(tools, outcome)
        await _not_looked(tools, unknown, by, now())
    except RefusedError as refusal:
        await _refused(tools, unknown, by, refusal, now())
    else:
        await _looked(tools, unknown, by, posted, now)


async def _found(tools: Tools, unknown: Unknown) -> Posted | None:
    """Return where the message stands in Slack; None when it does not."""
    message = unknown.message
    to = None
    if person_id := message.person_id:
        to = await tools.database.read(lambda tx: sendings.addressee(tx, person_id))
    channel = await posts.channel_of(tools, message, to)
    return await tools.slack.find(channel, message.id, unknown.tried_at - CLOCKS_DIFFER)


async def _looked(
    tools: Tools, unknown: Unknown, by: Holder, posted: Posted | None, now: Now
) -> None:
    if posted:
        await noting.note_sent(tools, unknown.message, by, posted, now)
    else:
        await _send_again(tools, unknown, by, now())


async def _send_again(tools: Tools, unknown: Unknown, by: Holder, now: datetime) -> None:
    """Let a message wait again that is surely not in Slack, while its time lasts."""
    message = unknown.message
    if now > message.send_by:
        await tools.database.run(lambda tx: sendings.drop(tx, message, by=by, reason=OUTAGE))
    else:
        await tools.database.run(lambda tx: sendings.give_back(tx, message, by=by))


async def _refused(
    tools: Tools, unknown: Unknown, by: Holder, refusal: RefusedError, now: datetime
) -> None:
    """Decide about a message that Slack does not let the bot look for."""
    if ledger.may_be_told(unknown.message.kind, refusal.code):
        log.warning("delivery %s: cannot be looked up, %s", unknown.message.id, refusal)
    if isinstance(refusal, StoppedError) and refusal.code not in MAY_NOT_READ:
        await paces.stop(tools, refusal.code, now)
        await _not_looked(tools, unknown, by, now)
    else:
        await _cannot_look(tools, unknown, by, now)


async def _cannot_look(tools: Tools, unknown: Unknown, by: Holder, now: datetime) -> None:
    """Decide by its kind about a message in a conversation that the bot may not read."""
    message = unknown.message
    if message.kind in RATHER_TWICE and unknown.unknowns == 1:
        await _send_again(tools, unknown, by, now)
    else:
        await _leave_unconfirmed(tools, unknown, by)


async def _not_looked(tools: Tools, unknown: Unknown, by: Holder, now: datetime) -> None:
    """Look again later, unless it does not matter any more whether it was sent."""
    if now > unknown.message.expires_at:
        await _leave_unconfirmed(tools, unknown, by)


async def _leave_unconfirmed(tools: Tools, unknown: Unknown, by: Holder) -> None:
    await tools.database.run(
        lambda tx: sendings.note_failure(tx, unknown.message, by=by, reason=UNCONFIRMED)
    )

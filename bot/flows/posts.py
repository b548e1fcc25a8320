"""A claimed message is posted, and how that ended is noted."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.flows import paces
from bot.flows.claims import Ready
from bot.flows.noting import Notebook
from bot.flows.tools import Now, Tools
from bot.rules import ledger, pacing
from bot.slack import (
    NotSentError,
    OutcomeUnknownError,
    Posted,
    RefusedError,
    StoppedError,
    UnreachableError,
)
from storage import people, reachability, sendings
from storage.claims import Holder
from storage.deliveries import Message
from storage.sendings import Addressee
from storage.transactions import Transaction

log = logging.getLogger(__name__)

# What Slack says of a conversation that is not there, for example since an account was moved.
NO_CONVERSATION = "channel_not_found"


async def deliver(
    tools: Tools, ready: Ready, by: Holder, notes: Notebook, *, until: float, now: Now
) -> bool:
    """Post a claimed message and note how it ended; False when Slack asks to wait.

    That Slack took it is noted a little later, in `notes`. It is not begun after `until`, by
    elapsed time: somebody may have taken it over since.
    """
    message = ready.message
    try:
        sending = _posted(tools, ready, until, now)
        posted = await tools.meters.counted(sending, message, now)
    except (NotSentError, OutcomeUnknownError, RefusedError) as outcome:
        if _is_stale(ready, outcome):
            await tools.database.run(lambda tx: _open_anew(tx, message, by))
            return True
        ended = next(_ENDS[kind] for kind in type(outcome).__mro__ if kind in _ENDS)
        return await ended(tools, message, by, outcome, now)
    notes.add(message, by, posted, now())
    if ready.doubtful:
        await tools.database.run(lambda tx: reachability.clear(tx, message))
    return True


async def conversation(tools: Tools, person_id: str, to: Addressee) -> str:
    """Return where to write to a person; Slack is asked once and then remembered."""
    if to.dm_channel:
        return to.dm_channel
    if not await paces.take(tools, pacing.OPEN, 1):
        raise NotSentError("paused", wait=1.0)
    try:
        channel = await tools.slack.conversation_with(to.slack_id)
    except OutcomeUnknownError as unknown:
        # Opening a conversation twice does no harm, and nothing was said in it yet. A Slack in
        # trouble is asked for fewer, so that nobody waits who has one.
        raise NotSentError(str(unknown), wait=1.0, limited=pacing.OPEN) from None
    await tools.database.run(lambda tx: people.set_dm_channel(tx, person_id, channel))
    return channel


async def channel_of(tools: Tools, message: Message, to: Addressee | None) -> str:
    """Return where a message goes: its channel, or the conversation with its person."""
    if message.channel_id:
        return message.channel_id
    assert to is not None  # noqa: S101 -- a message goes to a person or a channel
    assert message.person_id is not None  # noqa: S101 -- the database checks it
    return await conversation(tools, message.person_id, to)


async def _posted(tools: Tools, ready: Ready, until: float, now: Now) -> Posted:
    message, says = ready.message, ready.says
    channel = await channel_of(tools, message, ready.to)
    # Its hour, too, may go by before there is a connection: whoever claims it next sees that.
    left = (message.send_by - now()).total_seconds()
    return await tools.slack.deliver(
        channel,
        says.text,
        says.blocks,
        message.id,
        within=min(until - tools.elapsed(), left),
    )


def _is_stale(ready: Ready, outcome: Exception) -> bool:
    """Return whether a remembered conversation is not there any more."""
    remembered = ready.to is not None and ready.to.dm_channel is not None
    return remembered and isinstance(outcome, RefusedError) and outcome.code == NO_CONVERSATION


def _open_anew(tx: Transaction, message: Message, by: Holder) -> None:
    """Have the message claimed once more, and its conversation opened first."""
    assert message.person_id is not None  # noqa: S101 -- a channel is not remembered for anybody
    people.forget_dm_channel(tx, message.person_id)
    sendings.give_back(tx, message, by=by)


async def _not_sent(
    tools: Tools, message: Message, by: Holder, outcome: NotSentError, _now: Now
) -> bool:
    await tools.database.run_locking(lambda tx: sendings.give_back(tx, message, by=by))
    await paces.slow(tools, outcome)
    return False


async def _stopped(
    tools: Tools, message: Message, by: Holder, outcome: StoppedError, now: Now
) -> bool:
    await tools.database.run_locking(lambda tx: sendings.give_back(tx, message, by=by))
    await paces.stop(tools, outcome.code, now())
    return False


async def _unknown(
    tools: Tools, message: Message, by: Holder, outcome: OutcomeUnknownError, now: Now
) -> bool:
    log.warning("delivery %s (%s): outcome unknown, %s", message.id, message.kind, outcome)
    await tools.database.run_locking(
        lambda tx: sendings.note_unknown(tx, message, by=by, now=now())
    )
    return True


async def _refused(
    tools: Tools, message: Message, by: Holder, outcome: RefusedError, now: Now
) -> bool:
    if ledger.may_be_told(message.kind, outcome.code):
        log.warning("delivery %s (%s): refused, %s", message.id, message.kind, outcome)

    def note(tx: Transaction) -> None:
        sendings.note_failure(tx, message, by=by, reason=outcome.code)
        if isinstance(outcome, UnreachableError):
            reachability.mark(tx, message, outcome.code, now())

    await tools.database.run(note)
    return True


# What each way to end means, the nearest class first.
_ENDS: Mapping[type, Callable[[Tools, Message, Holder, Any, Now], Awaitable[bool]]] = {
    NotSentError: _not_sent,
    OutcomeUnknownError: _unknown,
    StoppedError: _stopped,
    RefusedError: _refused,
}

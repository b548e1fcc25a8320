"""What is due is claimed, posted and noted; what is over is closed.

A claim is committed before the post: a crash in between loses one message, the other
order would send it twice. A message of which nobody knows whether Slack took it is never
simply sent again.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.flows import letters
from bot.flows.people import COMPANION
from bot.flows.tools import Now, Tools, failure
from bot.messages import checkins, parts
from bot.rules import cadence
from bot.rules.cadence import Window
from bot.slack import NotSentError, OutcomeUnknownError, Posted, RefusedError
from storage import people, sendings
from storage.deliveries import Message
from storage.sendings import Addressee, Closing
from storage.transactions import Transaction

log = logging.getLogger(__name__)

# What tells somebody something that can wait for a better hour.
LETTERS = ("invitation", "appointment", "digest")

# Claimed and posted at once: a fraction of what Slack takes in a burst.
AT_ONCE = 8
# All the ledger says of what was not sent: a word for each reason would tell who has paused.
NOT_SENT = "not sent"
# Many times the longest call: a claim as old as this belongs to a process that died.
CLAIM_LASTS = timedelta(minutes=5)
# Slack updates fifty messages a minute, and a tick is a second.
CLOSED_AT_ONCE = 1


@dataclass(frozen=True, slots=True)
class Ready:
    """A claimed message that is still wanted: to whom it goes (None: a channel), what it says."""

    message: Message
    to: Addressee | None
    says: parts.Message


async def send_due(tools: Tools, now: Now) -> None:
    """Send what is due, a few at once, until nothing is or Slack asks to wait."""
    await tools.database.run(partial(_give_up_abandoned, tools))
    goes_on = True
    while goes_on and not tools.tasks.closing:
        ready = await tools.database.run(lambda tx: _claim(tools, tx, now()))
        ends = await asyncio.gather(
            *(_deliver(tools, one, now) for one in ready if one), return_exceptions=True
        )
        for error in ends:
            if isinstance(error, BaseException):
                raise error
        goes_on = bool(ready) and all(ends)


async def close_over(tools: Tools, now: Now) -> None:
    """Make every message whose time is over say so: the same for everybody."""
    over = await tools.database.read(lambda tx: sendings.to_close(tx, now(), CLOSED_AT_ONCE))
    await asyncio.gather(*(_close(tools, closing, now) for closing in over))


async def next_moment(tools: Tools) -> datetime | None:
    """Return when something is next to be sent or closed, or None."""
    return await tools.database.read(sendings.next_moment)


def _give_up_abandoned(tools: Tools, tx: Transaction) -> None:
    """Give up the claims of processes that died; how long ago is real time, not the calendar's."""
    now = tools.real_now()
    sendings.give_up_abandoned(tx, before=now - CLAIM_LASTS, now=now)


def _claim(tools: Tools, tx: Transaction, now: datetime) -> list[Ready | None]:
    """Take what is due; None stands for a message that is not wanted any more."""
    claimed = sendings.claim(
        tx, owner=tools.owner, now=now, claimed_at=tools.real_now(), limit=AT_ONCE
    )
    return [_ready(tools, tx, message, now) for message in claimed]


def _ready(tools: Tools, tx: Transaction, message: Message, now: datetime) -> Ready | None:
    to = sendings.addressee(tx, message.person_id) if message.person_id else None
    if to and (window := _better_hour(message, to, now)):
        sendings.postpone(tx, message, window.due_at, owner=tools.owner)
        return None
    says = _words(tools, tx, message) if _wanted(tx, message, to, now) else None
    if says is None:
        sendings.drop(tx, message, owner=tools.owner, reason=NOT_SENT)
        return None
    return Ready(message, to, says)


def _better_hour(message: Message, to: Addressee, now: datetime) -> Window | None:
    """Return when to send a letter that an outage has made late; None to send it now.

    By now it may be night where the person is.
    """
    if message.kind not in LETTERS or now <= message.due_at + cadence.CHECKIN_TOO_LATE:
        return None
    if message.kind == "digest":
        window = cadence.letter(now, to.preferred_at, to.zone)
    else:
        window = cadence.invitation(now, to.zone)
    return window if now < window.due_at <= message.send_by else None


def _words(tools: Tools, tx: Transaction, message: Message) -> parts.Message | None:
    """Return what a message says; one that cannot be written keeps no other from its turn."""
    try:
        return letters.write(tools, tx, message)
    except Exception as error:  # noqa: BLE001 -- whatever is wrong with one is told and dropped
        log.error("delivery %s: %s", message.id, failure(error))  # noqa: TRY400 -- no words
        return None


def _wanted(tx: Transaction, message: Message, to: Addressee | None, now: datetime) -> bool:
    """Return whether a message is to be sent, by what is true now."""
    if now > message.send_by:
        return False
    if message.kind not in COMPANION or to is None or message.person_id is None:
        return True
    if to.paused_until and to.paused_until > now:
        return False
    decided = people.decision(tx, message.person_id)
    return bool(decided and decided.companion and _wants(decided, message.kind))


def _wants(decided: people.Decision, kind: str) -> bool:
    return decided.checkins if kind == "check-in" else decided.exercises


async def _deliver(tools: Tools, ready: Ready, now: Now) -> bool:
    """Post a claimed message and note how it ended; False when Slack asks to wait."""
    message, owner = ready.message, tools.owner
    try:
        posted = await tools.meters.counted(_post(tools, ready), message, now)
    except NotSentError:
        await tools.database.run(lambda tx: sendings.give_back(tx, message, owner=owner))
        return False
    except OutcomeUnknownError as unknown:
        log.warning("delivery %s (%s): outcome unknown, %s", message.id, message.kind, unknown)
        await tools.database.run(
            lambda tx: sendings.note_unknown(tx, message, owner=owner, now=now())
        )
    except RefusedError as refusal:
        code = refusal.code
        log.warning("delivery %s (%s): refused, %s", message.id, message.kind, code)
        await tools.database.run(
            lambda tx: sendings.note_failure(tx, message, owner=owner, reason=code)
        )
    else:
        await tools.database.run(
            lambda tx: sendings.note_sent(
                tx, message, owner=owner, channel=posted.channel, ts=posted.ts, now=now()
            )
        )
    return True


async def _post(tools: Tools, ready: Ready) -> Posted:
    message, says = ready.message, ready.says
    channel = message.channel_id or await _conversation(tools, ready)
    return await tools.slack.deliver(channel, says.text, says.blocks, message.id)


async def _conversation(tools: Tools, ready: Ready) -> str:
    """Return where to write to a person; Slack is asked once and then remembered."""
    to, person_id = ready.to, ready.message.person_id
    assert to is not None  # noqa: S101 -- a message goes to a person or a channel
    assert person_id is not None  # noqa: S101 -- the database checks it
    if to.dm_channel:
        return to.dm_channel
    try:
        channel = await tools.slack.conversation_with(to.slack_id)
    except OutcomeUnknownError as unknown:
        # Opening a conversation twice does no harm, and nothing was said in it yet.
        raise NotSentError(str(unknown), wait=1.0) from None
    await tools.database.run(lambda tx: people.set_dm_channel(tx, person_id, channel))
    return channel


async def _close(tools: Tools, closing: Closing, now: Now) -> None:
    says = checkins.closed()
    try:
        await tools.slack.replace(Posted(closing.channel, closing.ts), says.text, says.blocks)
    except (NotSentError, OutcomeUnknownError):
        # Saying "Closed" twice does no harm, so the next tick simply tries again.
        return
    except RefusedError as refusal:
        log.info("delivery %s could not be closed: %s", closing.id, refusal.code)
    await tools.database.run(lambda tx: sendings.note_closed(tx, closing, now()))

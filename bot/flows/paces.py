"""How fast Slack is called, by all processes together; and that nothing is sent at all."""

import logging
from dataclasses import astuple
from datetime import datetime

from bot.flows.tools import Tools
from bot.rules import pacing
from bot.rules.pacing import Pace
from bot.slack import NotSentError
from storage import pacing as stored
from storage.pacing import Noted, Stopped
from storage.transactions import Transaction

log = logging.getLogger(__name__)


def now(tx: Transaction, method: str) -> Pace:
    """Return how fast a method may be called by now."""
    tier, at = pacing.TIERS[method], stored.seconds(tx)
    noted = stored.noted(tx, method)
    return _by_now(tx, method, noted, at) if noted else pacing.begun(tier, at)


def held(tx: Transaction, method: str) -> Pace:
    """Return how fast a method may be called by now; who else would decide by that waits.

    So a transaction that begins with it sees all that those before it did.
    """
    noted = stored.held(tx, method)
    if noted is None:
        begun = pacing.begun(pacing.TIERS[method], stored.seconds(tx))
        stored.begin(tx, method, Noted(*astuple(begun)))
        noted = stored.held(tx, method)
    assert noted is not None  # noqa: S101 -- nobody takes one away
    return _by_now(tx, method, noted, stored.seconds(tx))


def _by_now(tx: Transaction, method: str, noted: Noted, at: float) -> Pace:
    tier = pacing.TIERS[method]
    pace = pacing.at(Pace(*astuple(noted)), tier, at)
    if noted.at > at:
        # The clock was set back, and no call would be noted before it has caught up.
        _note(tx, method, pace)
    return pace


def room(tools: Tools, pace: Pace, wanted: int) -> int:
    """Return how many of so many calls may be made now; a pause of Slack's holds at any pace."""
    if not tools.paced:
        return 0 if pace.paused_for else wanted
    return min(wanted, pacing.room(pace))


def spend(tools: Tools, tx: Transaction, method: str, pace: Pace, number: int) -> None:
    """Note that so many calls are being made."""
    if tools.paced and number:
        _note(tx, method, pacing.spent(pace, number))


async def take(tools: Tools, method: str, wanted: int) -> int:
    """Return how many of so many calls are made now: the others have to wait."""

    def taken(tx: Transaction) -> int:
        pace = now(tx, method)
        number = room(tools, pace, wanted)
        spend(tools, tx, method, pace, number)
        return number

    return await tools.database.run(taken) if wanted else 0


async def slow(tools: Tools, outcome: NotSentError) -> None:
    """Call the method that Slack limits less often, and for a while not at all."""
    method = outcome.limited or ""
    if method not in pacing.TIERS:
        return

    def slowed(tx: Transaction) -> None:
        _note(tx, method, pacing.slowed(now(tx, method), pacing.TIERS[method], outcome.wait))

    await tools.database.run(slowed)


async def stop(tools: Tools, reason: str, now: datetime) -> None:
    """Send nothing from here on, and tell the operator once."""
    if await tools.database.run(lambda tx: stored.stop(tx, reason, now)):
        log.error("Slack says %s: nothing is sent until that is put right; see doctor", reason)


async def resume(tools: Tools) -> None:
    """Send again: the token works."""
    if await stopped(tools):
        await tools.database.run(stored.resume)


async def stopped(tools: Tools) -> Stopped | None:
    """Return why nothing is sent, or None."""
    return await tools.database.read(stored.stopped)


def _note(tx: Transaction, method: str, pace: Pace) -> None:
    stored.note(tx, method, Noted(*astuple(pace)))

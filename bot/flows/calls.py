"""Somebody asks one named person for a call; nobody else learns of it, and it is soon forgotten.

Whoever was asked, and whoever waits, hear of it from here, and again while Slack takes nothing.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.flows import distances, posts
from bot.flows.tools import Tools, new_id
from bot.messages import calls as messages
from bot.messages.parts import Message
from bot.rules import calls as rules
from bot.slack import NotSentError, OutcomeUnknownError, RefusedError
from content.model import Caller
from storage import calls, sendings
from storage.calls import Call, Wish
from storage.people import Known
from storage.transactions import Transaction

log = logging.getLogger(__name__)

# What holds somebody must come at once; who could call them is worth a moment, and no more.
PATIENCE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom somebody has asked for a call, by when they answer, and the asker's zone."""

    name: str
    answer_by: datetime
    zone: str


async def offered(tools: Tools, slack_id: str, now: datetime) -> Sequence[Caller]:
    """Return who can be asked for a call by this person, now; nobody where nobody has promised."""

    def look(tx: Transaction) -> Sequence[Caller]:
        _, known = tools.speaker(tx, slack_id)
        return _open_to(tools, tx, known, now) if known else ()

    return await tools.database.read(look)


async def offered_soon(tools: Tools, slack_id: str, now: datetime) -> Sequence[Caller]:
    """Return who can be asked, or nobody where that takes too long or cannot be known now."""
    return await tools.tasks.soon(offered(tools, slack_id, now), PATIENCE_SECONDS, ())


async def ask(tools: Tools, slack_id: str, caller_id: str, now: datetime) -> Asked | None:
    """Ask somebody for a call, and return by when they answer; None when they cannot be asked.

    Whoever waits for a call already is told of that one.
    """

    def keep(tx: Transaction) -> Asked | None:
        _, known = tools.speaker(tx, slack_id)
        callers = _open_to(tools, tx, known, now) if known else ()
        caller = next((one for one in callers if one.slack_id == caller_id), None)
        if known is None or caller is None:
            return None
        by = rules.answer_by(caller, now)
        if not calls.ask(tx, Wish(new_id(), known.site_id, known.id, caller_id, now, by)):
            return _waiting(tools, tx, known)
        return Asked(caller.name, by, known.zone)

    asked = await tools.database.run(keep)
    if asked:
        tools.tasks.start(look_after(tools, now))
    return asked


async def open_(tools: Tools, slack_id: str, call_id: str) -> Call | None:
    """Return the call that somebody would like, to the one who was asked; None for anybody else."""
    call = await tools.database.read(lambda tx: calls.find(tx, call_id))
    return call if call and call.caller == slack_id else None


async def take(tools: Tools, slack_id: str, call_id: str) -> str | None:
    """Forget a call that whoever was asked takes; return who waits for it, None for nobody."""

    def forget(tx: Transaction) -> str | None:
        call = calls.find(tx, call_id)
        if call is None or call.caller != slack_id:
            return None
        calls.take(tx, call_id, slack_id)
        return call.slack_id

    waiting = await tools.database.run(forget)
    tools.tasks.start(tools.database.tidy())
    return waiting


async def is_waiting(tools: Tools, slack_id: str, call_id: str) -> bool:
    """Return whether this person waits for that call still."""
    call = await tools.database.read(lambda tx: calls.find(tx, call_id))
    return call is not None and call.slack_id == slack_id


async def look_after(tools: Tools, now: datetime) -> None:
    """Tell whoever is asked, and whoever waited in vain; forget what is a day old."""
    if not await tools.database.read(calls.waits):
        return
    for call in await tools.database.read(calls.untold):
        await _tell(tools, call, now)
    for call in await tools.database.read(lambda tx: calls.unanswered(tx, now)):
        await _miss(tools, call, now)
    await tools.database.run(lambda tx: calls.forget_old(tx, now - rules.KEPT))


async def next_moment(tools: Tools) -> datetime | None:
    """Return when there is next something to do for somebody who waits, or None."""
    oldest, answer_by = await tools.database.read(calls.next_of)
    moments = (oldest + rules.KEPT if oldest else None, answer_by)
    return min((moment for moment in moments if moment), default=None)


async def _tell(tools: Tools, call: Call, now: datetime) -> None:
    """Write to whoever is asked; somebody whom Slack cannot reach is not waited for."""
    if not await tools.database.run(lambda tx: calls.tell(tx, call.id, now)):
        return
    try:
        channel = await tools.slack.conversation_with(call.caller)
        await _post(tools, channel, messages.request(call.id))
    except NotSentError:
        await tools.database.run(lambda tx: calls.untell(tx, call.id))
    except (OutcomeUnknownError, RefusedError) as error:
        log.warning("somebody could not be asked for a call: %s", error)
        await tools.database.run(lambda tx: calls.hurry(tx, call.id, now))


async def _miss(tools: Tools, call: Call, now: datetime) -> None:
    """Write to whoever waited in vain."""
    if not await tools.database.run(lambda tx: calls.miss(tx, call.id, now)):
        return
    to = await tools.database.read(lambda tx: sendings.addressee(tx, call.person_id))
    try:
        channel = await posts.conversation(tools, call.person_id, to)
        await _post(tools, channel, messages.news(call.id))
    except NotSentError:
        await tools.database.run(lambda tx: calls.unmiss(tx, call.id))
    except (OutcomeUnknownError, RefusedError) as error:
        log.warning("somebody could not be told of their call: %s", error)


async def _post(tools: Tools, channel: str, message: Message) -> None:
    await tools.slack.post(channel, message.text, message.blocks)


def _open_to(tools: Tools, tx: Transaction, known: Known, now: datetime) -> Sequence[Caller]:
    site = tools.sites.get(known.site_id)
    if site is None or not site.callers:
        return ()
    without = {known.slack_id, *distances.managers(tools, tx, known)}
    return rules.open_now(site, now, without)


def _waiting(tools: Tools, tx: Transaction, known: Known) -> Asked | None:
    """Return the call for which somebody waits already."""
    call = calls.of_person(tx, known.id)
    site = tools.sites.get(known.site_id)
    if call is None or site is None:
        return None
    names = {caller.slack_id: caller.name for caller in site.callers}
    return Asked(names.get(call.caller, "Whom you asked"), call.answer_by, known.zone)

"""What stands between Bolt and the handlers: few listeners, a deadline, one place for errors.

With `process_before_response` Bolt sends the ack when the listener returns. So a listener
asks its handler, acks and returns; what is left to say is a task.
"""

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.flows import lifecycle
from bot.flows.checkins import NotYoursError
from bot.flows.site_reports import NothingThereError
from bot.flows.tools import DatabaseUnavailableError, Now, Tools, failure
from bot.messages import confirmations as statements
from bot.rules import asks
from bot.rules.asks import NotUnderstoodError
from bot.rules.confirmations import NotConfirmedError
from bot.rules.forms import FieldsError
from bot.rules.roles import NotAllowedError
from bot.rules.spans import SpanError
from bot.slack import NotSentError, OutcomeUnknownError, StoppedError
from handlers import answering, chat, hearing, home
from handlers.answering import Handler, Reply, sentence
from handlers.doors import COMMANDS, FORMS, TAPS
from handlers.hearing import Heard, Payload

log = logging.getLogger(__name__)

COMMAND = "/resiliency"
ANYTHING = re.compile(".*", re.DOTALL)
# Slack's last re-delivery comes after five minutes; nobody types as much as this meanwhile.
MOST_EVENTS = 10_000

SLACK_IS_SLOW = "Slack asks me to wait. Please try again in a minute."
TRY_AGAIN = "I am slow just now. Please try again in a minute."
NOT_LET = "Slack does not let me. Please tell whoever runs me: the doctor says what is missing."
NOT_YOURS = "That one was sent to somebody else. Nothing was kept."
# What is said whatever the error itself has to say.
SENTENCES: Mapping[type[BaseException], str] = {
    NotSentError: SLACK_IS_SLOW,
    OutcomeUnknownError: SLACK_IS_SLOW,
    NotYoursError: NOT_YOURS,
    StoppedError: NOT_LET,
}


def register(app: AsyncApp, tools: Tools, now: Now) -> None:
    """Have `app` hear everything the bot answers, and ack everything it does not."""
    ears = Ears(tools, now)
    app.command(COMMAND)(ears.command)
    app.action(ANYTHING)(ears.tap)
    app.view(ANYTHING)(ears.form)
    app.event("message")(ears.message)
    app.event("app_home_opened")(ears.home)
    app.event("user_change")(ears.member)
    # What nobody handles is acked too: Bolt would log such payloads, with what is in them.
    app.event(ANYTHING)(ears.anything)
    app.command(ANYTHING)(ears.anything)
    app.shortcut(ANYTHING)(ears.anything)
    app.options(ANYTHING)(ears.anything)
    app.view_closed(ANYTHING)(ears.closed)
    app.error(ears.error)


class Answered:
    """The events that were answered lately: Slack delivers one again when an ack gets lost.

    It may deliver it to another process, which then asks the database, where that does not keep
    a help card waiting (`chat.typed`).
    """

    def __init__(self) -> None:
        self._ids: OrderedDict[str, None] = OrderedDict()

    def before(self, event_id: str | None) -> bool:
        """Return whether this event was answered before; from here on it was."""
        if event_id is None:
            return False
        known = event_id in self._ids
        self._ids[event_id] = None
        if len(self._ids) > MOST_EVENTS:
            self._ids.popitem(last=False)
        return known


class Ears:
    """The listeners: Bolt gives each what its arguments name."""

    def __init__(self, tools: Tools, now: Now) -> None:
        self._tools = tools
        self._now = now
        self._answered = Answered()

    async def command(self, ack: AsyncAck, body: Payload) -> None:
        """Somebody used the slash command."""
        await self._answer(_command, hearing.command(body), ack)

    async def tap(self, ack: AsyncAck, body: Payload) -> None:
        """Somebody tapped a button."""
        heard = hearing.tap(body)
        await self._answer(TAPS.get(heard.name, chat.unknown), heard, ack)

    async def form(self, ack: AsyncAck, body: Payload) -> None:
        """Somebody sent off a modal."""
        heard = hearing.form(body)
        await self._answer(FORMS.get(heard.name, chat.unknown), heard, ack)

    async def message(self, ack: AsyncAck, body: Payload) -> None:
        """Something was written in a conversation; what Slack delivers again was answered."""
        heard = None if self._answered.before(body.get("event_id")) else hearing.typed(body)
        await self._answer(chat.typed, heard, ack)

    async def home(self, ack: AsyncAck, event: Payload) -> None:
        """Somebody opened the app."""
        await self._answer(home.shown, hearing.home(event), ack)

    async def member(self, ack: AsyncAck, event: Payload) -> None:
        """Somebody left, came back or moved; nobody waits for what becomes of it."""
        await ack()
        slack_id, member = hearing.member(event)
        self._tools.tasks.start(lifecycle.changed(self._tools, slack_id, member, self._now()))

    async def closed(self, ack: AsyncAck, body: Payload) -> None:
        """Somebody closed a modal, so nothing is left in it to hide."""
        self._tools.tasks.forget(hearing.closed(body))
        await ack()

    async def anything(self, ack: AsyncAck) -> None:
        """Something happened that the bot does not care about."""
        await ack()

    async def error(self, error: Exception) -> BoltResponse:
        """A listener failed; without an ack the person would see a warning sign."""
        return BoltResponse(status=200, body=_unexpected(error))

    async def _answer(self, handler: Handler, heard: Heard | None, ack: AsyncAck) -> None:
        if heard is None:
            await ack()
            return
        tools = self._tools
        reply = await _reply(tools, handler(heard, tools, self._now()), tools.answers_within)
        await ack(**answering.ack(heard, reply))
        if not answering.fits_the_ack(heard, reply):
            tools.tasks.start(answering.say(tools, heard, reply))
        if reply.home_changed:
            drawn = home.shown(heard, tools, self._now())
            tools.tasks.start(_say_later(tools, Heard("home", heard.slack_id), lambda: drawn))
        if reply.later:
            tools.tasks.start(_say_later(tools, heard, reply.later))


async def _command(heard: Heard, tools: Tools, now: datetime) -> Reply:
    if card := chat.distress(heard, tools, now):
        return card
    ask = asks.read(heard.words)
    if ask is None:
        return await chat.unknown_command(heard, tools, now)
    return await COMMANDS[ask.act](heard.with_words(ask.rest), tools, now)


async def _say_later(tools: Tools, heard: Heard, later: Callable[[], Awaitable[Reply]]) -> None:
    await answering.say(tools, heard, await _reply(tools, later(), None))


async def _reply(tools: Tools, work: Awaitable[Reply], within: float | None) -> Reply:
    """Return the reply that `work` ends with, `within` so many seconds and whatever happens.

    Work that is too slow goes on, because what it began may still be committed; doing it
    again later changes nothing.
    """
    task = asyncio.ensure_future(work)
    await asyncio.wait({task}, timeout=within)
    if not task.done():
        tools.tasks.adopt(task)
        return sentence(TRY_AGAIN)
    return task.result() if (error := task.exception()) is None else _refusal(error)


def _refusal(error: BaseException) -> Reply:
    match error:
        case FieldsError():
            return replace(sentence(str(error)), errors=error.problems)
        case NotConfirmedError():
            return Reply(statements.request(error.missing))
        case NotAllowedError() | NotUnderstoodError() | SpanError() | NothingThereError():
            return sentence(str(error))
        case NotSentError() | OutcomeUnknownError() | NotYoursError() | StoppedError():
            return sentence(SENTENCES[type(error)])
        case DatabaseUnavailableError():
            log.error("the database cannot be used: %s", error)
            return sentence(TRY_AGAIN)
        case _:
            return sentence(_unexpected(error))


def _unexpected(error: BaseException) -> str:
    """Return a sentence with an id to quote; the log has where it happened, and no words."""
    told = failure(error)
    log.error("%s", told)
    reference = told.partition(" ")[0]
    return f"Something went wrong on my side. Please try again, or quote {reference}."

"""The bot, put together from every room."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import replace
from datetime import datetime
from secrets import token_hex

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

import content.load
from bot import clock
from bot.app import health
from bot.app.ears import DEAF_SECONDS, Door, Ears
from bot.app.logs import QUIET
from bot.app.readiness import NotReadyError, now_of, schema_of
from bot.app.sockets import Patience
from bot.app.vitals import Vitals
from bot.clock import Now
from bot.flows import (
    calls,
    copies,
    deliveries,
    errands,
    exports,
    nights,
    paces,
    plans,
    points,
    releases,
)
from bot.flows import doctor as checks
from bot.flows.findings import Finding
from bot.flows.tools import ANSWER_SECONDS, DRAIN_SECONDS, HIDES_AFTER_SECONDS, Tasks, Tools
from bot.rules.privacy import LIMITS, Limits
from bot.settings import Settings
from bot.slack import Identity, NotSentError, OutcomeUnknownError, RefusedError, Slack
from content import signing
from handlers import middleware
from handlers.ticks import Metronome
from storage import seal
from storage.database import Database


class Bot:
    """The bot, put together: its ears, its metronome and its tools."""

    def __init__(
        self, tools: Tools, config: Settings, now: Now, deaf_after: float = DEAF_SECONDS
    ) -> None:
        self.tools = tools
        self._now = now

        async def authorize() -> AuthorizeResult:
            return self._authorized()

        listeners = AsyncApp(
            # Else Bolt looks at every frame of the call stack for one.
            name="companion",
            client=tools.slack.client,
            authorize=authorize,
            process_before_response=True,
            logger=QUIET,
            # These are for requests over HTTP, and for workflow steps; the socket has neither.
            ssl_check_enabled=False,
            request_verification_enabled=False,
            url_verification_enabled=False,
            attaching_function_token_enabled=False,
        )
        middleware.register(listeners, tools, now)
        self._identity: Identity | None = None
        self._app_token = config.app_token
        door = Door(listeners, tools.slack, config.app_token, Patience())
        self.ears = Ears(door, deaf_after)
        self._metronome = Metronome(tools, now)

    async def start(self) -> None:
        """Hear Slack and the clock from here on.

        Raises:
            NotReadyError: Slack cannot be reached, or refuses the app-level token.
        """
        try:
            # Asked here, because Bolt would ask while the first person waits.
            self._identity = await self.tools.slack.identity()
            await self.tools.slack.socket_address(self._app_token)
        except RefusedError as refusal:
            raise NotReadyError(f"Slack says {refusal.code}: python -m bot doctor") from None
        except (NotSentError, OutcomeUnknownError):
            raise NotReadyError("Slack cannot be reached: python -m bot doctor") from None
        # Whatever sending was stopped for has been put right: the token works.
        await paces.resume(self.tools)
        await self.ears.start()
        self._metronome.start()

    async def tick(self) -> None:
        """Do at once what the time has come for; return when it is done."""
        await self._metronome.tick()

    async def idle(self) -> None:
        """Return when nothing that was begun is left to do."""
        await self.tools.tasks.drained()

    async def next_moment(self) -> datetime | None:
        """Return when the clock next makes something happen, or None."""
        moments = (
            await deliveries.next_moment(self.tools),
            await plans.next_moment(self.tools),
            await releases.next_moment(self.tools),
            await points.next_moment(self.tools, self._now()),
            await nights.next_moment(self.tools),
            await calls.next_moment(self.tools),
            await exports.next_moment(self.tools),
            await errands.next_moment(self.tools, self._now()),
        )
        return min((moment for moment in moments if moment), default=None)

    async def third_day(self) -> datetime | None:
        """Return when the next third training day is over, or None when none is ahead."""
        return await plans.training_over(self.tools, self._now())

    async def stop(self) -> None:
        """Hear nothing more, and end what was begun, or leave it behind when its time is over."""
        until = asyncio.get_running_loop().time() + DRAIN_SECONDS
        self.tools.tasks.close()
        # Side by side: whoever restarts the bot waits for both together.
        await asyncio.gather(self.ears.stop(), self._metronome.stop())
        # What was heard last may have begun something.
        await self.tools.tasks.drained(until - asyncio.get_running_loop().time())

    def _authorized(self) -> AuthorizeResult:
        """Return who the bot is, as Bolt wants it with each request."""
        assert self._identity is not None  # noqa: S101 -- nothing is heard before `start`
        return AuthorizeResult(
            enterprise_id=None,
            team_id=self._identity.team_id,
            bot_token=self.tools.slack.client.token,
            bot_id=self._identity.bot_id,
            bot_user_id=self._identity.user_id,
        )


@asynccontextmanager
async def opened(
    config: Settings,
    now: Now,
    deaf_after: float = DEAF_SECONDS,
    hides_after: float = HIDES_AFTER_SECONDS,
    answers_within: float = ANSWER_SECONDS,
) -> AsyncIterator[Bot]:
    """Yield the bot, connected; end what it began when it is left.

    It is `deaf` after so many seconds without a connection, hides somebody's own answers after so
    many without a tap, and says something within so many to whoever asked.

    Raises:
        NotReadyError: Slack, the database or a port is not as it needs to be; it says what to do.
    """
    tools = replace(build(config), hides_after=hides_after, answers_within=answers_within)
    try:
        await _try_keys(tools)
        await settled(tools)
        bot = Bot(tools, config, now, deaf_after)
        try:
            await bot.start()
            async with _health(bot, config.health_port, now):
                yield bot
        finally:
            await bot.stop()
    finally:
        await close(tools)


def _health(bot: Bot, port: int | None, now: Now) -> AbstractAsyncContextManager[None]:
    """Return what answers, as long as it is entered, whether the bot is well; nothing if off."""
    vitals = Vitals(bot.ears, bot.tools.meters, bot.tools.database)
    return health.served(vitals, port, now) if port else nullcontext()


def build(config: Settings) -> Tools:
    """Return what every flow works with."""
    written = content.load.library(config.content_paths)
    return Tools(
        database=Database(config.database_url),
        library=written if config.content_sent == "ALL" else signing.sendable(written),
        written=written,
        sites={site.id: site for site in content.load.sites(config.sites)},
        slack=Slack(config.bot_token, config.api_url, clock.elapsed),
        ring=seal.read_keys(config.secret_keys),
        tasks=Tasks(),
        key_keeper=config.key_keeper,
        owner=token_hex(8),
        real_now=clock.wall,
        limits=_limits(config),
        elapsed=clock.elapsed,
        paced=config.pacing != "UNLIMITED",
    )


def _limits(config: Settings) -> Limits:
    """Return from how many people on something is shown, as far as the hospital raises it."""
    return replace(
        LIMITS,
        list=config.smallest_list or LIMITS.list,
        part=config.smallest_part or LIMITS.part,
        scored=config.smallest_scored or LIMITS.scored,
    )


async def _try_keys(tools: Tools) -> None:
    """Return when the keys open what is in the database.

    Raises:
        NotReadyError: It was sealed with others; whatever was answered now would be mixed in.
    """
    if await checks.keys_fit(tools) is False:
        raise NotReadyError("These keys do not open this database: find those it was sealed with.")


async def settled(tools: Tools) -> None:
    """Return when what people had deleted is deleted in this database, were it a copy.

    Raises:
        NotReadyError: It is a restored copy, and that has not been done yet.
    """
    try:
        await copies.require_settled(tools)
    except copies.NotSettledError:
        raise NotReadyError(
            "This database is a restored copy: first delete again what people have deleted since, "
            "with python -m bot deletions apply and the newest journal."
        ) from None


def keep() -> None:
    """Count what is there by now as needed until the process ends.

    Python looks through everything again and again for what can go. Of what stands from the start
    (the packages, the library) nothing ever can, and each look at it stops everything for 90 ms
    on a machine of two cores.
    """
    gc.collect()
    gc.freeze()


async def close(tools: Tools) -> None:
    """Close what `build` opened."""
    await tools.slack.close()
    tools.database.close()


async def examined(config: Settings, *, send_to: str | None) -> list[Finding]:
    """Return what a doctor finds, a line for each thing looked at."""
    tools = build(config)
    now = now_of(config)()
    try:
        return await checks.examine(
            tools, config.app_token, schema_of(config), now=now, send_to=send_to
        )
    finally:
        await close(tools)

"""The bot, put together from every room."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from secrets import token_hex

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

import content.load
from bot import clock
from bot.app.logs import QUIET
from bot.app.readiness import NotReadyError, now_of, schema_of
from bot.clock import Now
from bot.flows import deliveries, nights, paces, plans, releases
from bot.flows import doctor as checks
from bot.flows.doctor import Finding
from bot.flows.tools import HIDES_AFTER_SECONDS, Tasks, Tools
from bot.rules.privacy import LIMITS, Limits
from bot.settings import Settings
from bot.slack import Identity, NotSentError, OutcomeUnknownError, RefusedError, Slack
from handlers import middleware
from handlers.ticks import Metronome
from storage import seal
from storage.database import Database

# A minute without a connection is more than Slack's own refresh or a short cut takes.
DEAF_SECONDS = 60.0
# How often it is looked for in that time.
LISTENS = 12


class Bot:
    """The bot, put together: its ears, its metronome and its tools."""

    def __init__(
        self, tools: Tools, config: Settings, now: Now, deaf_after: float = DEAF_SECONDS
    ) -> None:
        self.tools = tools
        self._deaf_after = deaf_after
        self._now = now

        async def authorize() -> AuthorizeResult:
            return self._authorized()

        self._ears = AsyncApp(
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
        middleware.register(self._ears, tools, now)
        self._identity: Identity | None = None
        self._watch: asyncio.Task[None] | None = None
        self.deaf = asyncio.Event()
        self._app_token = config.app_token
        self._socket = AsyncSocketModeHandler(self._ears, config.app_token)
        self._metronome = Metronome(tools, now)

    async def start(self) -> None:
        """Hear Slack and the clock from here on.

        Raises:
            NotReadyError: Slack cannot be reached, or refuses the app-level token.
        """
        try:
            # Asked here, because Bolt would ask while the first person waits.
            self._identity = await self.tools.slack.identity()
            await self.tools.slack.opens_sockets(self._app_token)
        except RefusedError as refusal:
            raise NotReadyError(f"Slack says {refusal.code}: python -m bot doctor") from None
        except (NotSentError, OutcomeUnknownError):
            raise NotReadyError("Slack cannot be reached: python -m bot doctor") from None
        # Whatever sending was stopped for has been put right: the token works.
        await paces.resume(self.tools)
        await self._socket.connect_async()  # type: ignore[no-untyped-call]  # Bolt's
        self._metronome.start()
        self._watch = asyncio.create_task(self._listen_for_silence())

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
            await nights.next_moment(self.tools),
        )
        return min((moment for moment in moments if moment), default=None)

    async def third_day(self) -> datetime | None:
        """Return when the next third training day is over, or None when none is ahead."""
        return await plans.training_over(self.tools, self._now())

    async def stop(self) -> None:
        """Hear nothing more, and end what was begun."""
        self.tools.tasks.close()
        if self._watch:
            self._watch.cancel()
        await self._socket.close_async()  # type: ignore[no-untyped-call]  # Bolt's
        # Side by side: whoever restarts the bot waits for both together.
        await asyncio.gather(self._metronome.stop(), self.tools.tasks.drained())

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

    async def _listen_for_silence(self) -> None:
        """Set `deaf` when there has been no connection for a while.

        The socket client can stall for good when a fresh ticket is refused (slack-sdk 3.47);
        whoever started the bot should then start it again.
        """
        silent_for = 0.0
        pause = self._deaf_after / LISTENS
        while silent_for < self._deaf_after:
            await asyncio.sleep(pause)
            connected: bool = await self._socket.client.is_connected()
            silent_for = 0.0 if connected else silent_for + pause
        self.deaf.set()


@asynccontextmanager
async def opened(
    config: Settings,
    now: Now,
    deaf_after: float = DEAF_SECONDS,
    hides_after: float = HIDES_AFTER_SECONDS,
) -> AsyncIterator[Bot]:
    """Yield the bot, connected; end what it began when it is left.

    It is `deaf` after so many seconds without a connection, and hides somebody's own answers
    after so many without a tap.

    Raises:
        NotReadyError: Slack or the database is not as it needs to be; it says what to do.
    """
    tools = replace(build(config), hides_after=hides_after)
    try:
        await _try_keys(tools)
        bot = Bot(tools, config, now, deaf_after)
        try:
            await bot.start()
            yield bot
        finally:
            await bot.stop()
    finally:
        await close(tools)


def build(config: Settings) -> Tools:
    """Return what every flow works with."""
    return Tools(
        database=Database(config.database_url),
        library=content.load.library(config.content_paths),
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
    if not await checks.keys_fit(tools):
        raise NotReadyError("These keys do not open this database: find those it was sealed with.")


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

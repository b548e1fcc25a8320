"""The composition root: the only module that knows every other."""

import asyncio
import json
import logging
import os
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

import content.load
from bot import clock, settings
from bot.clock import Now
from bot.flows import deliveries, plans, releases
from bot.flows import doctor as checks
from bot.flows.doctor import Finding, Schema
from bot.flows.tools import Tasks, Tools
from bot.settings import Settings
from bot.slack import Identity, NotSentError, OutcomeUnknownError, RefusedError, Slack
from content.model import ContentError
from handlers import middleware
from handlers.ticks import Metronome
from storage import database, lock, schema, seal
from storage.database import Database, DatabaseUnavailableError
from storage.lock import HeldError
from storage.seal import MalformedKeysError

MANIFEST = Path(__file__).parent.parent / "manifest.json"

# Bolt warns of what it cannot match, and prints it with what is in it.
QUIET = logging.getLogger("slack_bolt.quiet")

# A minute without a connection is more than Slack's own refresh or a short cut takes.
DEAF_SECONDS = 60.0
LISTEN_SECONDS = 5.0

OURS = ("bot", "handlers", "content", "storage", "__main__")
# These write button values and typed text at DEBUG, so our level is not theirs.
THEIRS = ("slack_bolt", "slack_sdk", "aiohttp", "sqlalchemy", "apscheduler", "asyncio")


class NotReadyError(Exception):
    """The bot cannot start; the message says what to do."""


class Bot:
    """The bot, put together: its ears, its metronome and its tools."""

    def __init__(self, tools: Tools, config: Settings, now: Now) -> None:
        self.tools = tools
        self._now = now

        async def authorize() -> AuthorizeResult:
            return self._authorized()

        self._ears = AsyncApp(
            client=tools.slack.client,
            authorize=authorize,
            process_before_response=True,
            logger=QUIET,
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
        )
        return min((moment for moment in moments if moment), default=None)

    async def stop(self) -> None:
        """Hear nothing more, and end what was begun."""
        self.tools.tasks.closing = True
        if self._watch:
            self._watch.cancel()
        await self._socket.close_async()  # type: ignore[no-untyped-call]  # Bolt's
        await self._metronome.stop()
        await self.tools.tasks.drained()

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
        while silent_for < DEAF_SECONDS:
            await asyncio.sleep(LISTEN_SECONDS)
            connected: bool = await self._socket.client.is_connected()
            silent_for = 0.0 if connected else silent_for + LISTEN_SECONDS
        self.deaf.set()


@asynccontextmanager
async def opened(config: Settings, now: Now) -> AsyncIterator[Bot]:
    """Yield the bot, connected; end what it began when it is left."""
    tools = build(config)
    try:
        await _try_keys(tools)
        bot = Bot(tools, config, now)
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
        slack=Slack(config.bot_token, config.api_url),
        ring=seal.read_keys(config.secret_keys),
        tasks=Tasks(),
        key_keeper=config.key_keeper,
        owner=token_hex(8),
        real_now=clock.wall,
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


def configured(environ: Mapping[str, str]) -> Settings:
    """Return the settings, checked by every room that knows something about them.

    Raises:
        SettingsError: Something is missing or malformed, each named.
    """
    return settings.read(
        environ,
        {
            "DATABASE_URL": database.problem,
            "BOT_SECRET_KEYS": _keys_problem,
            "SITES": _sites_problem,
            "CONTENT_PATHS": _content_problem,
        },
    )


def log_at(level: str) -> None:
    """Log our own rooms at `level`, and everybody else's only when something is wrong."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in THEIRS:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns whenever a tick takes longer than a second, which a wave of messages may.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    QUIET.setLevel(logging.ERROR)


def now_of(config: Settings) -> Now:
    """Return the clock to go by: this machine's, or a sandbox's.

    Raises:
        NotReadyError: The sandbox's calendar does not answer.
    """
    try:
        return clock.Followed(config.clock_url) if config.clock_url else clock.wall
    except (OSError, ValueError, KeyError):
        raise NotReadyError("CLOCK_URL does not answer: start the sandbox, or unset it.") from None


@contextmanager
def holding(config: Settings) -> Iterator[None]:
    """Keep a SQLite file to this process.

    Raises:
        NotReadyError: Another process writes to it.
    """
    try:
        with lock.held(database.sqlite_file(config.database_url)):
            yield
    except HeldError:
        raise NotReadyError(
            "Another process writes to this database, probably the bot: stop it first."
        ) from None
    except OSError as error:
        raise NotReadyError(
            f"The lock beside the database cannot be made ({error.strerror}): check the folder."
        ) from None


def prepare(config: Settings) -> None:
    """Return when the schema is the newest; SQLite is brought there, PostgreSQL is not.

    Raises:
        NotReadyError: The schema is another, or the database cannot be reached.
    """
    found = _revision(config)
    if found == schema.NEWEST:
        return
    if database.sqlite_file(config.database_url) is None:
        raise NotReadyError("The database needs an upgrade: python -m bot database upgrade")
    upgrade(config)


def upgrade(config: Settings) -> None:
    """Bring the schema to the newest revision.

    Raises:
        NotReadyError: It is newer than this code, or the database cannot be reached.
    """
    found = _revision(config)
    if found is not None and found > schema.NEWEST:
        raise NotReadyError("The database belongs to a newer version of the bot: update the bot.")
    try:
        schema.upgrade(config.database_url)
    except DatabaseUnavailableError as error:
        raise NotReadyError(f"The database cannot be used ({error}): check DATABASE_URL.") from None


def new_key() -> str:
    """Return a new key, named after nothing, as `BOT_SECRET_KEYS` takes it."""
    return seal.new_key(f"k{token_hex(2)}")


def manifest() -> Mapping[str, Any]:
    """Return the app's manifest, as it stands beside the code."""
    found: Mapping[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return found


async def examined(config: Settings, *, send_to: str | None) -> list[Finding]:
    """Return what a doctor finds, a line for each thing looked at."""
    tools = build(config)
    now = now_of(config)()
    try:
        return await checks.examine(
            tools, config.app_token, _schema(config), now=now, send_to=send_to
        )
    finally:
        await close(tools)


def _schema(config: Settings) -> Schema:
    """Return how the schema of the database is found."""
    try:
        found = schema.revision(config.database_url)
    except DatabaseUnavailableError:
        return Schema.UNREACHABLE
    if found is None or found < schema.NEWEST:
        by_itself = database.sqlite_file(config.database_url) is not None
        return Schema.COMES_WITH_RUN if by_itself else Schema.OLD
    return Schema.NEWEST if found == schema.NEWEST else Schema.NEWER


def _revision(config: Settings) -> str | None:
    try:
        return schema.revision(config.database_url)
    except DatabaseUnavailableError as error:
        raise NotReadyError(f"The database cannot be used ({error}): check DATABASE_URL.") from None


def _keys_problem(text: str) -> str | None:
    try:
        seal.read_keys(text)
    except MalformedKeysError:
        return "is not id:key[,id:key]; `python -m bot keys new` makes a key"
    return None


def _content_problem(paths: str) -> str | None:
    try:
        content.load.library(
            [Path(path.strip()) for path in paths.split(os.pathsep) if path.strip()]
        )
    except ContentError as error:
        return "names a pack with problems:\n  " + "\n  ".join(error.problems)
    return None


def _sites_problem(path: str) -> str | None:
    try:
        content.load.sites(Path(path))
    except ContentError as error:
        return "names a file with problems:\n  " + "\n  ".join(error.problems)
    return None

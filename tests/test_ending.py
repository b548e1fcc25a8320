"""Told to end, the bot ends in time, whatever it waits for."""

import asyncio
import sys
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.__main__ import FAILED, LEFT
from bot.sandbox import Sandbox
from tests import databases
from tests.environment import free_port

ROOT = Path(__file__).parents[1]
PATIENCE_SECONDS = 30
# The bot, which otherwise has ten seconds.
RUN = "import sys; from bot import __main__ as it; it.END_SECONDS = 0.5; sys.exit(it.main(['run']))"


class Line:
    """What lies between a bot and its PostgreSQL: it can stop passing anything on."""

    def __init__(self, server: Path) -> None:
        self._server = server
        self._hangs = False
        self._kept, self._over = asyncio.Event(), asyncio.Event()
        self._ends: list[asyncio.Task[None]] = []

    async def hang(self) -> None:
        """Leave everything open, and pass nothing on; return when somebody waits for that."""
        self._hangs = True
        await self._kept.wait()

    @asynccontextmanager
    async def laid(self, port: int) -> AsyncIterator[None]:
        """Pass on what comes to a port, as long as this lasts."""
        async with await asyncio.start_server(self._connect, "127.0.0.1", port):
            yield
            self._over.set()
            await asyncio.gather(*self._ends)

    async def _connect(self, of_bot: StreamReader, to_bot: StreamWriter) -> None:
        of_server, to_server = await asyncio.open_unix_connection(self._server)
        for one, other in ((of_bot, to_server), (of_server, to_bot)):
            self._ends.append(asyncio.create_task(self._pass(one, other)))

    async def _pass(self, one: StreamReader, other: StreamWriter) -> None:
        while some := await one.read(65_536):
            if self._hangs:
                self._kept.set()
                await self._over.wait()
                break
            other.write(some)
        other.close()
        with suppress(ConnectionError):
            await other.wait_closed()


async def test_a_database_that_says_nothing_keeps_no_bot_from_ending(
    sandbox: Sandbox, settings: dict[str, str], postgres: str, tmp_path: Path
) -> None:
    url, _, folder = databases.on_postgresql(postgres).partition("?host=")
    line, port = Line(Path(folder) / ".s.PGSQL.5432"), free_port()
    address = url.replace("@/", f"@127.0.0.1:{port}/")
    environ = settings | {"SLACK_API_URL": sandbox.api_url, "DATABASE_URL": address}
    async with line.laid(port):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", RUN),
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT), **environ},
            stdout=PIPE,
            stderr=PIPE,
        )
        await sandbox.wait_connected(PATIENCE_SECONDS)
        async with asyncio.timeout(PATIENCE_SECONDS):
            await line.hang()
            process.terminate()
            _, err = await process.communicate()

    assert (process.returncode, err.decode().splitlines()[-1:]) == (FAILED, [LEFT])

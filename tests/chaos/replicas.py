"""Bots in processes of their own, under a supervisor that starts them again however they end."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from random import Random

from tests.bench.processes import END_SECONDS, ROOT

# A supervisor does not start what died at once again.
PAUSE_SECONDS = (0.2, 1.5)


class Replica:
    """One bot, which is there again soon after it died; what it logs stands in `log`."""

    def __init__(
        self, words: Sequence[str], environment: Mapping[str, str], log: Path, rng: Random
    ) -> None:
        self._words = words
        self._environment = environment
        self._log = log
        self._rng = rng
        self._process: Process | None = None
        self._ending = False

    async def supervised(self) -> None:
        """Run it, again and again, until it has ended because it was told to."""
        with self._log.open("ab") as log:
            while not self._ending:
                self._process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", *self._words),
                    # It finds no `.env` there of somebody's real bot.
                    cwd=self._log.parent,
                    env={"PYTHONPATH": str(ROOT), **self._environment},
                    stdin=DEVNULL,
                    stdout=DEVNULL,
                    stderr=log,
                )
                await self._process.wait()
                await asyncio.sleep(0 if self._ending else self._rng.uniform(*PAUSE_SECONDS))

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        self._signal(signal.SIGKILL)

    def pause(self) -> None:
        """Let it stand still; to itself, no time will have passed."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on where it was."""
        self._signal(signal.SIGCONT)

    def end(self) -> None:
        """Have it end as it does when it is told to, and not be started again."""
        self._ending = True
        self.resume()
        self._signal(signal.SIGTERM)

    def _signal(self, number: signal.Signals) -> None:
        # It may have died by itself, and not be there again yet.
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, number)


@asynccontextmanager
async def running(replicas: Sequence[Replica]) -> AsyncIterator[None]:
    """Have bots run as long as this lasts."""
    supervisors = [asyncio.create_task(replica.supervised()) for replica in replicas]
    try:
        yield
    finally:
        for replica in replicas:
            replica.end()
        _, late = await asyncio.wait(supervisors, timeout=END_SECONDS)
        # One that was just being started has not heard; one that hangs does not.
        while late:
            for replica in replicas:
                replica.kill()
            _, late = await asyncio.wait(late, timeout=1)

"""Bots as processes of their own: started, looked at from outside, and always ended."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

# The bot drains for ten seconds at most; one that takes longer is killed.
END_SECONDS = 15
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Bot:
    """A running process."""

    pid: int

    def cpu_seconds(self) -> float:
        """Return the processor time that all its threads have used."""
        # The name, in brackets, may hold spaces; user and system time are fields 14 and 15.
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND

    def resident_mib(self) -> float:
        """Return its resident memory."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        kib = next(line.split()[1] for line in lines if line.startswith("VmRSS:"))
        return int(kib) / 1024


@asynccontextmanager
async def running(
    words: Sequence[str], environment: Mapping[str, str], folder: Path
) -> AsyncIterator[Bot]:
    """Yield the process of `python -m` these words; end it when it is left.

    Its environment is this one alone, and it runs in `folder`: in the repository may lie
    the `.env` of somebody's real bot.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *words,
        env={"PYTHONPATH": str(ROOT), **environment},
        cwd=folder,
        stdin=DEVNULL,
        stdout=DEVNULL,
    )
    try:
        yield Bot(process.pid)
    finally:
        await _end(process)


async def _end(process: Process) -> None:
    """End a process, if it has not ended by itself; the stand-in can say goodbye to it."""
    try:
        with suppress(ProcessLookupError):
            process.terminate()
        async with asyncio.timeout(END_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()

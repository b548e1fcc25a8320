"""A program that was not written for the sandbox, run by Node as a process of its own."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import which
from typing import Any

from bot.sandbox import Sandbox
from tests.browser import transcript

HERE = Path(__file__).parent
# Long enough for a busy machine: a test waits for what is said, never for a time to pass.
PATIENCE = 30

Said = dict[str, Any]


class Stranger:
    """One process of Node: what it says, line by line, and how to ask it for something."""

    def __init__(self, name: str, process: asyncio.subprocess.Process) -> None:
        self._name = name
        self._process = process
        self._arrival = asyncio.Condition()
        self.said: list[Said] = []

    async def listen(self) -> None:
        """Take down everything the process says, until it ends."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            said = _read(line.decode())
            transcript.write(self._name, said["words"])
            async with self._arrival:
                self.said.append(said)
                self._arrival.notify_all()

    async def says(self, words: str, times: int = 1) -> Said:
        """Return what it says with these words in it, for the first or a later time."""
        async with asyncio.timeout(PATIENCE), self._arrival:
            await self._arrival.wait_for(lambda: len(self._with(words)) >= times)
        return self._with(words)[times - 1]

    async def ask(self, **asked: Any) -> Said:
        """Return what it says next, once it has been asked for something."""
        assert self._process.stdin is not None
        before = len(self.said)
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        async with asyncio.timeout(PATIENCE), self._arrival:
            await self._arrival.wait_for(lambda: any("answer" in one for one in self.said[before:]))
        return next(one for one in self.said[before:] if "answer" in one)

    def heard(self) -> list[str]:
        """Return the words of everything it has said."""
        return [one["words"] for one in self.said]

    def _with(self, words: str) -> list[Said]:
        return [one for one in self.said if words in one["words"]]


@asynccontextmanager
async def stranger(
    script: str, sandbox: Sandbox, api_url: str | None = None
) -> AsyncIterator[Stranger]:
    """Give a running script that knows nothing but where Slack is, and the two tokens."""
    node = which("node")
    assert node is not None, "Node is missing: run `make test-browser`, which says what to do."
    environment = {
        "SLACK_API_URL": api_url or sandbox.api_url,
        "SLACK_BOT_TOKEN": sandbox.workspace.tokens.bot,
        "SLACK_APP_TOKEN": sandbox.workspace.tokens.app,
    }
    process = await asyncio.create_subprocess_exec(
        node,
        str(HERE / script),
        env=environment,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    running = Stranger(script, process)
    listening = asyncio.create_task(running.listen())
    try:
        yield running
    finally:
        await _end(process)
        await listening


async def _end(process: asyncio.subprocess.Process) -> None:
    assert process.stdin is not None
    process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), PATIENCE)
    except TimeoutError:
        process.kill()
        await process.wait()


def _read(line: str) -> Said:
    # What Node itself prints, such as a stack, is no JSON and belongs into the transcript too.
    try:
        said: Said = json.loads(line)
    except json.JSONDecodeError:
        return {"words": line.rstrip()}
    return said

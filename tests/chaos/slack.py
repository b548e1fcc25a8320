"""Slack in a process of its own: the sandbox, started blank, and everything asked of it."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp

from tests.bench.processes import ROOT
from tests.chaos.judging import Accepted

Json = dict[str, Any]

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-sandbox", "SLACK_APP_TOKEN": "xapp-sandbox"}
# Slack takes a moment to answer: at any time some messages are on their way, and can be caught.
USUAL: Json = {"method": "chat.postMessage", "kind": "delay", "seconds": 0.25, "times": None}
# So many are let in at once.
AT_ONCE = 8
START_SECONDS = 120
LOOKS_EVERY_SECONDS = 0.5
END_SECONDS = 15


class Slack:
    """An empty workspace in another process."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self.url = url
        self.api_url = f"{url}/api/"
        self.clock_url = f"{url}/control/calendar"
        self._http = http

    async def admit(self, slack_ids: Sequence[str]) -> Mapping[str, str]:
        """Let these people in; return the conversation of each with the bot."""
        turn = asyncio.Semaphore(AT_ONCE)

        async def enter(slack_id: str) -> str:
            async with turn:
                await self._ask("POST", "control/people", name="Invented", slack_id=slack_id)
                opened = await self._ask("POST", "api/conversations.open", users=slack_id)
            channel: str = opened["channel"]["id"]
            return channel

        return dict(zip(slack_ids, await asyncio.gather(*map(enter, slack_ids)), strict=True))

    async def suffer(self, **fault: Any) -> None:
        """Be in trouble of one kind, until it is over or `times` calls met it."""
        await self._weather({"times": None, **fault}, USUAL)

    async def recover(self) -> None:
        """Be as usual."""
        await self._weather(USUAL)

    async def disconnect(self) -> None:
        """Have every socket connect anew."""
        await self._ask("POST", "control/disconnect")

    async def now(self) -> datetime:
        """Return what time it is there."""
        return _moment(await self._ask("GET", "control/calendar"))

    async def move_to(self, moment: datetime) -> None:
        """Make it so late there."""
        await self._ask("POST", "control/calendar", to=moment.isoformat())

    async def heard_from(self, bots: int) -> None:
        """Return when so many bots have asked who they are, as each does when it begins."""
        async with asyncio.timeout(START_SECONDS):
            while await self._calls_of("auth.test") < bots:  # noqa: ASYNC110 -- as they begin
                await asyncio.sleep(LOOKS_EVERY_SECONDS)

    async def accepted(self) -> Accepted:
        """Return when each message was accepted, every time that it was."""
        found: dict[str, list[datetime]] = {}
        for message in _messages(await self._ask("GET", "control/export")):
            delivery_id = message.get("metadata", {}).get("event_payload", {}).get("delivery_id")
            if delivery_id:
                at = datetime.fromtimestamp(float(message["ts"]), UTC)
                found.setdefault(delivery_id, []).append(at)
        return found

    async def _calls_of(self, method: str) -> int:
        calls = (await self._ask("GET", "control/calls"))["calls"]
        return sum(call["method"] == method for call in calls)

    async def _weather(self, *faults: Json) -> None:
        await self._ask("DELETE", "control/faults")
        for fault in faults:
            await self._ask("POST", "control/faults", **fault)

    async def _ask(self, verb: str, path: str, **body: Any) -> Json:
        async with self._http.request(verb, f"{self.url}/{path}", json=body) as answer:
            answer.raise_for_status()
            told: Json = await answer.json()
            return told


@asynccontextmanager
async def running(folder: Path, at: datetime | None) -> AsyncIterator[Slack]:
    """Yield a workspace whose calendar runs from `at`, or from now; it is gone afterwards."""
    words = ["--at", at.isoformat()] if at else []
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-u", "-m", "bot", "sandbox", "--blank", *words),
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
        stdout=PIPE,
    )
    bearer = {"Authorization": f"Bearer {TOKENS['SLACK_BOT_TOKEN']}"}
    try:
        url = await _address(process)
        async with aiohttp.ClientSession(headers=bearer) as http:
            slack = Slack(url, http)
            await slack.recover()
            yield slack
    finally:
        await _end(process)


async def _address(process: Process) -> str:
    """Return where the workspace is, which it says first."""
    assert process.stdout is not None
    async with asyncio.timeout(START_SECONDS):
        said = await process.stdout.readline()
    return said.decode().split()[-1]


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        async with asyncio.timeout(END_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _messages(export: Json) -> list[Json]:
    return [
        message
        for channel in export["channels"]
        for message in (*channel["messages"], *channel["deleted"])
    ]


def _moment(calendar: Json) -> datetime:
    return datetime.fromisoformat(calendar["now"])

"""A page kept in step: every change to what somebody sees, as it happens."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from aiohttp import web

from bot.sandbox.blocks import Json
from bot.sandbox.glance import Key, as_shown, glance
from bot.sandbox.model import Message, Person
from bot.sandbox.stage import Stage

# A change that nobody announced is seen this many seconds later, at the latest.
AT_LEAST = 1.0
# What belongs together comes together, and nobody sees so short a wait.
TOGETHER = 0.01


class Changes:
    """What one page has been told already, and what is new since."""

    def __init__(self, stage: Stage, person: Person | None) -> None:
        self._stage = stage
        self._person = person
        self._sections: Json = {}
        self._messages: dict[Key, str] = {}

    def next(self) -> Json:
        """Return what has changed since the last time, by section; {} when nothing has.

        `messages` holds those that are new or changed, `gone` where there is none any more.
        """
        sections, messages = glance(self._stage, self._person)
        told = {name: json.dumps(section) for name, section in sections.items()}
        # A page lets a running clock go on by itself, and is told only when it was set.
        told["clock"] = f"{self._stage.calendar.set_to} {self._stage.calendar.running}"
        news = {name: sections[name] for name in told if told[name] != self._sections.get(name)}
        self._sections = told
        marks = {key: self._mark(message) for key, message in messages.items()}
        changed = [messages[key] for key, mark in marks.items() if mark != self._messages.get(key)]
        if changed:
            news["messages"] = [as_shown(self._stage, message, self._reader) for message in changed]
        if gone := self._messages.keys() - marks.keys():
            news["gone"] = sorted(gone)
        self._messages = marks
        return news

    @property
    def _reader(self) -> str:
        return self._person.slack_id if self._person else ""

    def _mark(self, message: Message) -> str:
        """Return something that is another once the message looks otherwise."""
        gone = [file.deleted_at for file in message.files]
        return f"{message.edited_at} {gone} {json.dumps(message.values.get(self._reader))}"


class Live:
    """The stream that a page listens to."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._ending = False

    def routes(self) -> Iterator[web.RouteDef]:
        """Yield where each request goes."""
        yield web.get("/live", self._stream)

    async def end(self, application: web.Application) -> None:
        """Let go of every page: the workspace closes."""
        self._ending = True
        self._stage.workspace.pulse.beat()

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        """Send what changes, as server-sent events (html.spec.whatwg.org, 9.2)."""
        slack_id = request.query.get("person", "")
        changes = Changes(self._stage, self._stage.workspace.people.get(slack_id))
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        stream = web.StreamResponse(headers=headers)
        await stream.prepare(request)
        pulse = self._stage.workspace.pulse
        # A page that was closed is noticed when there is something to tell it.
        with suppress(ConnectionResetError), self._watched(slack_id):
            while not self._ending:
                beats = pulse.beats
                if news := changes.next():
                    await stream.write(f"data: {json.dumps(news)}\n\n".encode())
                await pulse.after(beats, AT_LEAST)
                await asyncio.sleep(TOGETHER)
        return stream

    @contextmanager
    def _watched(self, slack_id: str) -> Iterator[None]:
        """Have whoever this is act for themselves for the length of the `with` block."""
        watched = self._stage.programme.watched
        watched[slack_id] += 1
        try:
            yield
        finally:
            watched.subtract([slack_id])
            if not watched[slack_id]:
                del watched[slack_id]

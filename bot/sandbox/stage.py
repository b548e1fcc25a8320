"""The stage: the workspace as whoever runs it sees it, with its people, calendar and faults."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.sandbox import payloads, views
from bot.sandbox.acting import Actor
from bot.sandbox.calendar import Calendar, is_zone
from bot.sandbox.calls import Call
from bot.sandbox.clockwork import Clockwork
from bot.sandbox.echoes import Echoes
from bot.sandbox.elapsed import Timing
from bot.sandbox.exporting import export
from bot.sandbox.faults import Faults
from bot.sandbox.interactions import Interactions
from bot.sandbox.model import Channel, Person
from bot.sandbox.programme import Programme
from bot.sandbox.socket_mode import SocketMode
from bot.sandbox.transcript import Happening
from bot.sandbox.workspace import Tokens, Workspace


class Stage:
    """A workspace with one app in it, and everything a test or a page may do with it."""

    def __init__(
        self,
        manifest: Mapping[str, Any],
        calendar: Calendar,
        bot_token: str = "xoxb-sandbox",  # noqa: S107 -- opens nothing but this sandbox
        app_token: str = "xapp-sandbox",  # noqa: S107 -- opens nothing but this sandbox
        timing: Timing | None = None,
    ) -> None:
        tokens = Tokens(bot_token, app_token)
        self.calendar = calendar
        self.workspace = Workspace(manifest, calendar, tokens, timing or Timing())
        self.faults = Faults()
        # A demo puts in one that stops at each moment at which the bot has something to do.
        self.clockwork = Clockwork(self.workspace)
        # What a demo has to say to whoever opens the page.
        self.programme = Programme()
        self.socket = SocketMode(self.workspace, self.faults)
        self.workspace.on_change = Echoes(self.workspace, self.socket)
        self._interactions = Interactions(self.workspace, self.socket)
        self._actors: dict[str, Actor] = {}

    def add_person(
        self,
        name: str,
        *,
        zone: str = "America/New_York",
        slack_id: str | None = None,
        deleted: bool = False,
        guest: bool = False,
        note: str = "",
    ) -> Actor:
        """Return somebody who is in the workspace from here on."""
        person = Person(
            slack_id or self.workspace.new_id("U"), name, zone, note, deleted=deleted, guest=guest
        )
        self.workspace.add_person(person)
        actor = Actor(self.workspace, self._interactions, person)
        self._actors[person.slack_id] = actor
        return actor

    def add_channel(
        self,
        name: str,
        members: Sequence[str] = (),
        *,
        private: bool = True,
        bot_is_member: bool = True,
    ) -> str:
        """Return the id of a channel that is there from here on."""
        for slack_id in members:
            self.person(slack_id)
        channel = Channel(self.workspace.new_id("C"), name, set(members), private, bot_is_member)
        self.workspace.add_channel(channel)
        return channel.id

    def person(self, slack_id: str) -> Actor:
        """Return who has this id; ValueError when nobody has."""
        if slack_id not in self._actors:
            raise ValueError(f"Nobody has the id {slack_id}.")
        return self._actors[slack_id]

    @property
    def people(self) -> list[Actor]:
        """Everybody, in the order in which they came."""
        return list(self._actors.values())

    def deactivate(self, slack_id: str) -> None:
        """End somebody's account, as when they leave the hospital: Slack signs them out."""
        person = self.workspace.person(slack_id)
        person.deleted = True
        views.clear_modal(self.workspace, person)
        self._tell_of(person)

    def reactivate(self, slack_id: str) -> None:
        """Let somebody in again whose account had ended."""
        person = self.workspace.person(slack_id)
        person.deleted = False
        self._tell_of(person)

    def move(self, slack_id: str, zone: str) -> None:
        """Have somebody live by another clock; ValueError when there is no such zone."""
        if not is_zone(zone):
            raise ValueError(f"There is no time zone {zone}.")
        person = self.workspace.person(slack_id)
        person.zone = zone
        self._tell_of(person)

    def _tell_of(self, person: Person) -> None:
        """Tell the bot that something has changed of somebody, if it wants to hear of that."""
        if "user_change" in self.workspace.manifest.events:
            changed = payloads.user_changed(self.workspace, person)
            self.socket.tell_soon(payloads.event(self.workspace, changed))

    @property
    def connected(self) -> bool:
        """Whether the bot holds a Socket Mode connection."""
        return self.socket.connected

    async def wait_connected(self, timeout: float = 10) -> None:  # noqa: ASYNC109 -- as in tests
        """Return once the bot is connected; TimeoutError when it is not in time."""
        async with asyncio.timeout(timeout):
            await self.socket.wait_connected()

    def disconnect(self, reason: str = "refresh_requested", connections: int | None = None) -> None:
        """Tell the bot's clients to connect anew: so many of them, the oldest first, or all."""
        self.socket.disconnect(reason, connections)

    def fault(self, method: str, kind: str, times: int = 1, **options: Any) -> None:
        """Make the next `times` calls of `method` go wrong in a way of `faults.KINDS`."""
        self.faults.add({"method": method, "kind": kind, "times": times, **options})

    def clear_faults(self) -> None:
        """Let nothing more go wrong."""
        self.faults.clear()

    @property
    def calls(self) -> list[Call]:
        """Every call the bot made, taken or refused, the latest last."""
        return list(self.workspace.calls.made)

    @property
    def refusals(self) -> list[Call]:
        """The calls and acks Slack refused for a reason of its own, not for a fault."""
        return list(self.workspace.calls.refused)

    def watch(self, callback: Callable[[Happening], None]) -> None:
        """Call `callback` with everything that happens from here on."""
        self.workspace.transcript.watch(callback)

    async def quiet(self, idle: float = 0.05, timeout: float = 5) -> None:  # noqa: ASYNC109 -- as in tests
        """Return once the bot has called nothing and owed no ack for `idle` seconds."""
        async with asyncio.timeout(timeout):
            await self.workspace.activity.rest(idle)

    def export(self) -> dict[str, Any]:
        """Return everything an employer could export from the workspace."""
        return export(self.workspace)

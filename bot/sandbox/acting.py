"""What somebody in the workspace does, with the bot's answer awaited as Slack's client does."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox import mentions
from bot.sandbox.blocks import Json
from bot.sandbox.controls import Control, action_of, choice, find_control, fired
from bot.sandbox.entering import entered, require
from bot.sandbox.errors import NotAllowedError, NotSeenError
from bot.sandbox.inputs import Input, find_input, initial_values, inputs_of
from bot.sandbox.interactions import Interactions
from bot.sandbox.model import Channel, Message, Person, View
from bot.sandbox.seeing import Onlooker
from bot.sandbox.seen import Seen
from bot.sandbox.transcript import Verb
from bot.sandbox.workspace import Workspace


class Actor(Onlooker):
    """A person who uses the bot."""

    def __init__(self, workspace: Workspace, interactions: Interactions, person: Person) -> None:
        super().__init__(workspace, person)
        self._interactions = interactions

    async def command(self, typed: str, channel: str | None = None) -> str:
        """Type a slash command and return the text of the bot's ack, "" when it has none."""
        self._must_be_active()
        name, _, text = typed.partition(" ")
        commands = self._workspace.manifest.commands
        if name not in commands:
            raise NotAllowedError(f"{name} is not a valid command.")
        self._tell("commands", [typed])
        escaped = mentions.in_command(self._workspace, text) if commands[name] else text
        where = self._channel(channel) if channel else self._workspace.dm(self._person)
        return await self._interactions.command(self._person, where, f"{name} {escaped}")

    async def tap(self, name: str, message: Seen | None = None) -> None:
        """Tap what is called `name`: in the modal if one is open, else where it is newest."""
        self._must_be_active()
        if message is None:
            await self._tap_first(self._places(), name)
            return
        place = self._still_there(message)
        control = find_control(message.blocks, name)
        if control is None:
            raise self._not_seen(name, [place])
        await self._touch(place, control)

    async def tap_home(self, name: str) -> None:
        """Tap what is called `name` on the Home."""
        self._must_be_active()
        await self._tap_first(self._home(), name)

    async def pick(self, name: str, value: Any, message: Seen | None = None) -> None:
        """Choose `value` in what is called `name` and, where Slack does, tell the bot at once.

        That is in the modal if one is open, else where it is newest, or in `message`.
        """
        self._must_be_active()
        places = [self._still_there(message)] if message else self._places()
        await self._pick_first(places, name, value)

    async def pick_home(self, name: str, value: Any) -> None:
        """Choose `value` in what is called `name` on the Home."""
        self._must_be_active()
        await self._pick_first(self._home(), name, value)

    async def _pick_first(self, places: Sequence[Message | View], name: str, value: Any) -> None:
        for place in places:
            if field := find_input(_blocks(place), name):
                self._tell("taps", [f"{field.label}: {value}"])
                await self._change(place, field, entered(self._workspace, field, value))
                return
        raise self._not_seen(name, places)

    async def fill(self, values: Mapping[str, Any]) -> None:
        """Enter `values` in the modal, by label, block_id or action_id, and tell nobody."""
        self._must_be_active()
        view = self._top()
        for name, value in values.items():
            field = find_input(_blocks(view), name)
            if field is None:
                raise self._not_seen(name, [view])
            field.keep(view.values, entered(self._workspace, field, value))

    async def submit(self, values: Mapping[str, Any] | None = None) -> dict[str, str]:
        """Enter `values`, submit the modal, and return what the bot finds wrong, by block_id."""
        await self.fill(values or {})
        view = self._top()
        if "submit" not in view.content:
            raise self._not_seen("submit button", [view])
        for field in inputs_of(_blocks(view)):
            require(field, view.values)
        self._tell("submits", self._words(view))
        return await self._interactions.submit(self._person, view)

    async def close(self) -> None:
        """Close the modal on top."""
        self._must_be_active()
        await self._interactions.close(self._person, self._top())

    async def open_home(self) -> None:
        """Open the app's Home."""
        self._must_be_active()
        if not self._workspace.manifest.home_tab:
            raise NotAllowedError("The app has no Home.")
        self._tell("opens", ["Home"])
        await self._interactions.open_home(self._person)

    async def type(self, text: str) -> None:
        """Write `text` to the bot."""
        self._must_be_active()
        manifest = self._workspace.manifest
        if manifest.read_only or not manifest.messages_tab:
            raise NotAllowedError("The app takes no messages.")
        if not text.strip():
            raise NotAllowedError("There is nothing to send.")
        self._tell("types", text.splitlines())
        await self._interactions.write(self._person, mentions.in_message(self._workspace, text))

    async def _tap_first(self, places: Sequence[Message | View], name: str) -> None:
        for place in places:
            if control := find_control(_blocks(place), name):
                await self._touch(place, control)
                return
        raise self._not_seen(name, places)

    async def _touch(self, place: Message | View, control: Control) -> None:
        self._tell("taps", [f"[{control.label}]"])
        field = Input(control.block, control.element)
        if control.holds:
            before = field.state(self._values(place))
            await self._change(place, field, choice(control, before))
        else:
            action = action_of(control.block, control.element, fired(control))
            await self._interactions.act(self._person, place, action)

    async def _change(self, place: Message | View, field: Input, state: Json) -> None:
        field.keep(self._values(place), state)
        if field.tells:
            action = action_of(field.block, field.element, state)
            await self._interactions.act(self._person, place, action)

    def _values(self, place: Message | View) -> Json:
        if isinstance(place, View):
            return place.values
        return place.values.setdefault(self.slack_id, initial_values(place.blocks))

    def _channel(self, name: str) -> Channel:
        for channel in self._person.channels:
            if name in (channel.id, channel.name):
                return channel
        raise NotSeenError(f"{self.name} is in no channel {name}.")

    def _top(self) -> View:
        if not self._person.modals:
            raise self._not_seen("modal", self._places())
        return self._person.modals[-1]

    def _still_there(self, seen: Seen) -> Message:
        for place in [*self._posted(), *self._person.whispers]:
            if (place.channel, place.ts) == (seen.channel, seen.ts):
                return place
        raise self._not_seen("such message", self._places())

    def _must_be_active(self) -> None:
        if self._person.deleted:
            raise NotAllowedError(f"{self.name} is deactivated.")

    def _tell(self, verb: Verb, lines: list[str]) -> None:
        self._workspace.transcript.tell(self.name, verb, lambda: lines)


def _blocks(place: Message | View) -> list[Json]:
    if isinstance(place, Message):
        return place.blocks
    blocks: list[Json] = place.content["blocks"]
    return blocks

"""The workspace itself: who and what is in it, and the ids it gives out."""

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import count
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from bot.sandbox.calendar import Calendar, is_zone
from bot.sandbox.calls import Calls
from bot.sandbox.elapsed import Activity, Timing
from bot.sandbox.errors import RefusedError
from bot.sandbox.manifest import Manifest
from bot.sandbox.model import Channel, File, Message, Person
from bot.sandbox.passes import Passes
from bot.sandbox.pulse import Pulse
from bot.sandbox.transcript import Transcript

TEAM = "T000000001"
APP = "A000000001"
BOT = "B000000001"
BOT_USER = "UBOT000001"
DOMAIN = "sandbox"

# What can become of a message of the bot's; it is unfiled when a file in it is deleted.
Change = Literal["posted", "changed", "unfiled", "deleted"]


class Tokens(NamedTuple):
    """The two secrets an app is given."""

    bot: str
    app: str


class Trigger(NamedTuple):
    """What a trigger_id stands for: who did something, and whether inside an open modal."""

    person: str
    inside: bool


class Reply(NamedTuple):
    """Where a response URL leads: a person in a channel, and the message they acted on."""

    person: str
    channel: str
    ts: str | None


class Workspace:
    """One Slack workspace with one app in it."""

    # Where it is, once its server listens.
    url = ""

    def __init__(
        self, manifest: Mapping[str, Any], calendar: Calendar, tokens: Tokens, timing: Timing
    ) -> None:
        self.manifest = Manifest(manifest)
        self.calendar = calendar
        self.tokens = tokens
        self.timing = timing
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        # Who has a view on their screen, by the view's id.
        self.viewers: dict[str, str] = {}
        # Called with every change the bot makes to what stands in a channel.
        self.on_change: Callable[[Change, Channel, Message], None] = _unheard
        self.transcript = Transcript(calendar)
        self.pulse = Pulse()
        self.activity = Activity(self.pulse)
        self.calls = Calls()
        self.triggers: Passes[Trigger] = Passes(timing.trigger)
        self.replies: Passes[Reply] = Passes(timing.response_url, uses=5)
        self.tickets: Passes[None] = Passes(timing.ticket)
        self.uploads: Passes[File] = Passes(timing.upload_url)
        self._installed_at = int(calendar.now().timestamp())
        self._serial = count(1)
        self._latest = 0

    @property
    def bot_profile(self) -> dict[str, Any]:
        """What Slack shows of the bot with each of its messages, but for its pictures."""
        return {
            "id": BOT,
            "app_id": APP,
            "name": self.manifest.name,
            "deleted": False,
            "updated": self._installed_at,
            "team_id": TEAM,
        }

    def new_id(self, prefix: str) -> str:
        """Return an id nothing else in the workspace has."""
        return f"{prefix}{next(self._serial):09d}"

    def new_ts(self) -> str:
        """Return a message's ts: the present moment, later than every other ts."""
        now = round(self.calendar.now().timestamp() * 1_000_000)
        self._latest = max(now, self._latest + 1)
        return f"{self._latest // 1_000_000}.{self._latest % 1_000_000:06d}"

    def add_person(self, person: Person) -> None:
        """Let somebody in; ValueError when their id is taken or their time zone unknown."""
        if person.slack_id in self.people or person.slack_id == BOT_USER:
            raise ValueError(f"Somebody has the id {person.slack_id} already.")
        if not is_zone(person.zone):
            raise ValueError(f"There is no time zone {person.zone}.")
        self.people[person.slack_id] = person

    def person(self, slack_id: str) -> Person:
        """Return who has this id; refused when nobody has."""
        if slack_id not in self.people:
            raise RefusedError("user_not_found", f"Nobody has the id {slack_id}.")
        return self.people[slack_id]

    def channel(self, channel_id: str) -> Channel:
        """Return the channel with this id; refused when there is none."""
        if channel_id not in self.channels:
            raise RefusedError("channel_not_found", f"No channel has the id {channel_id}.")
        return self.channels[channel_id]

    def dm(self, person: Person) -> Channel:
        """Return the conversation between `person` and the bot, opened if need be."""
        if person.dm is None:
            person.dm = self.new_id("D")
            self.add_channel(
                Channel(person.dm, "directmessage", {person.slack_id}, True, True, is_dm=True)
            )
        return self.channels[person.dm]

    def add_channel(self, channel: Channel) -> None:
        """Open `channel` for its members."""
        self.channels[channel.id] = channel
        for slack_id in channel.members:
            self.people[slack_id].channels.append(channel)

    def name_of(self, slack_id: str) -> str:
        """Return the display name of a person, the bot or a channel; the id when unknown."""
        if slack_id == BOT_USER:
            return self.manifest.name
        known = self.people.get(slack_id) or self.channels.get(slack_id)
        return known.name if known else slack_id

    def local_now(self, person: Person) -> datetime:
        """Return the present moment where `person` lives."""
        return self.calendar.now().astimezone(ZoneInfo(person.zone))


def _unheard(change: Change, channel: Channel, message: Message) -> None:
    """Do nothing: nobody listens yet."""

"""What somebody in the workspace has before their eyes."""

from collections.abc import Sequence

from bot.sandbox import views
from bot.sandbox.blocks import Json, copied
from bot.sandbox.errors import NotSeenError
from bot.sandbox.model import Message, Person, View
from bot.sandbox.seen import Seen, see
from bot.sandbox.words import message_words, view_words
from bot.sandbox.workspace import Workspace


class Onlooker:
    """A person, and Slack's client in front of them."""

    def __init__(self, workspace: Workspace, person: Person) -> None:
        self._workspace = workspace
        self._person = person

    @property
    def slack_id(self) -> str:
        """The id Slack gave them."""
        return self._person.slack_id

    @property
    def name(self) -> str:
        """Their display name."""
        return self._person.name

    @property
    def zone(self) -> str:
        """The time zone they live in."""
        return self._person.zone

    @property
    def note(self) -> str:
        """What their profile says of their work."""
        return self._person.note

    @property
    def deleted(self) -> bool:
        """Whether their account has ended."""
        return self._person.deleted

    @property
    def guest(self) -> bool:
        """Whether they are a guest in the workspace."""
        return self._person.guest

    @property
    def modal(self) -> Json | None:
        """The view on top of the open modal, as the bot is shown it."""
        return _copy(self._person.modals[-1]) if self._person.modals else None

    @property
    def home(self) -> Json | None:
        """The Home the bot published for them."""
        return _copy(self._person.home) if self._person.home else None

    @property
    def messages(self) -> list[Seen]:
        """What was said to them by the bot and in their channels, and by them, in order."""
        return [self._see(message) for message in self._posted()]

    @property
    def whispers(self) -> list[Seen]:
        """What they alone were shown: ephemerals, and acks of their commands."""
        return [self._see(message) for message in self._person.whispers]

    @property
    def errors(self) -> list[str]:
        """What Slack itself told them went wrong."""
        return list(self._person.errors)

    def seen(self, ts: str) -> Seen:
        """Return what stands at `ts` on their screen; NotSeenError when nothing does."""
        for message in [*self._posted(), *self._person.whispers]:
            if message.ts == ts:
                return self._see(message)
        raise self._not_seen(f"message of {ts}", self._places())

    def screen(self) -> str:
        """Return the words of the modal if one is open, else of the latest message or whisper."""
        places = self._places()
        return "\n".join(self._words(places[0])) if places else ""

    def _places(self) -> list[Message | View]:
        """Return what can be touched, the likeliest first: a modal covers everything else."""
        if self._person.modals:
            return [self._person.modals[-1]]
        said = sorted([*self._posted(), *self._person.whispers], key=_age, reverse=True)
        return [*said, *self._home()]

    def _home(self) -> list[View]:
        return [self._person.home] if self._person.home else []

    def _posted(self) -> list[Message]:
        posted = [message for channel in self._person.channels for message in channel.messages]
        return sorted(posted, key=_age)

    def _words(self, place: Message | View) -> list[str]:
        if isinstance(place, Message):
            return message_words(place, self._workspace.name_of)
        return view_words(place, self._workspace.name_of)

    def _see(self, message: Message) -> Seen:
        return see(message, self._workspace.name_of)

    def _not_seen(self, name: str, places: Sequence[Message | View]) -> NotSeenError:
        # The three latest are what fits on a screen.
        visible = [" / ".join(self._words(place)) for place in places[:3]] or ["nothing"]
        return NotSeenError(f"{self.name} sees no {name}. They see: {' // '.join(visible)}")


def _age(message: Message) -> float:
    return float(message.ts)


def _copy(view: View) -> Json:
    shown: Json = copied(views.as_payload(view))
    return shown

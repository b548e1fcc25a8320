"""The companion up to one month, played by people who live with it in different ways."""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from bot.messages.names import Tap
from bot.sandbox import Actor, Seen
from tests import companions
from tests.conftest import MONDAY
from tests.hospital import Hospital

Json = dict[str, Any]
# What somebody does with a message that can be opened.
Life = Callable[[Hospital, Actor, Seen], Awaitable[None]]

HOUR = "10:30"
CHANNEL = "spring"
# An hour after theirs on the last training day; no clock changes in these weeks.
LAST_DAY = datetime(2026, 11, 5, 16, 30, tzinfo=UTC)
# Two hours after the one minute of each evening, and an hour after whatever came later.
OPENED = [
    *(LAST_DAY + timedelta(days=day, hours=9) for day in (-2, -1, 0)),
    *(LAST_DAY + timedelta(days=day) for day in (5, 7, 12, 14, 26, 28, 33, 35, 42)),
]
# The Friday after the last Thursday: everything is closed, released and told.
END = datetime(2026, 12, 25, 17, 0, tzinfo=UTC)

# What Slack or the bot makes up: ids, and moments as Slack writes them. Each is taken whole.
_MADE_UP = re.compile(
    r"\b(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|[A-Z]{1,4}\d{6,9}|[bh]\d{9}|\d{10}\.\d{6})\b"
)


async def _answers_nothing(_hospital: Hospital, _person: Actor, _message: Seen) -> None:
    """Leave it where it stands."""


async def _opens_and_closes(hospital: Hospital, person: Actor, message: Seen) -> None:
    if not choices(message.blocks):
        await hospital.tap(person, "Open", message)
        await person.close()


async def _skips(hospital: Hospital, person: Actor, message: Seen) -> None:
    await _in_front_of(hospital, person, message, lambda _: "Not today")


async def _answers_lightly(hospital: Hospital, person: Actor, message: Seen) -> None:
    await _in_front_of(hospital, person, message, lambda labels: labels[0])


async def _answers_heavily(hospital: Hospital, person: Actor, message: Seen) -> None:
    await _in_front_of(hospital, person, message, lambda labels: labels[-1])


async def _changes_an_answer(hospital: Hospital, person: Actor, message: Seen) -> None:
    if labels := await _in_front_of(hospital, person, message, lambda labels: labels[0]):
        opener = labels[-1] if choices(message.blocks) else "Open"
        await hospital.tap(person, opener, message)
        await hospital.submit(person, {"Your answer": labels[-1]})
        await person.close()


async def _asks_for_help(hospital: Hospital, person: Actor, message: Seen) -> None:
    await hospital.tap(person, "Help card", message)


# Each way to live with the companion. None of them may leave a trace in Slack.
LIVES: Mapping[str, Life] = {
    "answers nothing": _answers_nothing,
    "answers lightly": _answers_lightly,
    "answers heavily": _answers_heavily,
    "changes an answer": _changes_an_answer,
    "skips": _skips,
    "opens and closes": _opens_and_closes,
    "asks for help": _asks_for_help,
}
# Those who answer hear as often all along; the others hear less after a while, as the consent says.
ANSWERING = ("answers lightly", "answers heavily", "changes an answer")
# So many that trainers and coordinators see a band, and not the refusal.
OTHERS = ("answers lightly", "answers nothing", "answers heavily") * 3
# On the roster, and without the companion.
WITHOUT = ("just the training", "never chose")
EVERYBODY = (*LIVES, *OTHERS, *WITHOUT)


@dataclass(frozen=True, slots=True)
class Played:
    """What was left behind: in Slack, by person and life, and on the screens of those who lead."""

    lives: Mapping[str, str]
    screens: Sequence[str]
    # The whole export before and after people did something with what had come.
    around: Sequence[tuple[Json, Json]]
    export: Json

    @property
    def exports(self) -> Sequence[Json]:
        """What could be exported once each thing had come, and at the end."""
        return [*(after for _, after in self.around), self.export]

    def of(self, life: str) -> str:
        """Return the id of the first who lives like this."""
        return next(slack_id for slack_id, lived in self.lives.items() if lived == life)


@asynccontextmanager
async def hospital_of(settings: Mapping[str, str]) -> AsyncIterator[Hospital]:
    """Yield a hospital on a Monday morning, with the bot in it."""
    async with (
        companions.workspace(MONDAY) as sandbox,
        companions.connected(sandbox, settings) as bot,
    ):
        yield Hospital(sandbox, bot)


async def play(hospital: Hospital, lives: Sequence[str]) -> Played:
    """Return what is left when people have lived through these weeks, each in one way."""
    people = [hospital.sandbox.add_person(f"P{number} Example") for number in range(len(lives))]
    lived = dict(zip(people, lives, strict=True))
    await _begin(hospital, people, lived)
    screens: list[str] = []
    around = []
    for since, moment in pairwise([MONDAY, *OPENED]):
        await hospital.until(moment)
        before = hospital.sandbox.export()
        for person, life in lived.items():
            if life in LIVES and (message := _newest(person, since)):
                await LIVES[life](hospital, person, message)
        around.append((_copied(before), _copied(hospital.sandbox.export())))
        screens += await _screens(hospital)
        await _everybody_looks(people, hospital)
    await hospital.until(END)
    screens += await _screens(hospital)
    return Played(
        {person.slack_id: life for person, life in lived.items()},
        screens,
        around,
        _copied(hospital.sandbox.export()),
    )


def history(month: Played, slack_id: str) -> list[str]:
    """Return all that Slack holds of somebody, each time something had come and at the end."""
    return [portrait(export, slack_id) for export in month.exports]


def portrait(export: Json, slack_id: str) -> str:
    """Return all that Slack holds of somebody, ids and moments replaced by their order."""
    places: dict[str, str] = {}
    held = {"conversation": conversation(export, slack_id), "home": export["homes"].get(slack_id)}
    text = json.dumps(held, indent=1, ensure_ascii=False)
    return _MADE_UP.sub(lambda found: places.setdefault(found[0], f"<{len(places)}>"), text)


def moments(export: Json, slack_id: str) -> list[tuple[int, ...]]:
    """Return in which second each message of a conversation was written and reworded."""
    return [
        tuple(
            int(float(ts))
            for ts in (message["ts"], *(edit["replaced_at"] for edit in message["edits"]))
        )
        for message in everything(conversation(export, slack_id))
    ]


def notifications(export: Json, slack_id: str) -> list[str]:
    """Return what a locked screen shows of a conversation, the oldest first."""
    return [
        text
        for message in everything(conversation(export, slack_id))
        for text in (*(edit["text"] for edit in message["edits"]), message["text"])
    ]


def everything(channel: Json) -> list[Json]:
    """Return the messages of a channel, those that were deleted too."""
    return [*channel["messages"], *channel["deleted"]]


def channel_notices(export: Json) -> list[tuple[str, int]]:
    """Return what stands in the cohort's channel, and since when."""
    (found,) = (channel for channel in export["channels"] if channel["name"] == CHANNEL)
    return [(message["text"], int(float(message["ts"]))) for message in everything(found)]


def conversation(export: Json, slack_id: str) -> Json:
    """Return somebody's conversation with the bot."""
    (found,) = (
        channel
        for channel in export["channels"]
        if channel["members"] == [slack_id] and channel["name"] == "directmessage"
    )
    return dict(found)


def home_lines(export: Json, slack_id: str) -> list[str]:
    """Return the paragraphs of somebody's Home; none before they have opened it."""
    blocks = export["homes"].get(slack_id, {"blocks": []})["blocks"]
    return [block["text"]["text"] for block in blocks if block["type"] == "section"]


def wordings(export: Json) -> Iterator[tuple[str, list[Json]]]:
    """Yield every text with its blocks that ever stood in the workspace, Homes included."""
    for channel in export["channels"]:
        for message in everything(channel):
            yield message["text"], message.get("blocks", [])
            for edit in message["edits"]:
                yield edit["text"], edit["blocks"]
    for home in export["homes"].values():
        yield "", home["blocks"]


async def _begin(hospital: Hospital, people: Sequence[Actor], lived: Mapping[Actor, str]) -> None:
    """Have everybody invited, and each choose; then let the training begin."""
    channel = hospital.sandbox.add_channel(CHANNEL, [person.slack_id for person in people])
    await hospital.name_trainer()
    await hospital.make_cohort(list(people), Channel=channel)
    await hospital.tara.close()
    await hospital.tick()
    for person, life in lived.items():
        if life in LIVES:
            await hospital.join(person, HOUR)
            continue
        if life == "just the training":
            await hospital.tap(person, "Read and choose")
            await hospital.tap(person, "Just the training")
            await person.close()
        await hospital.command(person, "hour")
        await hospital.submit(person, {"Your hour": HOUR})
        await person.close()
    await hospital.tick()


async def _everybody_looks(people: Sequence[Actor], hospital: Hospital) -> None:
    """Have everybody open their Home and type a word, as people do."""
    for person in people:
        await person.open_home()
        await person.type("Hello?")
        await hospital.settle()


def _newest(person: Actor, since: datetime) -> Seen | None:
    """Return the last that came since a moment and can be opened, or None."""
    came = (one for one in reversed(person.messages) if float(one.ts) > since.timestamp())
    return next((one for one in came if choices(one.blocks) or "[Open]" in one.words()), None)


async def _screens(hospital: Hospital) -> list[str]:
    """Return what a trainer and a coordinator see when they look at everything there is."""
    for who in (hospital.tara, hospital.cora):
        await who.open_home()
        await hospital.settle()
    seen = [
        await hospital.command(hospital.tara, "progress"),
        await hospital.command(hospital.tara, "progress cohort Spring last 4 weeks"),
        await hospital.command(hospital.cora, "participation"),
        await hospital.command(hospital.cora, "participation cohort Spring last 4 weeks"),
    ]
    told = [message.words() for who in (hospital.tara, hospital.cora) for message in who.messages]
    homes = [str(who.home and who.home["blocks"]) for who in (hospital.tara, hospital.cora)]
    return [_MADE_UP.sub("<made up>", words) for words in (*seen, *told, *homes)]


async def _in_front_of(
    hospital: Hospital, person: Actor, message: Seen, chosen: Callable[[list[str]], str]
) -> list[str]:
    """Have somebody tap what they choose of a question; return what there was to choose."""
    labels = choices(message.blocks)
    if labels:
        await hospital.tap(person, chosen(labels), message)
    else:
        await hospital.tap(person, "Open", message)
        assert person.modal is not None
        labels = choices(person.modal["blocks"])
        if labels:
            await hospital.tap(person, chosen(labels))
    await person.close()
    return labels


def choices(blocks: Sequence[Json]) -> list[str]:
    """Return the labels of the choices that stand in these blocks; none where there are none."""
    return [
        element["text"]["text"]
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"].startswith(f"{Tap.ANSWER}:")
    ]


def _copied(export: Json) -> Json:
    """Return the export as it is written to a file: nothing in it changes any more."""
    copied: Json = json.loads(json.dumps(export))
    return copied

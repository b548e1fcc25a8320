"""The played day: what a hospital's people do with the bot, tap by tap.

Everything reaches the bot as Slack would bring it. The calendar jumps to what is due next,
waits until the bot is idle, and jumps again.
"""

from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.sandbox.acting import Actor
from bot.sandbox.cast import Cast, Nurse
from bot.sandbox.narrator import Narrator
from bot.sandbox.seen import Seen
from bot.sandbox.server import Sandbox

ZONE = ZoneInfo("America/New_York")
MONDAY_BEFORE = datetime(2026, 11, 2, 9, 0, tzinfo=ZONE)
SEEDED_DAY = datetime(2026, 11, 10, 0, 0, tzinfo=ZONE)
DAY_AFTER = SEEDED_DAY + timedelta(days=1, hours=16)
THURSDAY_AFTER = datetime(2026, 11, 19, 0, 0, tzinfo=ZONE)
COHORT = "Autumn 2026"


class Bot(Protocol):
    """What the player needs of the bot's clockwork; everything else goes through Slack."""

    async def tick(self) -> None:
        """Do at once what the time has come for."""

    async def next_moment(self) -> datetime | None:
        """Return when the clock next makes something happen, or None."""

    async def idle(self) -> None:
        """Return when nothing that was begun is left to do."""


class Story:
    """One hospital over two and a half weeks: the Monday before, a day, the Thursday after."""

    def __init__(self, sandbox: Sandbox, bot: Bot, cast: Cast, narrator: Narrator) -> None:
        self._sandbox = sandbox
        self._bot = bot
        self._cast = cast
        self._narrator = narrator
        self._dealt_with: set[tuple[str, str]] = set()

    async def play(self) -> None:
        """Play everything."""
        await self._name_trainers()
        await self._make_cohort()
        await self._choose()
        await self._keep_away()
        await self._talk()
        await self._train()
        await self._day()
        await self._thursday()
        self._narrator.flush()

    async def _name_trainers(self) -> None:
        self._chapter("The Monday before. The coordinator is asked to confirm something first.")
        cora = self._cast.coordinator
        await self._after(cora.command("/resiliency help"))
        named = " ".join(f"@{trainer.name}" for trainer in self._cast.trainers)
        await self._after(cora.command(f"/resiliency trainers add {named}"))
        await self._after(cora.tap("Confirm"))
        self._chapter("Now she names two trainers.")
        await self._after(cora.command(f"/resiliency trainers add {named}"))
        await self._tick()
        self._chapter("They confirm too.")
        for trainer in self._cast.trainers:
            await self._after(trainer.tap("Confirm"))

    async def _make_cohort(self) -> None:
        self._chapter("A trainer makes a cohort and invites twenty people.")
        tara, theo = self._cast.trainers
        await self._after(tara.command(f"/resiliency cohort new {COHORT}"))
        form = {
            "People": [nurse.actor.slack_id for nurse in self._cast.nurses],
            "Training day 1": "2026-11-03",
            "Training day 2": "2026-11-04",
            "Training day 3": "2026-11-05",
            "Second trainer": theo.slack_id,
            "Channel": self._cast.channel,
            "Please confirm": "confirmed",
        }
        await self._after(tara.submit(form))
        await tara.close()
        await self._tick()
        self._chapter("The second trainer and the coordinator confirm for this cohort too.")
        await self._confirm(theo, "progress")
        await self._confirm(self._cast.coordinator, "participation")

    async def _confirm(self, actor: Actor, command: str) -> None:
        """Have somebody tick the cohort, which is the only one they are asked about."""
        await self._after(actor.command(f"/resiliency {command}"))
        await self._after(actor.tap("Confirm"))
        await self._after(actor.submit({"Groups": [COHORT]}))
        await actor.close()

    async def _choose(self) -> None:
        nia, *others = self._cast.nurses
        self._chapter("Nia works nights. She reads, and chooses.")
        await self._choose_as(nia)
        self._chapter("The others choose too; two want just the training.")
        for nurse in others:
            await self._choose_as(nurse)
        await self._tick()

    async def _keep_away(self) -> None:
        gus, (_, theo) = self._cast.nurses[-1].actor, self._cast.trainers
        self._chapter(
            "Gus says in private that Theo decides about his shifts. The bot tells nobody."
        )
        await self._after(gus.command("/resiliency manager"))
        await self._after(gus.submit({"This person manages me": theo.slack_id}))
        await gus.close()

    async def _choose_as(self, nurse: Nurse) -> None:
        await self._after(nurse.actor.tap("Read and choose"))
        if nurse.hour is None:
            await self._after(nurse.actor.tap("Just the training"))
        else:
            await self._after(nurse.actor.tap("Yes, keep me company"))
            await self._after(nurse.actor.submit({"Your hour": nurse.hour}))
        await nurse.actor.close()

    async def _talk(self) -> None:
        _, omar, pia, *_ = (nurse.actor for nurse in self._cast.nurses)
        self._chapter("Omar asks for what is not his, and types. Pia types something else.")
        await self._after(omar.command("/resiliency participation"))
        await self._after(omar.command("/resiliency puase"))
        await self._after(omar.type("hello, who reads this?"))
        await self._after(pia.type("I can't go on like this"))

    async def _train(self) -> None:
        self._chapter("Three training days. Everybody on the roster is told, companion or not.")
        await self._advance(SEEDED_DAY)

    async def _day(self) -> None:
        nia = self._cast.nurses[0].actor
        self._chapter("One day. A check-in comes to each person at their own hour.")
        await self._advance(SEEDED_DAY + timedelta(hours=3))
        self._chapter("Nia opens the same message again, and changes her answer.")
        question = self._asking(nia)[-1]
        await self._after(nia.tap("Open", message=question))
        await self._after(nia.submit({"Your answer": "Some of it comes back"}))
        await nia.close()
        self._chapter("The rest of the day, until every message says the same.")
        await self._advance(DAY_AFTER)

    async def _thursday(self) -> None:
        self._chapter("The days until the week is released.")
        await self._advance(THURSDAY_AFTER)
        self._chapter("The Thursday after. The week is released; trainers get their digest.")
        await self._advance(THURSDAY_AFTER + timedelta(hours=12))
        self._chapter("The trainers and the coordinator ask.")
        for trainer in self._cast.trainers:
            await self._after(trainer.command("/resiliency progress"))
        cora = self._cast.coordinator
        await self._after(cora.command("/resiliency participation"))
        await self._after(cora.command(f"/resiliency participation cohort {COHORT} last 4 weeks"))

    async def travel(self, until: datetime) -> None:
        """Jump to what is due next, wait until the bot is idle; repeat until the moment."""
        async for _ in self._jumps(until):
            pass

    async def _advance(self, until: datetime) -> None:
        """Travel, and let people react at every stop."""
        async for _ in self._jumps(until):
            for nurse in self._cast.nurses:
                await self._react(nurse)

    async def _jumps(self, until: datetime) -> AsyncIterator[datetime]:
        calendar = self._sandbox.calendar
        while (moment := await self._bot.next_moment()) and moment <= until:
            calendar.reach(moment)
            await self._tick()
            yield moment
        calendar.reach(until)

    async def _react(self, nurse: Nurse) -> None:
        """Let one of the cohort deal with what has come, as they always do."""
        for message in self._asking(nurse.actor):
            key = (message.channel, message.ts)
            if key not in self._dealt_with and nurse.choice is not None:
                self._dealt_with.add(key)
                await self._answer(nurse.actor, message, nurse.choice)

    async def _answer(self, actor: Actor, message: Seen, choice: int) -> None:
        if _buttons(message.blocks, "checkin.open"):
            await self._after(actor.tap("checkin.open", message=message))
            choices = _buttons(actor.modal["blocks"], "checkin.answer") if actor.modal else []
            if choices:
                await self._after(actor.tap(choices[min(choice, len(choices) - 1)]))
        else:
            choices = _buttons(message.blocks, "checkin.answer")
            await self._after(actor.tap(choices[min(choice, len(choices) - 1)], message=message))
        await actor.close()

    def _asking(self, actor: Actor) -> list[Seen]:
        """Return the messages that ask this person something, as they first stood."""
        return [
            message
            for message in actor.messages
            if _buttons(message.blocks, "checkin.") and not message.edited
        ]

    async def _after(self, deed: Awaitable[object]) -> None:
        """Do something, and return when the bot has answered it."""
        await deed
        await self._bot.idle()

    async def _tick(self) -> None:
        await self._bot.tick()
        await self._bot.idle()

    def _chapter(self, title: str) -> None:
        self._narrator.chapter(self._sandbox.calendar.now(), title)


def _buttons(blocks: Sequence[Mapping[str, Any]], prefix: str) -> list[str]:
    """Return the action ids of the buttons that begin with `prefix`."""
    return [
        element["action_id"]
        for block in blocks
        for element in block.get("elements", ())
        if element.get("action_id", "").startswith(prefix)
    ]

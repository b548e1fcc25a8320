"""The played day: what a hospital's people do with the bot, tap by tap.

Everything reaches the bot as Slack would bring it. The calendar jumps to what is due next,
waits until the bot is idle, and jumps again.
"""

from collections.abc import Awaitable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.sandbox.acting import Actor
from bot.sandbox.cast import Cast
from bot.sandbox.clockwork import Bot, Clockwork
from bot.sandbox.habits import Habits, Nurse, asking, first_ticks
from bot.sandbox.narrator import Narrator

ZONE = ZoneInfo("America/New_York")
MONDAY_BEFORE = datetime(2026, 11, 2, 9, 0, tzinfo=ZONE)
NIGHT_BEFORE = datetime(2026, 11, 3, 3, 0, tzinfo=ZONE)
SEEDED_DAY = datetime(2026, 11, 10, 0, 0, tzinfo=ZONE)
DAY_AFTER = SEEDED_DAY + timedelta(days=1, hours=16)
THURSDAY_AFTER = datetime(2026, 11, 19, 0, 0, tzinfo=ZONE)
# When a training day is over.
EVENING = time(17)
COHORT, TRAINED_ON = "Autumn 2026", date(2026, 11, 3)
NEXT_COHORT, NEXT_TRAINED_ON = "Winter 2026", date(2026, 12, 1)


class Story:
    """One hospital over two and a half weeks: the Monday before, a day, the Thursday after."""

    def __init__(
        self, clockwork: Clockwork, bot: Bot, cast: Cast, habits: Habits, narrator: Narrator
    ) -> None:
        self._clockwork = clockwork
        self._bot = bot
        self._cast = cast
        self._narrator = narrator
        self._habits = habits

    async def play(self) -> None:
        """Play everything."""
        await self._name_trainers()
        await self._make_cohort()
        await self._choose()
        await self._keep_away()
        await self._talk()
        await self._first_questions()
        await self._train()
        await self._day()
        await self._thursday()
        await self._next_cohort()
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
        await self._clockwork.settle()
        self._chapter("They confirm too.")
        for trainer in self._cast.trainers:
            await self._after(trainer.tap("Confirm"))

    async def _make_cohort(self) -> None:
        self._chapter("A trainer makes a cohort and invites twenty people.")
        tara, theo = self._cast.trainers
        await self._after(tara.command(f"/resiliency cohort new {COHORT}"))
        await self._invite(tara, self._cast.nurses, TRAINED_ON, theo, Channel=self._cast.channel)
        self._chapter("The second trainer and the coordinator confirm for this cohort too.")
        await self._confirm(theo, "progress")
        await self._confirm(self._cast.coordinator, "participation")

    async def _invite(
        self, trainer: Actor, people: Sequence[Nurse], on: date, second: Actor, **more: str
    ) -> None:
        """Fill in the form for a new cohort whose first day is `on`, and send it off."""
        days = {f"Training day {n + 1}": f"{on + timedelta(days=n)}" for n in range(3)}
        form = {
            "People": [nurse.actor.slack_id for nurse in people],
            **days,
            "Second trainer": second.slack_id,
            "Please confirm": "confirmed",
        }
        await self._after(trainer.submit(form | more))
        await trainer.close()
        await self._clockwork.settle()

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
        await self._clockwork.settle()

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

    async def _first_questions(self) -> None:
        nia = self._cast.nurses[0].actor
        self._chapter("The night before day one, Nia looks for her first questions. A bell rings.")
        await self._advance(NIGHT_BEFORE)
        await self._after(nia.command("/resiliency assessments"))
        await self._after(nia.tap("Open"))
        await self._after(nia.submit(first_ticks(nia)))
        await nia.close()
        self._chapter("She goes on where she stopped, and looks at what it says.")
        await self._after(nia.command("/resiliency assessments"))
        await self._after(nia.tap("Open"))
        while (nia.modal or {}).get("submit"):
            await self._after(nia.submit(first_ticks(nia)))
        await self._after(nia.tap("Show my result"))
        await nia.close()

    async def _train(self) -> None:
        self._chapter("Three training days. Everybody on the roster is told, companion or not.")
        for day in range(3):
            await self._advance(datetime.combine(TRAINED_ON + timedelta(days=day), EVENING, ZONE))
            await self._close_register()
        await self._advance(SEEDED_DAY)

    async def _close_register(self) -> None:
        """Have Tara note that everybody was there today but Gus, and close the register."""
        tara = self._cast.trainers[0]
        came = [nurse.actor.slack_id for nurse in self._cast.nurses[:-1]]
        await self._after(tara.tap("Register"))
        await tara.fill({"Who is here": came})
        await self._after(tara.tap("Close the register"))
        await self._after(tara.submit())
        await tara.close()

    async def _day(self) -> None:
        nia = self._cast.nurses[0].actor
        self._chapter("One day. A check-in comes to each person at their own hour.")
        await self._advance(SEEDED_DAY + timedelta(hours=3))
        self._chapter("Nia opens the same message again, and changes her answer.")
        question = asking(nia)[-1]
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

    async def _next_cohort(self) -> None:
        self._chapter("The next group is invited. Hana has not chosen yet.")
        tara, theo = self._cast.trainers
        await self._after(theo.command(f"/resiliency cohort new {NEXT_COHORT}"))
        await self._invite(theo, self._cast.newcomers, NEXT_TRAINED_ON, tara)
        for newcomer in self._cast.newcomers[1:]:
            await self._choose_as(newcomer)
        await self._clockwork.settle()

    async def _advance(self, until: datetime) -> None:
        """Travel, and let people react at every stop."""
        async for _ in self._clockwork.stops(until):
            await self._habits.react()

    async def _after(self, deed: Awaitable[object]) -> None:
        """Do something, and return when the bot has answered it."""
        await deed
        await self._bot.idle()

    def _chapter(self, title: str) -> None:
        self._narrator.chapter(self._clockwork.calendar.now(), title)

"""An invented hospital for tests: its people, and the steps most stories begin with."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.app import Bot
from bot.sandbox import Actor, Sandbox, Seen
from content.load import library
from handlers.middleware import TRY_AGAIN

COORDINATOR = "U0COORD01"

# When people who chose 10:30 are asked first, after a training in the week of the tests' Monday.
FIRST_CHECKIN = datetime(2026, 11, 10, 15, 30, tzinfo=UTC)

WITHOUT_ASSESSMENTS = ("Check-ins", "Exercises", "Use in evaluation")
EVERY_PART = (*WITHOUT_ASSESSMENTS, "Self-assessments")

SITES = """
[[sites]]
id = "riverbend"
name = "Riverbend (invented)"
zone = "America/New_York"
coordinators = ["U0COORD01"]

[[sites.help_routes]]
name = "Staff line"
reach = "Call 555-0142"
hours = "always"
checked_on = 2026-10-20

[[sites]]
id = "hillside"
name = "Hillside (invented)"
zone = "America/Chicago"
coordinators = ["U0COORD02"]

[[sites.help_routes]]
name = "Hillside line"
reach = "Call 555-0143"
hours = "always"
checked_on = 2026-10-20
"""


def worded(item_id: str) -> str:
    """Return what one line of our own measure says."""
    item = library().instruments["strt_core"].item(item_id)
    assert item is not None
    assert item.text is not None
    return item.text


# How often somebody tries again.
PATIENCE = 3


class Hospital:
    """The bot and the people around it, who act only as Slack lets them."""

    def __init__(self, sandbox: Sandbox, bot: Bot) -> None:
        self.sandbox = sandbox
        self.bot = bot
        self.cora = sandbox.add_person("Cora Example", slack_id=COORDINATOR)
        self.tara = sandbox.add_person("Tara Example")
        self.nia = sandbox.add_person("Nia Example")

    def with_library(self, **parts: Any) -> None:
        """Have the bot know other content in some part, as if its library said so."""
        tools = self.bot.tools
        object.__setattr__(tools, "library", tools.library.model_copy(update=parts))

    async def settle(self) -> None:
        """Return when the bot is idle."""
        await self.bot.idle()

    async def tick(self) -> None:
        """Let the clock do what it is time for."""
        await self.bot.tick()
        await self.settle()

    async def command(self, who: Actor, text: str) -> str:
        """Return the words somebody sees after a slash command.

        On a machine that stands still for two seconds they try again, as they are asked to.
        """
        said = TRY_AGAIN
        for _ in range(PATIENCE):
            before = len(who.whispers)
            await who.command(f"/resiliency {text}".strip())
            await self.settle()
            said = "\n".join(seen.words() for seen in who.whispers[before:])
            if TRY_AGAIN not in said:
                break
        return said

    async def tap(self, who: Actor, label: str, message: Seen | None = None) -> str:
        """Return the words of the modal somebody sees after a tap."""
        await who.tap(label, message=message)
        await self.settle()
        return who.screen()

    async def submit(self, who: Actor, values: dict[str, object]) -> dict[str, str]:
        """Return what is wrong with what somebody sends off, field by field."""
        errors = await who.submit(values)
        await self.settle()
        return errors

    async def confirm(self, who: Actor) -> None:
        """Have a trainer or the coordinator confirm whatever they are asked to."""
        command = "participation" if who is self.cora else "progress"
        said = await self.command(who, command)
        while "[Confirm]" in said:
            await self.tap(who, "Confirm")
            if who.modal:
                await self.tick_groups(who)
            said = await self.command(who, command)

    async def tick_groups(self, who: Actor) -> None:
        """Have somebody tick every group they are asked about."""
        assert who.modal is not None
        fields = [block for block in who.modal["blocks"] if block["type"] == "input"]
        ticked: dict[str, object] = {
            field["block_id"]: [option["value"] for option in field["element"]["options"]]
            for field in fields
        }
        await self.submit(who, ticked)
        await who.close()

    async def name_trainer(self) -> None:
        """Have the coordinator name Tara as trainer; each confirms for their role."""
        await self.confirm(self.cora)
        await self.command(self.cora, "trainers add @Tara Example")
        await self.confirm(self.tara)

    async def make_cohort(
        self, people: list[Actor], name: str = "Spring", *, alone: bool = False, **more: object
    ) -> dict[str, str]:
        """Have Tara make a cohort whose training is on the next three days.

        Where she leads another on these days, somebody leads it with her, unless she is `alone`.
        """
        today = self.sandbox.calendar.now().date()
        await self.command(self.tara, "cohort new")
        days = {
            f"Training day {number}": str(today + timedelta(days=number)) for number in (1, 2, 3)
        }
        chosen = [person.slack_id for person in people]
        ticked = {"Please confirm": "confirmed"}
        # With a room, or Tara would be told that there is none.
        filled = {"Name": name, "People": chosen, "room": "B12"} | ticked | days | more
        problems = await self.submit(self.tara, filled)
        if alone or not any(problem.startswith("That overlaps") for problem in problems.values()):
            return problems
        return await self.submit(self.tara, {"Second trainer": await self._stand_in(name)})

    async def _stand_in(self, cohort: str) -> str:
        """Return a trainer who is free, since nobody has met them before."""
        name = f"Stand-in{cohort.replace(' ', '')} Example"
        person = self.sandbox.add_person(name)
        await self.command(self.cora, f"trainers add @{name}")
        return person.slack_id

    async def join(self, who: Actor, hour: str = "10:30", *parts: str) -> None:
        """Have somebody say yes to the companion and choose their hour.

        Without self-assessments, unless they name those `parts` that they want.
        """
        said = TRY_AGAIN
        # On a machine that stands still for two seconds they try again, as they are asked to.
        while TRY_AGAIN in said:
            await self.tap(who, "Read and choose")
            await who.pick("switches", list(parts or WITHOUT_ASSESSMENTS))
            said = await self.tap(who, "Yes, keep me company")
        await self.submit(who, {"Your hour": hour})
        await who.close()

    async def cohort_of(self, people: list[Actor]) -> None:
        """Have these people on the roster of a cohort, with the companion."""
        await self.name_trainer()
        await self.make_cohort(people)
        await self.tara.close()
        await self.tick()
        for person in people:
            await self.join(person)
        await self.tick()
        await self.confirm(self.cora)

    async def answer_a_week(self, answering: int, cohorts: tuple[str, ...] = ("Spring",)) -> None:
        """Have eighteen people in each cohort, of whom so many answer the first check-in."""
        await self.name_trainer()
        answer: list[Actor] = []
        for name in cohorts:
            first = self.nia if name == cohorts[0] else self.sandbox.add_person(f"{name} Example")
            others = [self.sandbox.add_person(f"{name} P{number}") for number in range(17)]
            await self.make_cohort([first, *others], name)
            await self.tara.close()
            await self.tick()
            for person in (first, *others):
                await self.join(person)
            answer += [first, *others][:answering]
        await self.confirm(self.cora)
        await self.until(FIRST_CHECKIN)
        for person in answer:
            await self.tap(person, "Open")
            await self.tap(person, "I have set it down")
            await person.close()

    async def until(self, moment: datetime) -> None:
        """Let the calendar jump from one due moment to the next until `moment`."""
        calendar = self.sandbox.calendar
        while (due := await self.bot.next_moment()) and due <= moment:
            calendar.reach(due)
            await self.tick()
        calendar.reach(moment)
        await self.tick()

"""A cohort from its first plan to its end, with everything that happens to one meanwhile."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

from bot.sandbox import Actor
from tests.handlers.test_cohorts import done, opened, with_theo
from tests.handlers.test_sessions import openings
from tests.hospital import Hospital

DAYS = {f"Training day {number + 1}": str(date(2026, 11, 10 + 7 * number)) for number in range(3)}


def at(day: int, hour: int, month: int = 11) -> datetime:
    """Return a moment of the quarter, by the clock of the hospital."""
    return datetime(2026, month, day, hour + 5, 1, tzinfo=UTC)


FIRST_DAY = ["day 1 starts in one week.", "day 1 starts tomorrow.", "day 1 starts today."]
SINCE_IT_MOVED = [
    "day 2 has moved. It is no more on Tuesday 17 November, 08:30.",
    "day 2 starts tomorrow.",
    "day 2 starts today.",
    "day 3, Tuesday 24 November, 08:30, does not take place. "
    "I tell you as soon as it has a new date.",
    "day 3 has a date.",
    "day 3 starts in one week.",
    "day 3 starts tomorrow.",
    "day 3 starts today.",
]

STAGE = re.compile("Planned:|Recruiting:|Ready:|Running:|Follow-up:|Closed.")


class Quarter:
    """Spring and its people: Nia has the companion, Jo just the training."""

    def __init__(self, hospital: Hospital) -> None:
        self.hospital = hospital
        add = hospital.sandbox.add_person
        self.jo, self.dee, self.lee, self.wil = (
            add(f"{name} Example") for name in ("Jo", "Dee", "Lee", "Wil")
        )
        self.stages: list[str] = []

    async def played(self) -> None:
        await self._plan()
        await self._first_day()
        await self._second_day_moves()
        await self._third_day_is_put_off()
        await self._end()

    async def _plan(self) -> None:
        hospital = self.hospital
        self.theo = await with_theo(hospital)
        await hospital.name_trainer()
        second = {"Second trainer": self.theo.slack_id}
        await hospital.make_cohort([], **DAYS, **second, room="2-114")
        await hospital.tara.close()
        await self._look(hospital.tara)
        people = [who.slack_id for who in (hospital.nia, self.jo, self.dee)]
        await done(hospital, hospital.tara, "Invite people", people=people)
        await self._look(hospital.tara)
        await hospital.tick()
        await hospital.join(hospital.nia)
        await hospital.tap(self.jo, "Read and choose")
        await hospital.tap(self.jo, "Just the training")
        await self.jo.close()
        await self._look(hospital.tara, "The list is complete")

    async def _first_day(self) -> None:
        hospital = self.hospital
        await hospital.until(at(10, 9))
        await self._look(hospital.tara)
        await hospital.tara.close()
        register = next(m for m in reversed(hospital.tara.messages) if "[Register]" in m.words())
        await hospital.tap(hospital.tara, "Register", register)
        present = [who.slack_id for who in (hospital.nia, self.jo, self.dee, self.wil)]
        await hospital.submit(hospital.tara, {"Who is here": present})
        await hospital.tara.close()
        await hospital.tick()

    async def _second_day_moves(self) -> None:
        hospital = self.hospital
        await hospital.until(at(11, 12))
        await done(hospital, hospital.tara, "Invite people", people=[self.lee.slack_id])
        await hospital.tara.close()
        await hospital.command(hospital.tara, "session move")
        await hospital.tap(hospital.tara, "Move day 2")
        await hospital.submit(hospital.tara, {"Date": "2026-11-18"})
        await hospital.submit(hospital.tara, {})
        await hospital.tara.close()
        await hospital.until(at(12, 12))
        hospital.sandbox.deactivate(self.dee.slack_id)
        await hospital.until(at(13, 12))
        for _ in range(8):
            # In each tick of a night one more person is looked up.
            await hospital.tick()
        self.told_dee = len(self.dee.messages)
        await hospital.until(at(19, 12))

    async def _third_day_is_put_off(self) -> None:
        hospital = self.hospital
        await hospital.command(hospital.tara, "session cancel")
        await hospital.tap(hospital.tara, "Call off day 3")
        await hospital.submit(hospital.tara, {"And then": "A new date follows"})
        await hospital.tara.close()
        await hospital.tick()
        self.tess = hospital.sandbox.add_person("Tess Example")
        await hospital.command(hospital.cora, "trainers add @Tess Example")
        hands = {"trainer": self.tess.slack_id, "instead": hospital.tara.slack_id}
        await done(hospital, hospital.tara, "Hand over", **hands)
        await hospital.tick()
        await hospital.confirm(self.theo)
        await hospital.command(self.theo, "session new")
        which = {"Which day": "Spring: day 3, which was called off", "Date": "2026-12-02"}
        await hospital.submit(self.theo, which)
        await hospital.submit(self.theo, {})
        await self.theo.close()

    async def _end(self) -> None:
        hospital = self.hospital
        await hospital.until(at(3, 12, month=12))
        await self._look(self.theo)
        await hospital.until(at(31, 12, month=12) + timedelta(days=32))
        await hospital.confirm(self.tess)
        await self._look(self.tess, "Close the cohort")

    async def _look(self, who: Actor, then: str | None = None) -> None:
        words = await opened(self.hospital, who)
        if then:
            words = await self.hospital.tap(who, then)
        (stage,) = (line for line in words.splitlines() if STAGE.match(line))
        self.stages.append(stage.partition(":")[0].rstrip("."))


async def test_a_cohort_goes_from_planned_to_closed_and_nobody_is_told_twice_or_forgotten(
    hospital: Hospital,
) -> None:
    quarter = Quarter(hospital)
    await quarter.played()
    heard = {
        name: openings(who)
        for name, who in (
            ("nia", hospital.nia), ("jo", quarter.jo), ("wil", quarter.wil), ("lee", quarter.lee),
        )
    }  # fmt: skip
    twice = {name: [said for said, n in Counter(all_said).items() if n > 1]
             for name, all_said in heard.items()}  # fmt: skip

    assert quarter.stages == ["Planned", "Recruiting", "Ready", "Running", "Follow-up", "Closed"]
    assert heard == {
        "nia": [*FIRST_DAY, "day 2 starts in one week.", *SINCE_IT_MOVED],
        "jo": [*FIRST_DAY, "day 2 starts in one week.", *SINCE_IT_MOVED],
        "wil": ["day 2 starts in one week.", *SINCE_IT_MOVED],
        "lee": SINCE_IT_MOVED,
    }
    assert twice == {"nia": [], "jo": [], "wil": [], "lee": []}
    assert len(quarter.dee.messages) == quarter.told_dee

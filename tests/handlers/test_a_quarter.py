"""A quarter in which much of a training goes differently; what Slack accepted is the witness."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import vobject

from bot.flows import members
from bot.sandbox import Actor
from bot.sandbox.seen import Seen
from storage import trainings
from storage.transactions import Transaction
from tests.hospital import Hospital

AHEAD = (
    "day 1 starts in one week.",
    "day 2 has moved. It is no more on Wednesday 25 November, 08:30.",
)
DAY_ONE = ("day 1 starts tomorrow.", "day 1 starts today.")
LATER = (
    "day 2 starts today.",
    "day 3 starts in one week.",
    "day 3, Thursday 3 December, 08:30, does not take place. I tell you as soon as it has a new "
    "date.",
    "day 3 has a date.",
    "day 3 starts in one week.",
    "day 3 starts tomorrow.",
    "day 3 starts today.",
)


def november(day: int, hour: int) -> datetime:
    """Return a moment of November, in UTC."""
    return datetime(2026, 11, day, hour, 1, tzinfo=UTC)


def december(day: int, hour: int) -> datetime:
    """Return a moment of December, in UTC."""
    return datetime(2026, 12, day, hour, 1, tzinfo=UTC)


async def begin(hospital: Hospital, channel: str, *people: Actor) -> None:
    """Have Tara make a cohort of three days; Nia wants the companion, Jo just the training."""
    await hospital.name_trainer()
    days = {"Training day 1": "2026-11-24", "Training day 2": "2026-11-25"}
    days |= {"Training day 3": "2026-12-03"}
    await hospital.make_cohort(list(people), Channel=channel, **days)
    await hospital.tara.close()
    await hospital.tick()
    nia, jo, *_ = people
    await hospital.join(nia, "10:30", "Self-assessments")
    await hospital.tap(jo, "Read and choose")
    await hospital.tap(jo, "Just the training")
    await jo.close()


async def change(hospital: Hospital, act: str, label: str, *sheets: dict[str, object]) -> None:
    """Have Tara change a day, sheet after sheet."""
    await hospital.command(hospital.tara, f"session {act}")
    if label:
        await hospital.tap(hospital.tara, label)
    for filled in sheets:
        await hospital.submit(hospital.tara, filled)
    await hospital.tara.close()
    await hospital.tick()


async def joins(hospital: Hospital, who: Actor) -> None:
    """Have somebody put on the list who joins late."""
    tools, now = hospital.bot.tools, hospital.sandbox.calendar.now()
    found = await members.among(tools, [who.slack_id])

    def enrol(tx: Transaction) -> None:
        (group,) = trainings.cohorts(tx, ["riverbend"])
        known = members.met(tools, tx, who.slack_id, found[who.slack_id], group.site_id)
        members.invite(tx, group, known, now)

    await tools.database.run(enrol)
    await hospital.tick()


async def close_register(hospital: Hospital, day: int, came: Sequence[Actor]) -> None:
    """Have Tara note who was there, and close the register."""
    await hospital.command(hospital.tara, "session list")
    await hospital.tap(hospital.tara, f"Register of day {day}")
    those = [person.slack_id for person in came]
    await hospital.submit(hospital.tara, {"Who is here": those})
    await hospital.tap(hospital.tara, "Close the register")
    await hospital.submit(hospital.tara, {})
    await hospital.tara.close()
    await hospital.tara.close()


# Of each entry by its UID: its day, its number, and whether it stands.
Calendar = dict[str, tuple[str, int, str]]


async def calendar_of(hospital: Hospital, who: Actor) -> Calendar:
    """Return what a stranger reads in the calendar file that somebody takes now."""
    await hospital.tap(who, "Calendar file")
    *_, kept = hospital.sandbox.workspace.files.values()
    read = vobject.readOne((kept.contents or b"").decode())
    entries = {event.uid.value: event for event in read.vevent_list}
    assert len(entries) == len(read.vevent_list) == 3
    return {
        uid: (f"{event.dtstart.value:%d %b}", int(event.sequence.value), event.status.value)
        for uid, event in entries.items()
    }


def told(messages: Sequence[Seen]) -> tuple[str, ...]:
    """Return what these messages say of training days, in order."""
    firsts = [message.text.splitlines()[0] for message in messages]
    return tuple(first.partition(": ")[2] for first in firsts if first.startswith("Resiliency tr"))


@dataclass
class Quarter:
    """The people of a training, and what they were left with when it was over."""

    hospital: Hospital
    channel: str
    # Just the training; on the list late; in the room without being on it; gone from Slack.
    jo: Actor
    lee: Actor
    wanda: Actor
    max: Actor
    calendars: list[Calendar] = field(default_factory=list)

    @classmethod
    def of(cls, hospital: Hospital) -> "Quarter":
        """Return the people before anything has happened."""
        names = ("Jo", "Lee", "Wanda", "Max")
        people = [hospital.sandbox.add_person(f"{name} Example") for name in names]
        channel = hospital.sandbox.add_channel("spring", [hospital.tara.slack_id])
        return cls(hospital, channel, *people)

    async def play(self) -> None:
        """Have day two moved, day three called off and planned anew, and people come and go."""
        hospital, nia = self.hospital, self.hospital.nia
        await begin(hospital, self.channel, nia, self.jo, self.max)
        await hospital.until(november(18, 15))
        self.calendars.append(await calendar_of(hospital, nia))
        hospital.sandbox.deactivate(self.max.slack_id)
        await hospital.settle()
        await change(hospital, "move", "Move day 2", {"Date": "2026-11-26"}, {})
        await hospital.until(november(20, 15))
        await joins(hospital, self.lee)
        await hospital.until(november(24, 15))
        await close_register(hospital, 1, [nia, self.jo, self.wanda])
        await hospital.until(november(30, 15))
        await change(hospital, "cancel", "Call off day 3", {"And then": "A new date follows"})
        self.calendars.append(await calendar_of(hospital, nia))
        await hospital.until(december(7, 15))
        which = {"Which day": "Spring: day 3, which was called off", "Date": "2026-12-17"}
        await change(hospital, "new", "", which, {})
        self.calendars.append(await calendar_of(hospital, nia))
        await hospital.until(datetime(2027, 1, 31, tzinfo=UTC))

    def told(self) -> dict[str, tuple[str, ...]]:
        """Return what everybody was told of training days, as Slack has accepted it."""
        tara = self.hospital.tara
        by_channel = [message for message in tara.messages if message.channel == self.channel]
        people = (self.hospital.nia, self.jo, self.lee, self.wanda, self.max)
        by_person = {person.name.partition(" ")[0]: told(person.messages) for person in people}
        return by_person | {"the channel": told(by_channel)}

    def heard(self, words: str, who: Actor) -> list[tuple[str, str]]:
        """Return on which day somebody was told something, and its first line."""
        return [
            (f"{datetime.fromtimestamp(float(m.ts), UTC):%d %B %H:%M}", m.text.splitlines()[0])
            for m in who.messages
            if words in m.text
        ]


async def test_nobody_is_told_twice_and_nobody_is_forgotten(hospital: Hospital) -> None:
    quarter = Quarter.of(hospital)
    await quarter.play()

    assert quarter.told() == {
        "Nia": AHEAD + DAY_ONE + LATER,
        "Jo": AHEAD + DAY_ONE + LATER,
        "Lee": DAY_ONE + LATER,
        "Wanda": LATER,
        "Max": AHEAD[:1],
        "the channel": AHEAD + DAY_ONE + LATER,
    }
    # The same three entries for good, each with a higher number when it changes.
    assert [sorted(calendar.values()) for calendar in quarter.calendars] == [
        [("03 Dec", 0, "CONFIRMED"), ("24 Nov", 0, "CONFIRMED"), ("25 Nov", 0, "CONFIRMED")],
        [("03 Dec", 1, "CANCELLED"), ("24 Nov", 0, "CONFIRMED"), ("26 Nov", 1, "CONFIRMED")],
        [("17 Dec", 2, "CONFIRMED"), ("24 Nov", 0, "CONFIRMED"), ("26 Nov", 1, "CONFIRMED")],
    ]
    assert len({frozenset(calendar) for calendar in quarter.calendars}) == 1
    # The registers open on the days that took place, and the last questions come with the last.
    assert quarter.heard("Room code", hospital.tara) == [
        ("24 November 13:15", "The register of *Spring*, day 1, is open."),
        ("26 November 13:15", "The register of *Spring*, day 2, is open."),
        ("17 December 13:15", "The register of *Spring*, day 3, is open."),
    ]
    assert [when for when, _ in quarter.heard("step out", hospital.tara)] == ["17 December 21:10"]

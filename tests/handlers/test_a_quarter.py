"""A quarter in which much of a training goes differently; what Slack accepted is the witness."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import vobject

from bot.sandbox import Actor
from bot.sandbox.seen import Seen
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


async def cohort(hospital: Hospital, who: Actor, label: str, /, **filled: object) -> str:
    """Return what a trainer reads who does something with the cohort in its window."""
    while who.modal:
        await who.close()
    await hospital.command(who, "cohort Spring")
    stage = who.screen()
    if label:
        await hospital.tap(who, label)
    if filled:
        await hospital.submit(who, filled)
    if who.modal:
        await who.close()
    await hospital.tick()
    return stage


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
    # Leads from December on.
    theo: Actor
    calendars: list[Calendar] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, hospital: Hospital) -> "Quarter":
        """Return the people before anything has happened."""
        names = ("Jo", "Lee", "Wanda", "Max", "Theo")
        people = [hospital.sandbox.add_person(f"{name} Example") for name in names]
        channel = hospital.sandbox.add_channel("spring", [hospital.tara.slack_id])
        return cls(hospital, channel, *people)

    async def play(self) -> None:
        """Live through the quarter."""
        await begin(self.hospital, self.channel, self.hospital.nia, self.jo, self.max)
        await self.hospital.command(self.hospital.cora, "trainers add @Theo Example")
        await self.before_the_training()
        await self.in_the_training()
        await self.until_it_is_closed()

    async def before_the_training(self) -> None:
        """Have somebody leave Slack, day two moved, and somebody join late."""
        hospital = self.hospital
        await hospital.until(november(17, 16))
        self.calendars.append(await calendar_of(hospital, hospital.nia))
        hospital.sandbox.deactivate(self.max.slack_id)
        await hospital.until(november(18, 15))
        await change(hospital, "move", "Move day 2", {"Date": "2026-11-26"}, {})
        await hospital.until(november(20, 15))
        email = "lee.example@hospital.example"
        self.stages.append(await cohort(hospital, hospital.tara, "Invite people", emails=email))

    async def in_the_training(self) -> None:
        """Have somebody walk in, day three called off, and a new date for it."""
        hospital, tara = self.hospital, self.hospital.tara
        await hospital.until(november(24, 15))
        await close_register(hospital, 1, [hospital.nia, self.jo, self.wanda])
        self.stages.append(await cohort(hospital, tara, ""))
        await hospital.until(november(30, 15))
        await change(hospital, "cancel", "Call off day 3", {"And then": "A new date follows"})
        self.calendars.append(await calendar_of(hospital, hospital.nia))
        await hospital.until(december(7, 15))
        which = {"Which day": "Spring: day 3, which was called off", "Date": "2026-12-17"}
        await change(hospital, "new", "", which, {})
        self.calendars.append(await calendar_of(hospital, hospital.nia))

    async def until_it_is_closed(self) -> None:
        """Have Tara hand the training over, and Theo close it."""
        hospital, theo = self.hospital, self.theo
        instead = {"trainer": theo.slack_id, "instead": hospital.tara.slack_id}
        await cohort(hospital, hospital.tara, "Hand over", **instead)
        await hospital.confirm(theo)
        await hospital.until(datetime(2027, 1, 31, tzinfo=UTC))
        self.stages.append(await cohort(hospital, theo, "Close the cohort"))
        self.stages.append(await cohort(hospital, theo, ""))

    def told(self) -> dict[str, tuple[str, ...]]:
        """Return what everybody was told of training days, as Slack has accepted it."""
        tara = self.hospital.tara
        by_channel = [message for message in tara.messages if message.channel == self.channel]
        people = (self.hospital.nia, self.jo, self.lee, self.wanda, self.max)
        by_person = {person.name.partition(" ")[0]: told(person.messages) for person in people}
        return by_person | {"the channel": told(by_channel)}

    def heard(self, words: str, who: Actor) -> list[tuple[str, str]]:
        """Return on which day somebody was told something, and its first line."""
        # What is over says "Closed"; before that it said something.
        first = [message.edited[0] if message.edited else message for message in who.messages]
        return [
            (f"{datetime.fromtimestamp(float(m.ts), UTC):%d %B %H:%M}", m.text.splitlines()[0])
            for m in first
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
    ]
    assert quarter.heard("Room code", quarter.theo) == [
        ("17 December 13:15", "The register of *Spring*, day 3, is open."),
    ]
    assert [when for when, _ in quarter.heard("step out", quarter.theo)] == ["17 December 21:10"]
    assert quarter.heard("step out", hospital.tara) == []
    asked = quarter.heard("A few short questions", hospital.nia)
    assert [when for when, _ in asked] == [
        "10 November 15:30",
        "24 November 13:30",
        "17 December 21:10",
        "14 January 15:30",
    ]
    assert quarter.heard("A few short questions", quarter.jo) == []
    assert [stage.splitlines()[2].partition(":")[0] for stage in quarter.stages] == [
        "Recruiting",
        "Running",
        "Follow-up",
        "Closed.",
    ]

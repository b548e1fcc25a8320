"""Made-up people for a simulation: when they work and sleep, and how they take part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from bot.app.oracle import Worked

_DAY = timedelta(days=1)

DAY, NIGHT = (time(7), time(19)), (time(19), time(7))
CLINIC, EARLY, LATE = (time(8), time(16, 30)), (time(7), time(15)), (time(15), time(23, 30))
Hours = tuple[time, time]

ZONES = ("America/New_York", "America/Chicago", "America/Phoenix", "America/Los_Angeles")
SLOTS = (None, "before_start", "mid_shift", "after_end", "day_off")


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody made up: what they have said of their time, and what they do with messages."""

    slack_id: str
    zone: str
    pattern: str
    week: Mapping[int, Hours]
    slot: str | None
    hour: time | None
    quiet: Hours | None
    # In every other week they are on nights, and have said so.
    turns: bool
    # How many of the questions they answer.
    answers: float
    pauses_on: int | None
    joins_on: int

    def worked(self, first: date, days: int) -> list[Worked]:
        """Return the shifts of so many days from `first` on, and of some days around."""
        found = []
        for number in range(-3, days + 3):
            day = first + number * _DAY
            hours = self.week.get(day.weekday())
            # Of nights before they could say so, nobody can know.
            if hours and number >= 0 and self.is_on_nights(day):
                hours = NIGHT
            if hours:
                starts, ends = hours
                ends_on = day + _DAY if ends <= starts else day
                found.append(Worked(datetime.combine(day, starts), datetime.combine(ends_on, ends)))
        return found

    def is_on_nights(self, day: date) -> bool:
        """Return whether this is a week of nights for somebody who turns."""
        return self.turns and day.isocalendar().week % 2 == 0


def somebody(number: int, zone: str, random: Random, days: int) -> Invented:
    """Return somebody drawn at random, who can be."""
    pattern = random.choices(
        ("days", "nights", "rotating", "clinic", "on_call", "late"), (30, 25, 15, 15, 5, 10)
    )[0]
    week = _week(pattern, random)
    slot = random.choice(SLOTS) if week else None
    quiet = _quiet(pattern, slot, random)
    joins_on = random.randrange(days // 2) if random.random() < 0.1 else 0
    return Invented(
        slack_id=f"U{number:06}",
        zone=zone if random.random() < 0.9 else random.choice(ZONES),
        pattern="days" if pattern == "late" else pattern,
        week=week,
        slot=slot,
        hour=_hour(pattern, random),
        quiet=quiet,
        turns=pattern == "rotating",
        answers=0.0 if random.random() < 0.1 else random.uniform(0.5, 1.0),
        pauses_on=random.randrange(joins_on, days) if random.random() < 0.1 else None,
        joins_on=joins_on,
    )


def _week(pattern: str, random: Random) -> dict[int, Hours]:
    if pattern == "on_call":
        return {}
    if pattern == "clinic":
        return dict.fromkeys(range(5), CLINIC)
    if pattern == "late":
        # Home before midnight and back in the morning: a quick return.
        return {0: LATE, 1: EARLY, 2: LATE, 3: EARLY, 4: EARLY}
    three: Sequence[int] = random.sample(range(7), 3)
    return dict.fromkeys(three, NIGHT if pattern == "nights" else DAY)


def _hour(pattern: str, random: Random) -> time | None:
    if pattern in {"nights", "rotating"}:
        return random.choice((None, time(16, 30), time(17, 30)))
    return random.choice((None, time(9, 30), time(12, 15), time(19, 30)))


def _quiet(pattern: str, slot: str | None, random: Random) -> Hours | None:
    if random.random() < 0.4:
        return None
    if pattern == "nights":
        return time(8), time(15)
    if pattern == "rotating" and slot not in {None, "day_off"}:
        return None
    # Whoever wants to hear before or after work has no quiet then.
    if pattern == "late" or slot in {"before_start", "after_end"}:
        return time(0, 30), time(5, 30)
    return time(21), time(6)

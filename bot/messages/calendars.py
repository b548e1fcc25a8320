"""Training sessions as a calendar file, by icalendar: what people import into their own calendar.

A session keeps its UID for good, and its SEQUENCE is its revision: imported again after a move,
the entry moves; after it was called off, it goes (RFC 5545, 3.8.4.7 and 3.8.7.4).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from icalendar import Calendar, Event

from bot.rules.notices import Day

FILE_NAME = "training-days.ics"
TITLE = "Training days"
BESIDE = (
    "Your training days as a calendar file. Open it to add them. "
    "When a day moves, a new file brings the same entry up to date."
)

_MADE_BY = "-//Resiliency Companion//Training days//EN"


@dataclass(frozen=True, slots=True)
class Entry:
    """One session in a calendar; `stands` is False once it is called off."""

    day: Day
    stands: bool = True


def file(cohort: str, entries: Iterable[Entry], now: datetime) -> bytes:
    """Return the calendar file of a training; `now` is when it is made."""
    calendar = Calendar()
    calendar.add("prodid", _MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in entries:
        calendar.add_component(_event(cohort, entry, now))
    made: bytes = calendar.to_ical()
    return made


def _event(cohort: str, entry: Entry, now: datetime) -> Event:
    day = entry.day
    event = Event()
    event.add("uid", f"{day.id}@resiliency-companion.invalid")
    event.add("sequence", day.revision - 1)
    event.add("dtstamp", now.replace(microsecond=0))
    # In UTC: every calendar shows it by its own clock, and none needs to know the site's zone.
    event.add("dtstart", day.starts_at)
    event.add("dtend", day.ends_at)
    event.add("summary", f"Resiliency training, day {day.number}")
    then = "Please arrange cover." if entry.stands else "It does not take place."
    event.add("description", f"{cohort}. {day.at:%H:%M} {day.zone} time. {then}")
    if day.room:
        event.add("location", day.room)
    event.add("status", "CONFIRMED" if entry.stands else "CANCELLED")
    # Whoever shares a calendar with colleagues shows them that they are busy, and no more.
    event.add("class", "PRIVATE")
    return event

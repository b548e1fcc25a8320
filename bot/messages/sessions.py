"""One training session, as it is told: its day and place, the news of it, what to reply."""

from collections.abc import Sequence
from datetime import datetime

from bot.messages.names import Tap
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    Message,
    button,
    buttons,
    escaped,
    local,
    section,
    small,
)
from bot.rules.attendance import CANNOT, COMING, LATE
from bot.rules.notices import Day

LABELS = {COMING: "I am coming", LATE: "I will be late", CANNOT: "I cannot come"}
NOTED = {COMING: "you are coming", LATE: "you will be late", CANNOT: "you cannot come"}
FOR_TRAINERS = "Only the trainers of your training see that."

_ASKED_AGAIN = "Please say again whether you come."
_CALENDAR_TOO = "The calendar file brings your entry up to date."


def told(day: Day) -> str:
    """Return a training day in the site's time, with its place and the reader's own hour."""
    until = f" to {day.until:%H:%M}" if day.until else ""
    at_the_site = f"{day.on:%A} {day.on.day} {day.on:%B}, {day.at:%H:%M}{until} {day.zone} time"
    stamp = int(day.starts_at.timestamp())
    # Slack shows each reader their own clock beside the site's.
    yours = f"<!date^{stamp}^{{date_short}}, {{time}} on your clock|{day.starts_at:%H:%M} UTC>"
    room = f". Place: {escaped(day.room)}" if day.room else ""
    return f"Day {day.number}: {at_the_site} ({yours}){room}"


def replies(days: Sequence[Day]) -> list[Block]:
    """Return the buttons with which somebody says whether they come."""
    if len(days) == 1:
        return [button(LABELS[one], Tap.REPLY, days[0].id, about=one) for one in LABELS]
    return [
        button("I am coming", Tap.REPLY_RUN, days[0].id),
        button("Not to every day", Tap.REPLY_DAYS, days[0].id),
    ]


def ways(day: Day, *, in_channel: bool) -> list[Block]:
    """Return the buttons below every notice: the calendar, no reminders, the help card."""
    calendar = button("Calendar file", Tap.CALENDAR, day.id)
    # In a channel nobody could see whose choice it is.
    own = [] if in_channel else [button("No DMs, I'll use the calendar", Tap.BY_CALENDAR, day.id)]
    return [calendar, *own, HELP_BUTTON]


def added(cohort: str, day: Day, *, in_channel: bool = False) -> Message:
    """Return the news that a training has one more day, or a day its new date."""
    opening = f"Resiliency training *{escaped(cohort)}*: day {day.number} has a date."
    return _news(opening, day, "Please arrange cover for it.", in_channel=in_channel)


def moved(
    cohort: str, day: Day, moved_from: datetime | None, *, in_channel: bool = False
) -> Message:
    """Return the news that a day has moved, or only its place (`moved_from` is None then)."""
    if moved_from is None:
        opening = f"Resiliency training *{escaped(cohort)}*: day {day.number} has a new place."
        return _news(opening, day, "The time stays as it was.", in_channel=in_channel)
    if moved_from == day.starts_at:
        # Its end is another, or it was moved back before anybody had heard of it.
        ends = f", and ends at {day.until:%H:%M}" if day.until else ""
        opening = (
            f"Resiliency training *{escaped(cohort)}*: day {day.number} still begins on "
            f"{local(moved_from, day.zone)}{ends}."
        )
        practical = f"Please arrange cover for these hours. {_ASKED_AGAIN}"
        return _news(opening, day, practical, in_channel=in_channel)
    opening = (
        f"Resiliency training *{escaped(cohort)}*: day {day.number} has moved. "
        f"It is no more on {local(moved_from, day.zone)}."
    )
    practical = f"Please arrange cover for the new time. {_ASKED_AGAIN}"
    return _news(opening, day, practical, in_channel=in_channel)


def called_off(cohort: str, day: Day, known: datetime, *, follows: bool) -> Message:
    """Return the news that a day does not take place; `known` is when people expect it."""
    opening = (
        f"Resiliency training *{escaped(cohort)}*: day {day.number}, "
        f"{local(known, day.zone)}, does not take place."
    )
    then = "I tell you as soon as it has a new date." if follows else "There is no other date."
    lines = [f"{opening} {then}", _CALENDAR_TOO]
    calendar = button("Calendar file", Tap.CALENDAR, day.id)
    return Message("\n".join(lines), (*map(section, lines), buttons(calendar, HELP_BUTTON)))


def in_own_words(cohort: str, day: Day, says: str, *, in_channel: bool = False) -> Message:
    """Return what a trainer adds to a day, in their own words."""
    opening = f"From the trainers of *{escaped(cohort)}*:"
    lines = [opening, escaped(says), told(day)]
    return Message(
        "\n".join(lines),
        (
            *map(section, lines),
            buttons(*replies([day])),
            buttons(*ways(day, in_channel=in_channel)),
        ),
    )


def noted(reply: str, days: Sequence[Day]) -> str:
    """Return what somebody hears who has replied."""
    which = ", ".join(str(day.number) for day in days)
    name = "day" if len(days) == 1 else "days"
    return f"Noted: {NOTED[reply]}, {name} {which}. {FOR_TRAINERS}"


def _news(opening: str, day: Day, practical: str, *, in_channel: bool) -> Message:
    lines = [opening, told(day), practical]
    return Message(
        "\n".join([*lines, _CALENDAR_TOO]),
        (
            *map(section, lines),
            buttons(*replies([day])),
            buttons(*ways(day, in_channel=in_channel)),
            small(_CALENDAR_TOO),
        ),
    )

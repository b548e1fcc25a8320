"""The settings: what somebody has said of their time, and what they hear who change it."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from bot.messages.names import Tap
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    Message,
    View,
    button,
    buttons,
    escaped,
    header,
    modal,
    section,
    small,
)
from bot.rules.budget import Pace
from bot.rules.habits import Question
from bot.rules.shifts import Hours, Pattern, Routine, Slot

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PATTERNS: Mapping[Pattern, str] = MappingProxyType(
    {
        "days": "Days",
        "nights": "Nights",
        "rotating": "Days and nights in turn",
        "clinic": "Clinic hours",
        "on_call": "On call",
    }
)
SLOTS: Mapping[Slot, str] = MappingProxyType(
    {
        "before_start": "Before a shift starts",
        "mid_shift": "In the middle of a shift",
        "after_end": "After a shift ends",
        "day_off": "On a day off",
    }
)
_ASKS: Mapping[Question, str] = MappingProxyType(
    {
        Question.PATTERN: "How I work",
        Question.HOURS: "My usual hours",
        Question.DAYS_OFF: "My days off",
        Question.SLOT: "When to write",
        Question.QUIET: "Quiet hours",
        Question.ZONE: "Time zone",
        Question.HIDE: "Hide questions",
    }
)

_FROM_NOW_ON: Mapping[Pace, str] = MappingProxyType(
    {
        Pace.WEEKLY: "From now on I'll write about once a week.",
        Pace.MONTHLY: "From now on I'll write about once a month.",
    }
)
# How often somebody is written to who answers less.
NOW: Mapping[Pace, str] = MappingProxyType(
    {Pace.WEEKLY: "I write about once a week now.", Pace.MONTHLY: "I write about once a month now."}
)
# Whether somebody who says that it is too much has said so before.
FIRST, AGAIN = "-", "again"
_KEEP = button("Keep twice a week", Tap.KEEP_PACE)


def settings(
    routine: Routine,
    *,
    hides_questions: bool,
    zone_chosen: bool,
    pace: Pace = Pace.USUAL,
    too_much: bool = False,
    noted: str = "",
) -> View:
    """Return what somebody has said of their time, with a button for each question.

    What was just `noted` of it stands above. The button for `too_much` knows whether it was said
    before, so that a double tap says it once.
    """
    asks = [button(label, Tap.QUESTION, about=name) for name, label in _ASKS.items()]
    return modal(
        [
            *([section(noted)] if noted else ()),
            header("When I write to you"),
            *_pace(pace),
            section(summary(routine, hides_questions=hides_questions, zone_chosen=zone_chosen)),
            buttons(*asks),
            section("Is this week different?"),
            buttons(
                button("On nights this week", Tap.NIGHTS),
                button("Off today", Tap.OFF_TODAY),
                button("It is too much", Tap.TOO_MUCH, AGAIN if too_much else FIRST),
                HELP_BUTTON,
            ),
            small("I keep no roster. I never look whether you are online."),
        ]
    )


def on_nights(until: date) -> str:
    """Return what is said to somebody who is on nights this week."""
    return f"Noted until {_day(until)}. I stay quiet while you sleep after a night."


def with_the_pace(said: Message, pace: Pace) -> Message:
    """Return a message that also says that there will be fewer, and how to change that."""
    words = _FROM_NOW_ON[pace]
    more = (section(words), buttons(_KEEP, button("Stop", Tap.STOP)))
    return Message(f"{said.text}\n{words}", (*said.blocks, *more))


def as_often() -> str:
    """Return what is said to somebody who wants to hear as often as before."""
    return "Gladly. I keep writing up to twice a week."


def less() -> str:
    """Return what is said to somebody for whom it is too much, the first time."""
    return "Thank you for saying so. Say it once more, and I am quiet for a week."


def off_today() -> str:
    """Return what is said to somebody who is off today."""
    return "Enjoy it. Nothing from me today; what would have come today does not come later."


def _pace(pace: Pace) -> Iterator[Block]:
    """Yield that somebody is written to less often, and how to change that."""
    if pace in NOW:
        yield section(NOW[pace])
        yield buttons(_KEEP)


def summary(routine: Routine, *, hides_questions: bool, zone_chosen: bool) -> str:
    """Return what somebody has said of their time, a line each."""
    whose = "your choice" if zone_chosen else "from your Slack profile"
    lines = [
        f"*How you work:* {PATTERNS[routine.pattern] if routine.pattern else 'not said'}",
        f"*Your usual hours:*{'' if routine.week else ' not said'}",
        *([_week(routine)] if routine.week else []),
        f"*When I write:* {_when(routine)}",
        f"*Quiet hours:* {_hours(routine.quiet) if routine.quiet else 'none'}",
        f"*Time zone:* {escaped(routine.zone)} ({whose})",
        f"*Questions:* {'wait behind a button' if hides_questions else 'may stand in the chat'}",
    ]
    if routine.nights_until:
        lines.append(f"*On nights* until {_day(routine.nights_until)}")
    return "\n".join(lines)


def _day(on: date) -> str:
    return f"{on:%A} {on.day} {on:%B}"


def _week(routine: Routine) -> str:
    days = (f"• {DAYS[day]} {_hours(hours)}" for day, hours in sorted(routine.week.items()))
    return "\n".join(days)


def _when(routine: Routine) -> str:
    if routine.slot:
        return SLOTS[routine.slot].lower()
    return f"at {routine.hour:%H:%M}"


def _hours(hours: Hours) -> str:
    return f"{hours.start:%H:%M} to {hours.end:%H:%M}"

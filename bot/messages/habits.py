"""The settings: what somebody has said of their time, and one question at a time."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    Form,
    Message,
    Tap,
    View,
    button,
    buttons,
    escaped,
    field,
    header,
    modal,
    option,
    section,
    small,
)
from bot.rules.budget import Pace
from bot.rules.habits import AT_MY_HOUR, END, HIDDEN, HOUR, SHOWN, START, Question
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


# From when to when shifts often are; only what a question begins with.
_OFTEN: Mapping[Pattern, tuple[str, str]] = MappingProxyType(
    {"days": ("07:00", "19:00"), "nights": ("19:00", "07:00"), "clinic": ("08:00", "16:30")}
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


def question(
    asked: Question,
    routine: Routine,
    *,
    hides_questions: bool = False,
    zone_chosen: bool = False,
) -> View:
    """Return one question about somebody's time."""
    if asked is Question.ZONE:
        fields = _zone(routine.zone if zone_chosen else "")
    elif asked is Question.HIDE:
        fields = _hide(hides_questions=hides_questions)
    else:
        fields = _QUESTIONS[asked](routine)
    return modal(
        [*fields, buttons(HELP_BUTTON)],
        form=Form.SETTINGS,
        submit="Save",
        about=asked,
    )


def on_nights() -> str:
    """Return what is said to somebody who is on nights this week."""
    return "Noted until Sunday. I stay quiet while you sleep after a night."


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
        until = routine.nights_until
        lines.append(f"*On nights* until {until:%A} {until.day} {until:%B}")
    return "\n".join(lines)


def _week(routine: Routine) -> str:
    days = (f"• {DAYS[day]} {_hours(hours)}" for day, hours in sorted(routine.week.items()))
    return "\n".join(days)


def _when(routine: Routine) -> str:
    if routine.slot:
        return SLOTS[routine.slot].lower()
    return f"at {routine.hour:%H:%M}"


def _hours(hours: Hours) -> str:
    return f"{hours.start:%H:%M} to {hours.end:%H:%M}"


def _pattern(routine: Routine) -> list[Block]:
    options = [option(label, name) for name, label in PATTERNS.items()]
    picker: Block = {"type": "radio_buttons", "options": options}
    if routine.pattern:
        picker["initial_option"] = option(PATTERNS[routine.pattern], routine.pattern)
    return [field("How do you work?", Question.PATTERN, picker)]


def _usual_hours(routine: Routine) -> list[Block]:
    starts, ends = _OFTEN.get(routine.pattern or "days", _OFTEN["days"])
    return [
        section("A shift belongs to the day on which it starts."),
        field("On which days do these shifts start?", Question.HOURS, _day_boxes()),
        field("They start at", START, _clock(starts)),
        field("They end at", END, _clock(ends)),
        small("Other hours on other days? Save, and ask this again for those days."),
    ]


def _days_off(_routine: Routine) -> list[Block]:
    label = "On which days does none of your shifts start?"
    return [field(label, Question.DAYS_OFF, _day_boxes())]


def _slot(routine: Routine) -> list[Block]:
    options = [option(label, name) for name, label in SLOTS.items()]
    options.append(option("At my hour", AT_MY_HOUR))
    picker: Block = {"type": "radio_buttons", "options": options}
    chosen = routine.slot or AT_MY_HOUR
    picker["initial_option"] = next(one for one in options if one["value"] == chosen)
    return [
        field("When shall I write?", Question.SLOT, picker),
        field("My hour", HOUR, _clock(f"{routine.hour:%H:%M}"), optional=True),
    ]


def _quiet(routine: Routine) -> list[Block]:
    since, until = (None, None)
    if routine.quiet:
        since, until = f"{routine.quiet.start:%H:%M}", f"{routine.quiet.end:%H:%M}"
    return [
        section("Nothing comes in these hours. Leave both empty for none."),
        field("Quiet from", Question.QUIET, _clock(since), optional=True),
        field("Until", END, _clock(until), optional=True),
    ]


def _zone(chosen: str) -> list[Block]:
    typed: Block = {"type": "plain_text_input", "max_length": 60}
    if chosen:
        typed["initial_value"] = chosen
    return [
        section("Leave it empty, and I follow your Slack profile."),
        field("Time zone, for example America/Denver", Question.ZONE, typed, optional=True),
    ]


def _hide(*, hides_questions: bool) -> list[Block]:
    options = [
        option("Show harmless questions in the chat", SHOWN),
        option("Hide each question until I open it", HIDDEN),
    ]
    picker: Block = {
        "type": "radio_buttons",
        "options": options,
        "initial_option": options[hides_questions],
    }
    return [field("Where may questions stand?", Question.HIDE, picker)]


def _day_boxes() -> Block:
    return {
        "type": "checkboxes",
        "options": [option(name, str(number)) for number, name in enumerate(DAYS)],
    }


def _clock(initial: str | None) -> Block:
    picker: Block = {"type": "timepicker"}
    if initial:
        picker["initial_time"] = initial
    return picker


_QUESTIONS: Mapping[Question, Callable[[Routine], list[Block]]] = MappingProxyType(
    {
        Question.PATTERN: _pattern,
        Question.HOURS: _usual_hours,
        Question.DAYS_OFF: _days_off,
        Question.SLOT: _slot,
        Question.QUIET: _quiet,
    }
)

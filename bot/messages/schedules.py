"""Training sessions as a trainer plans them: the list, the forms, and what changes before it does.

Names stand only in what trainers of the cohort and the coordinators open.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.messages import inputs, parts, registers, sessions
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
    modal,
    option,
    section,
    small,
)
from bot.rules.notices import Day
from bot.rules.sessions import (
    DAY,
    END,
    LONGEST_ROOM,
    LONGEST_WORDS,
    ROOM,
    START,
    UNITS,
    WORDS,
    Change,
    Slot,
)

VACANCY = "vacancy"
FOLLOWS = "follows"

# More would not be read, each with its replies; those that are over come last.
MOST = 12
# A line and a button each.
MOST_OFFERED = 40

_LOOK = "Look at it first"
_ONCE = "I tell them once: by day, or at once when it is within 24 hours."
_NOT_AGAIN = (
    "What was sent stays as it is and is not sent again. Only what is still to come moves along."
)
_CHANGED = "Somebody changed this day while you looked at it. Nothing of yours was kept."


@dataclass(frozen=True, slots=True)
class Line:
    """One session as somebody sees it in their list.

    `leads` is whether they may change it, `sees` whether they may see its register; `replied` has
    Slack's ids by reply, for its trainers, and `reply` is the reader's own.
    """

    cohort: str
    day: Day
    state: str = "planned"
    leads: bool = False
    sees: bool = False
    over: bool = False
    reply: str | None = None
    replied: Mapping[str, Sequence[str]] = field(default_factory=dict)
    register: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """A day that can be given a date."""

    id: str
    cohort: str
    number: int
    waits: bool


def listed(lines: Sequence[Line], attended: Sequence[str], *, can_add: bool) -> View:
    """Return somebody's training sessions, each with what they can do about it."""
    blocks: list[Block] = []
    for line in lines[:MOST]:
        blocks += [section(_told(line)), *_below(line)]
    if not lines:
        blocks.append(section("There is no training day for you at the moment."))
    blocks += [*_left_out(len(lines) - MOST), *map(section, attended[-10:])]
    adding = [button("One more day", Tap.SESSION_NEW)] if can_add else []
    return modal([*blocks, buttons(*adding, HELP_BUTTON)])


def certificate(cohort: str, days: int, of_days: int, last_on: date) -> str:
    """Return what somebody may show: how many days of a training they were there."""
    last = f"{last_on.day} {last_on:%B %Y}"
    return f"You were there on {days} of {of_days} days of *{escaped(cohort)}*, last on {last}."


def chooser(lines: Sequence[Line], tap: Tap, label: str) -> View:
    """Return the sessions of which a trainer chooses one."""
    blocks: list[Block] = []
    for line in lines[:MOST_OFFERED]:
        does = label if line.state == "planned" else "Drop"
        named = button(f"{does} day {line.day.number}", tap, line.day.id)
        blocks.append(section(_told(line)) | {"accessory": named})
    return modal([*blocks, *_left_out(len(lines) - MOST_OFFERED), buttons(HELP_BUTTON)])


def move_form(
    name: str, slot: Slot, units: Sequence[str], offered: Mapping[str, str], about: str, *,
    changed: bool = False,
) -> View:  # fmt: skip
    """Return the form in which a session is changed; after `changed` it says so."""
    opening = f"*{escaped(name)}*. Times are those of {slot.zone}."
    return modal(
        [
            *([section(_CHANGED)] if changed else []),
            section(opening),
            *_fields(slot, units, offered, on=slot.on),
            buttons(HELP_BUTTON),
        ],
        form=Form.SESSION_LOOK,
        submit=_LOOK,
        about=about,
    )


def new_form(
    vacancies: Sequence[Offered], like: Slot, offered: Mapping[str, str], zones: Collection[str]
) -> View:
    """Return the form in which a day is given a date; its hours begin as the last one's."""
    where = like.zone if len(zones) == 1 else f"each hospital ({', '.join(sorted(zones))})"
    options = [option(_vacancy(one), one.id) for one in vacancies[:100]]
    return modal(
        [
            parts.field("Which day", VACANCY, inputs.menu(options, vacancies[0].id)),
            section(f"Times are those of {where}."),
            *_fields(like, (), offered, on=None),
            buttons(HELP_BUTTON),
        ],
        form=Form.SESSION_NEW,
        submit=_LOOK,
    )


def preview(change: Change, form: Form, about: str) -> View:
    """Return what changes, before it does; sending it off does it."""
    return modal(
        [*map(section, _diff(change)), buttons(HELP_BUTTON)],
        form=form,
        submit="Do it and tell them" if change.is_told else "Save",
        about=about,
    )


def cancel_form(change: Change, about: str, *, changed: bool = False) -> View:
    """Return what changes when a session is called off, and whether a new date follows.

    One that waits for its date is dropped. After it `changed` meanwhile, it says so.
    """
    choices = [
        option("A new date follows", "yes", "Until it is there, nothing counts from the last day."),
        option("It is dropped", "no", "The training goes on without this day."),
    ]
    follows = parts.field("And then", FOLLOWS, inputs.radios(choices, "yes"))
    waits = change.before is None
    return modal(
        [
            *([section(_CHANGED)] if changed else []),
            *map(section, _diff(change)),
            *([] if waits else [follows]),
            buttons(HELP_BUTTON),
        ],
        form=Form.SESSION_CANCEL,
        submit="Drop it" if waits else "Call it off",
        about=about,
    )


def done(change: Change) -> View:
    """Return what is said when it is done."""
    if not change.is_told:
        return parts.sentence("Saved. Nobody is told, because time and place stay as they are.")
    return parts.sentence(f"Done. {_who(change)} told once. `/resiliency session list` shows it.")


def stale() -> View:
    """Return what is said when somebody else was quicker, and there is nothing to look at."""
    return parts.sentence(f"{_CHANGED} `/resiliency session list` shows how it stands.")


def not_any_more(why: str, act: str) -> View:
    """Return what is said when something could be while it was looked at, and cannot be now."""
    return parts.sentence(f"{why} Nothing was changed. `/resiliency session {act}` begins anew.")


def words_form(name: str, about: str, says: str = "") -> View:
    """Return the form in which a trainer adds their own words to a day."""
    return modal(
        [
            section(f"*{escaped(name)}*. Your words go to everybody on the list, and the channel."),
            parts.field("Your words", WORDS, inputs.lines(LONGEST_WORDS, says)),
            small("Please name nobody. You see it before it goes out."),
            buttons(HELP_BUTTON),
        ],
        form=Form.SESSION_WORDS,
        submit=_LOOK,
        about=about,
    )


def words_preview(message: Message, listed: int, channel: str | None, about: str) -> View:
    """Return a trainer's words as everybody will read them."""
    shown = [block for block in message.blocks if block["type"] == "section"]
    return modal(
        [
            section(f"{_people(listed)}{_and(channel)} will read this, once:"),
            *shown,
            small("Whoever goes by their calendar alone is not written to."),
            buttons(HELP_BUTTON),
        ],
        form=Form.SESSION_REMIND,
        submit="Send it",
        about=about,
    )


def words_sent(listed: int, channel: str | None) -> View:
    """Return what is said once a trainer's words are on their way."""
    return parts.sentence(f"On its way to {_people(listed)}{_and(channel)}.")


def _diff(change: Change) -> list[str]:
    return [f"*{escaped(change.name)}*", *_slots(change), *_told_of_it(change)]


def _slots(change: Change) -> list[str]:
    before, after = change.before, change.after
    if before and after and not change.is_told:
        return ["Time and place stay as they are; the units are kept."]
    if before is None and after is None:
        return [
            "Now: it waits for a new date.",
            "Then: it is dropped. The training goes on without it.",
        ]
    now = [f"Now: {_slot(before)}"] if before else []
    return [*now, f"Then: {_slot(after)}" if after else "Then: it does not take place."]


def _told_of_it(change: Change) -> list[str]:
    if not change.is_told:
        return ["Nobody is told."]
    asked = " Replies to the old time are forgotten." if change.before and change.moves else ""
    return [f"{_who(change)} told. {_ONCE}{asked}", _NOT_AGAIN]


def _left_out(number: int) -> list[Block]:
    """Return how many days are not shown, if some are not."""
    if number <= 0:
        return []
    days = "1 more day is" if number == 1 else f"{number} more days are"
    return [small(f"{days} not shown: later than these, or over.")]


def _who(change: Change) -> str:
    verb = "is" if change.listed == 1 and not change.channel else "are"
    return f"{_people(change.listed)} on the list{_and(change.channel)} {verb}"


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def _and(channel: str | None) -> str:
    return f" and <#{channel}>" if channel else ""


def _slot(slot: Slot) -> str:
    room = f", {escaped(slot.room)}" if slot.room else ", no place yet"
    day = f"{slot.on:%A} {slot.on.day} {slot.on:%B}"
    return f"{day}, {slot.at:%H:%M} to {slot.until:%H:%M} {slot.zone} time{room}"


def _fields(
    slot: Slot, units: Sequence[str], offered: Mapping[str, str], *, on: date | None
) -> list[Block]:
    taught = inputs.menu_of_many(inputs.options(offered), units)
    return [
        parts.field("Date", DAY, inputs.day(on)),
        parts.field("From", START, inputs.hour(slot.at)),
        parts.field("Until", END, inputs.hour(slot.until)),
        parts.field("Place, or a link", ROOM, inputs.line(LONGEST_ROOM, slot.room), optional=True),
        parts.field("Units taught", UNITS, taught, optional=True),
    ]


def _vacancy(one: Offered) -> str:
    # Slack takes 75 characters of an option.
    if one.waits:
        return f"{one.cohort[:40]}: day {one.number}, which was called off"
    return f"{one.cohort[:40]}: one more day (day {one.number})"


def _told(line: Line) -> str:
    opening = f"*{escaped(line.cohort)}*"
    if line.state != "planned":
        waits = "waits for a new date" if line.state == "postponed" else "was called off"
        return f"{opening}\nDay {line.day.number} {waits}."
    lines = [opening, sessions.told(line.day)]
    if line.leads and not line.day.room and not line.over:
        lines.append("It has no place yet.")
    if line.reply and not line.over:
        lines.append(f"You said that {sessions.NOTED[line.reply]}.")
    lines += [
        f"{name}: {registers.mentions(line.replied[reply])}"
        for reply, name in _REPLIED.items()
        if line.replied.get(reply)
    ]
    return "\n".join([*lines, *([line.register] if line.register else [])])


_REPLIED = {"coming": "Coming", "late": "Will be late", "cannot": "Cannot come"}


def _below(line: Line) -> list[Block]:
    day = line.day
    if line.state == "postponed" and line.leads:
        a_date = button(f"Give day {day.number} a date", Tap.SESSION_NEW)
        drop = button(f"Drop day {day.number}", Tap.SESSION_CANCEL, day.id)
        return [buttons(a_date, drop)]
    if line.state != "planned":
        return []
    # Read aloud, "Move" would be the same button for each of them.
    which = f"day {day.number}"
    elements: list[Block] = []
    if line.leads and not line.over:
        elements = [
            button(f"Move {which}", Tap.SESSION_MOVE, day.id),
            button(f"Call off {which}", Tap.SESSION_CANCEL, day.id),
            button(f"Remind of {which}", Tap.SESSION_REMIND, day.id),
        ]
    if line.sees:
        elements.append(button(f"Register of {which}", Tap.REGISTER, day.id))
    elif not line.over:
        elements = [*sessions.replies([day]), button("Calendar file", Tap.CALENDAR, day.id)]
    return [buttons(*elements)] if elements else []

"""The forms in which trainers plan a session, what changes before it does, and their own words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.messages import inputs
from bot.messages.names import Form
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    Message,
    View,
    buttons,
    escaped,
    field,
    modal,
    option,
    section,
    sentence,
    small,
)
from bot.rules.forms import LONGEST_ROOM
from bot.rules.sessions import (
    DAY,
    END,
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

_LOOK = "Look at it first"
_ONCE = "I tell them once: by day, or at once when it is within 24 hours."
_NOT_AGAIN = (
    "What was sent stays as it is and is not sent again. Only what is still to come moves along."
)
_CHANGED = "Somebody changed this day while you looked at it. Nothing of yours was kept."


@dataclass(frozen=True, slots=True)
class Offered:
    """A day that can be given a date."""

    id: str
    cohort: str
    number: int
    waits: bool


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
            field("Which day", VACANCY, inputs.menu(options, vacancies[0].id)),
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
    waits = change.before is None
    return modal(
        [
            *([section(_CHANGED)] if changed else []),
            *map(section, _diff(change)),
            *([] if waits else [field("And then", FOLLOWS, inputs.radios(choices, "yes"))]),
            buttons(HELP_BUTTON),
        ],
        form=Form.SESSION_CANCEL,
        submit="Drop it" if waits else "Call it off",
        about=about,
    )


def done(change: Change) -> View:
    """Return what is said when it is done."""
    if not change.is_told:
        return sentence("Saved. Nobody is told, because time and place stay as they are.")
    return sentence(f"Done. {_who(change)} told once. `/resiliency session list` shows it.")


def stale() -> View:
    """Return what is said when somebody else was quicker, and there is nothing to look at."""
    return sentence(f"{_CHANGED} `/resiliency session list` shows how it stands.")


def not_any_more(why: str, act: str) -> View:
    """Return what is said when something could be while it was looked at, and cannot be now."""
    return sentence(f"{why} Nothing was changed. `/resiliency session {act}` begins anew.")


def words_form(name: str, about: str, says: str = "") -> View:
    """Return the form in which a trainer adds their own words to a day."""
    return modal(
        [
            section(f"*{escaped(name)}*. Your words go to everybody on the list, and the channel."),
            field("Your words", WORDS, inputs.lines(LONGEST_WORDS, says)),
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
    return sentence(f"On its way to {_people(listed)}{_and(channel)}.")


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
        field("Date", DAY, inputs.day(on)),
        field("From", START, inputs.hour(slot.at)),
        field("Until", END, inputs.hour(slot.until)),
        field("Place, or a link", ROOM, inputs.line(LONGEST_ROOM, slot.room), optional=True),
        field("Units taught", UNITS, taught, optional=True),
    ]


def _vacancy(one: Offered) -> str:
    # Slack takes 75 characters of an option.
    if one.waits:
        return f"{one.cohort[:40]}: day {one.number}, which was called off"
    return f"{one.cohort[:40]}: one more day (day {one.number})"

"""A register as its trainers keep it, and what people see who say that they are there.

Names stand only in the trainers' and coordinators' window; participants are told so.
"""

from collections.abc import Mapping, Sequence

from bot.messages import inputs, parts, sessions
from bot.messages.names import Form, Tap
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    Message,
    View,
    button,
    buttons,
    escaped,
    mentions,
    modal,
    section,
    small,
)
from bot.rules.attendance import CANNOT, COMING, LATE, Page
from bot.rules.notices import Day

PEOPLE = "people"
CODE = "code"

WHO_SEES = (
    "Who was there is seen by the trainers of this training and your coordinators, for "
    "12 months. After that only numbers are left, and your own record."
)
STILL_OPEN = "The register is open. Please close it when the list is right."

_REPLIED = {COMING: "said they come", LATE: "said they come late", CANNOT: "said they cannot"}


def opens(cohort: str, day: Day, code: str) -> Message:
    """Return what a trainer is told as the register of a day opens."""
    lines = [
        f"The register of *{escaped(cohort)}*, day {day.number}, is open.",
        f"Room code: *{code}*. Please show it in the room: people tap *I am here* and enter it.",
        "Whoever has no phone, or is not on the list yet, you add in the register.",
    ]
    row = buttons(button("Register", Tap.REGISTER, day.id), HELP_BUTTON)
    return Message("\n".join(lines), (*map(section, lines), row))


def step_out(cohort: str, day: Day) -> Message:
    """Return what a trainer is told as the last questions open in the room."""
    lines = [
        f"*{escaped(cohort)}*: the last questions are open now, for ten minutes in the room.",
        "Please say so, and step out: people answer more freely alone.",
        "Afterwards, please close the register.",
    ]
    row = buttons(button("Register", Tap.REGISTER, day.id), HELP_BUTTON)
    return Message("\n".join(lines), (*map(section, lines), row))


def page(shown: Page, about: str, *, above: Sequence[str] = ()) -> View:
    """Return an open register: the code, who is there, and what people have replied.

    `above` is what happened just now.
    """
    said = [
        f"{len(shown.replied[reply])} {words}: {mentions(shown.replied[reply])}"
        for reply, words in _REPLIED.items()
        if shown.replied.get(reply)
    ]
    revision = str(shown.revision)
    close = button("Close the register", Tap.CLOSE_REGISTER, shown.day.id, about=revision)
    return modal(
        [
            *map(section, above),
            section(f"*{escaped(shown.name)}*\n{sessions.told(shown.day)}"),
            *([section(f"Room code: *{shown.code}*")] if shown.code else []),
            parts.field("Who is here", PEOPLE, inputs.people(shown.present), optional=True),
            *([section("\n".join(said))] if said else []),
            small("Add whoever came without being on the list: they hear of the next days."),
            small(WHO_SEES),
            buttons(close, HELP_BUTTON),
        ],
        form=Form.REGISTER,
        submit="Save",
        about=about,
    )


def closing(shown: Page, about: str, *, above: Sequence[str] = ()) -> View:
    """Return what is closed, before it is; `above` is who could not be added."""
    who = f": {mentions(shown.present)}" if shown.present else ""
    return modal(
        [
            *map(section, above),
            section(f"*{escaped(shown.name)}*"),
            section(f"{len(shown.present)} of {shown.listed} on the list were there{who}."),
            section("Once closed, the register stays as it is. Please look once more."),
            buttons(HELP_BUTTON),
        ],
        form=Form.CLOSE_REGISTER,
        submit="Close it",
        about=about,
    )


def closed(shown: Page) -> View:
    """Return a register that is closed, with who was there."""
    who = [section(mentions(shown.present))] if shown.present else []
    said = section(f"*{escaped(shown.name)}*. {closed_with(len(shown.present), shown.listed)}")
    return modal([said, *who, small(WHO_SEES), buttons(HELP_BUTTON)])


def closed_with(present: int, listed: int) -> str:
    """Return what is told of a closed register without opening it."""
    return f"The register is closed: {present} of {listed} were there."


def saved(left_out: Sequence[str], too_late: Sequence[str] = ()) -> list[str]:
    """Return what stands above a register that was saved; who came `too_late` to be added."""
    lines = ["Saved."]
    if left_out:
        lines.append(f"Not added (guests, bots, or people who left Slack): {mentions(left_out)}.")
    if too_late:
        lines.append(f"Not added, because the training is over: {mentions(too_late)}.")
    return lines


def changed(came: Sequence[str], went: Sequence[str]) -> list[str]:
    """Return what stands above a register that another trainer changed meanwhile."""
    lines = ["Another trainer changed the register meanwhile. Yours was not kept; look again."]
    if came:
        lines.append(f"Now here too: {mentions(came)}.")
    if went:
        lines.append(f"No more here: {mentions(went)}.")
    return lines


def enter(day: Day) -> View:
    """Return the question for the room's code."""
    typed = inputs.line(12) | {"min_length": 1}
    return modal(
        [
            section(f"Day {day.number}. The code is on the wall, or your trainer tells it."),
            parts.field("Code", CODE, typed),
            small(WHO_SEES),
            buttons(HELP_BUTTON),
        ],
        form=Form.HERE,
        submit="I am here",
        about=day.id,
    )


def entered(day: Day) -> View:
    """Return what is said to somebody who is there."""
    return parts.sentence(f"Good that you are here. Day {day.number} is noted for you.")


def reply_form(days: Sequence[Day], said: Mapping[str, str], about: str) -> View:
    """Return the form in which somebody replies to each of several days."""
    return modal(
        [
            *(_reply(day, said.get(day.id, COMING)) for day in days),
            small(sessions.FOR_TRAINERS),
            buttons(HELP_BUTTON),
        ],
        form=Form.REPLY_DAYS,
        submit="Send",
        about=about,
    )


def by_calendar(session_id: str, *, alone: bool) -> Message:
    """Return what is said to somebody who wants no reminders, or wants them again."""
    if not alone:
        words = "Done. I remind you again before each day."
        return Message(words, (section(words), buttons(HELP_BUTTON)))
    words = (
        "Done. I send you no reminders of this training. If a day moves or is called off, I still "
        "tell you, with a new calendar file."
    )
    row = buttons(
        button("Calendar file", Tap.CALENDAR, session_id),
        button("Remind me again", Tap.REMIND_ME, session_id),
        HELP_BUTTON,
    )
    return Message(words, (section(words), row))


def _reply(day: Day, said: str) -> Block:
    menu = inputs.menu(inputs.options(sessions.LABELS), said)
    return parts.field(f"Day {day.number}, {day.on:%A} {day.on.day} {day.on:%B}", day.id, menu)

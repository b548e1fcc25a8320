"""The forms in which trainers make a cohort, change it, and say who is on it and who leads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.messages import confirmations, inputs
from bot.messages.cohorts import Person
from bot.messages.names import Form
from bot.messages.parts import (
    HELP_BUTTON,
    Block,
    View,
    buttons,
    escaped,
    field,
    modal,
    option,
    section,
    small,
)
from bot.rules.asks import LONGEST_NAME
from bot.rules.cohorts import FEWEST_PLACES, MOST_PLACES
from bot.rules.forms import LONGEST_ROOM
from bot.rules.invitations import MOST_LINES
from bot.rules.sessions import USUAL_START

NAME = "name"
PEOPLE = "people"
EMAILS = "emails"
DAYS = ("day1", "day2", "day3")
STARTS_AT = "starts_at"
SECOND_TRAINER = "second_trainer"
CHANNEL = "channel"
PUBLIC = "public"
SITE = "site"
PLACES = "places"
ROOM = "room"
WHO = "who"
WHERE = "where"
TRAINER = "trainer"
INSTEAD = "instead"

# What a form is filled with, or was: by the names of its fields.
Filled = Mapping[str, Any]

# Taken off the list, and put on no other.
OFF = "off"
# Nobody steps back: there are two trainers from here on.
NOBODY = "nobody"

NAME_TAKEN = "There is a cohort of that name; choose another."
PUBLIC_IS_SEEN = "Colleagues may see who attends"
_PUBLIC_HINT = "Everybody can open a public channel and read who is in it."


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose in a form: what it is called, and what comes back."""

    label: str
    value: str


def cohort_form(sites: Mapping[str, str], filled: Filled, problems: Filled) -> View:
    """Return the modal in which a trainer makes a cohort at one of `sites` (id to name).

    What was `filled` in stands there, and above a field what is wrong with it.
    """
    fields = [*_of_the_training(sites, filled), *_channel(filled, problems), confirmations.tick()]
    return modal(
        [
            *_with_problems(fields, problems),
            small(
                "Everybody you choose is on the list and gets notices of the training days. "
                "Whether they want the companion is their choice, and private. "
                "You can invite people later, too. "
                "A private channel is best; invite me to it first."
            ),
            buttons(HELP_BUTTON),
        ],
        form=Form.NEW_COHORT,
        submit="Create",
    )


def change_form(seen: str, filled: Filled, problems: Filled) -> View:
    """Return the modal in which the name, the places and the channel of a cohort are changed."""
    fields = [
        field("Name", NAME, inputs.line(LONGEST_NAME, filled.get(NAME))),
        field("Places", PLACES, _places(filled.get(PLACES))),
        *_channel(filled, problems),
    ]
    return modal(
        [*_with_problems(fields, problems), buttons(HELP_BUTTON)],
        form=Form.CHANGE_COHORT,
        submit="Save",
        about=seen,
    )


def invite_form(seen: str, cohort: str, free: int) -> View:
    """Return the modal in which people are picked, or their addresses pasted."""
    left = "1 place is" if free == 1 else f"{free} places are"
    return modal(
        [
            section(
                f"Invite people to *{escaped(cohort)}*. {left} free; "
                "whoever comes after that goes on the waiting list."
            ),
            field("People", PEOPLE, inputs.people(), optional=True),
            field("Or e-mail addresses, one a line", EMAILS, inputs.lines(3000), optional=True),
            small(
                f"Up to {MOST_LINES} at a time. I keep no address. You have said of this group: "
                f"“{confirmations.OF_A_GROUP}” Please leave out anybody of whom it is not true."
            ),
            buttons(HELP_BUTTON),
        ],
        form=Form.INVITE,
        submit="Invite",
        about=seen,
    )


def move_form(seen: str, cohort: str, others: Sequence[Choice]) -> View:
    """Return the modal in which somebody is moved to another list, or taken off."""
    choices = [*others[:99], Choice("Off the list", OFF)]
    return modal(
        [
            section(f"Who is to leave the list of *{escaped(cohort)}*? They are told."),
            field("Person", WHO, inputs.person()),
            field("Where to", WHERE, inputs.menu(_options(choices))),
            small("A place that is free goes to the first in line, who is told too."),
            buttons(HELP_BUTTON),
        ],
        form=Form.MOVE,
        submit="Move",
        about=seen,
    )


def hand_over_form(seen: str, cohort: str, trainers: Sequence[Person], *, may_add: bool) -> View:
    """Return the modal in which a cohort gets another trainer."""
    steps_back = [
        {"text": {"type": "mrkdwn", "text": f"<@{one.slack_id}> steps back"}, "value": one.slack_id}
        for one in trainers
    ]
    beside = [option("Nobody: as second trainer", NOBODY)] if may_add else []
    return modal(
        [
            section(f"Who is to lead *{escaped(cohort)}*? They are told, and asked to confirm."),
            field("Trainer", TRAINER, inputs.person()),
            field("In whose place", INSTEAD, inputs.radios([*beside, *steps_back])),
            small("Whoever steps back sees this cohort no more. Each trainer of it can do all."),
            buttons(HELP_BUTTON),
        ],
        form=Form.HAND_OVER,
        submit="Hand over",
        about=seen,
    )


def _of_the_training(sites: Mapping[str, str], filled: Filled) -> list[Block]:
    """Return the fields of what a training is, when and where, and who is in it."""
    start = inputs.hour(USUAL_START)
    start["initial_time"] = filled.get(STARTS_AT) or start["initial_time"]
    site = _chosen([Choice(name, id_) for id_, name in sites.items()], filled.get(SITE))
    people = inputs.people(filled.get(PEOPLE) or ())
    second = inputs.person(filled.get(SECOND_TRAINER))
    return [
        field("Name", NAME, inputs.line(LONGEST_NAME, filled.get(NAME))),
        field("Site", SITE, site),
        *(
            field(f"Training day {number}", day, _day(filled, day))
            for number, day in enumerate(DAYS, start=1)
        ),
        field("Each day starts at (the site's time)", STARTS_AT, start),
        field("Room, or a link", ROOM, inputs.line(LONGEST_ROOM, filled.get(ROOM)), optional=True),
        field("People", PEOPLE, people, optional=True),
        field("Places", PLACES, _places(filled.get(PLACES))),
        field("Second trainer", SECOND_TRAINER, second, optional=True),
    ]


def _day(filled: Filled, name: str) -> Block:
    # As Slack wrote it: what is no day has its complaint above the field.
    return inputs.day() | ({"initial_date": filled[name]} if filled.get(name) else {})


def _places(chosen: Any) -> Block:
    numbers = [str(number) for number in range(MOST_PLACES, FEWEST_PLACES - 1, -1)]
    return _chosen([Choice(number, number) for number in numbers], str(chosen or MOST_PLACES))


def _chosen(choices: Sequence[Choice], value: str | None) -> Block:
    known = any(choice.value == value for choice in choices)
    return inputs.menu(_options(choices), value if known else choices[0].value)


def _options(choices: Sequence[Choice]) -> list[Block]:
    return inputs.options({choice.value: choice.label for choice in choices})


def _channel(filled: Filled, problems: Filled) -> list[Block]:
    """Return the field of the channel; with that of a public one once somebody has chosen one."""
    fields = [field("Channel", CHANNEL, inputs.channel(filled.get(CHANNEL)), optional=True)]
    if PUBLIC in problems:
        ticks = inputs.boxes([option(PUBLIC_IS_SEEN, PUBLIC, _PUBLIC_HINT)])
        fields.append(field("A public channel", PUBLIC, ticks, optional=True))
    return fields


def _with_problems(fields: Sequence[Block], problems: Filled) -> list[Block]:
    """Return the fields, and above each what is wrong with it."""
    found: list[Block] = []
    for one in fields:
        if problem := problems.get(one["block_id"]):
            found.append(section(f"*Please look again:* {escaped(problem)}"))
        found.append(one)
    return found

"""The shapes of everything the companion says: what a file may hold, field by field.

What concerns one field is refused here, so that all of a file's fields complain together; what
concerns several fields or files is refused by `content.check`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, cast

from pydantic import AfterValidator, Field

from content.certification import Ladder
from content.fields import (
    Flag,
    Kebab,
    Key,
    LowerText,
    Phase,
    SlackId,
    StepId,
    Text,
    TimeZone,
    UnitKey,
    Whole,
    Zone,
    at_most,
    each_once,
)
from content.hours import Hours
from content.instruments import Instrument
from content.shape import Item, Shape, Signature
from content.talk import Means, Talk

__all__ = [
    "Caller",
    "CheckIn",
    "Choice",
    "ContentError",
    "Curriculum",
    "Exercise",
    "Help",
    "HelpRoute",
    "Hours",
    "Instrument",
    "Item",
    "Ladder",
    "Library",
    "Means",
    "Pack",
    "Phase",
    "Shape",
    "Signature",
    "Site",
    "Step",
    "Talk",
    "Unit",
    "Zone",
]


class Choice(Shape):
    """One answer a person can tap, and what the companion says to it."""

    id: Kebab
    label: Annotated[Text, Field(max_length=30)]
    reply: Annotated[Text, at_most(25)]
    zone: Zone | None = None
    offer: Kebab | None = None
    support: Flag = False


class CheckIn(Item):
    """One question that is answered in one tap, and the phases in which it may be sent."""

    unit: UnitKey
    phases: Annotated[tuple[Phase, ...], Field(min_length=1), each_once()]
    ask: Annotated[Text, Field(max_length=150), at_most(25)]
    lock_screen: Flag
    skip: Annotated[Text, Field(max_length=30)] = "Not today"
    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=5)]

    @property
    def roles_needed(self) -> int:
        """Return how many different roles must sign this: two where it speaks to the worst hour."""
        return 2 if any(choice.support for choice in self.choices) else 1

    @property
    def names_zones(self) -> bool:
        """Whether it asks where people stand, so that answers can be counted by zone."""
        return any(choice.zone for choice in self.choices)

    def choice(self, choice_id: str) -> Choice | None:
        """Return the choice with this id, or None when there is none."""
        return next((choice for choice in self.choices if choice.id == choice_id), None)


class Exercise(Item):
    """One micro-exercise of one to five minutes."""

    title: Annotated[Text, Field(max_length=60)]
    unit: UnitKey
    minutes: Annotated[Whole, Field(le=5)]
    setting: Literal["at_work", "after_shift", "anywhere"]
    why: Annotated[Text, at_most(40)]
    steps: Annotated[
        tuple[Annotated[Text, Field(max_length=140), at_most(25)], ...],
        Field(min_length=1, max_length=5),
    ]
    safety: Text
    # Fit for right after a hard shift: something to hold on to, and nothing to think over.
    hard_shift: Flag = False
    inward: Flag = False
    anchor: Kebab | None = None
    evidence: Literal["A", "B", "C"]
    source: Text

    @property
    def roles_needed(self) -> int:
        """Return how many different roles must sign this: two where it follows the worst hour."""
        return 2 if self.hard_shift else 1


class Unit(Shape):
    """One of the ten parts of the training, in our own words."""

    key: UnitKey
    title: Text
    objective: Text


class Step(Shape):
    """One thing the companion sends, in the phase with which its id begins.

    Before the training `day` counts down to its first day; on training days it is the number of
    the day, in whose evening this comes; afterwards day 1 follows the last.
    """

    id: StepId
    day: Whole
    kind: Literal["check-in", "exercise"]
    # None on training days: what was taught that day.
    unit: UnitKey | None = None
    # No exercise is longer.
    minutes: Annotated[Whole, Field(le=5)] = 5
    # Draws on the questions that name zones alone.
    zones: Flag = False

    @property
    def phase(self) -> Phase:
        """The phase in which it comes."""
        return cast("Phase", self.id.partition("/")[0])


class Curriculum(Shape):
    """The units of the training and the steps that keep it alive, in order."""

    units: tuple[Unit, ...]
    steps: tuple[Step, ...]


class HelpRoute(Shape):
    """One way to reach somebody; only national routes need no date of the last check."""

    name: Text
    reach: Text
    hours: Hours
    checked_on: date | None = None


class Help(Shape):
    """What the help card shows everywhere, and the words that bring it at once."""

    emergency: HelpRoute
    national: Annotated[tuple[HelpRoute, ...], Field(min_length=1)]
    distress: Annotated[tuple[LowerText, ...], Field(min_length=1)]


class Caller(Shape):
    """Somebody of a site who has promised to call, in these hours, whoever asks for it."""

    name: Annotated[Text, Field(max_length=60)]
    slack_id: SlackId
    hours: Hours
    # From the asking until they have said that they call.
    within_minutes: Annotated[Whole, Field(le=240)]


def _tried(route: HelpRoute) -> HelpRoute:
    if route.checked_on is None:
        raise ValueError("nobody says when this was tried; call it, then add checked_on")
    return route


class Norm(Shape):
    """How a measure behaves among people like ours, from a source: in numbers as they are printed.

    `mcid` is the smallest change that matters, where somebody has found it out.
    """

    measure: Key
    sd: Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)?$")]
    reliability: Annotated[str, Field(pattern=r"^0\.[0-9]+$")]
    mcid: Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)?$")] | None = None
    source: Text


class Site(Shape):
    """One hospital: its clock, who coordinates there, and where its people find help."""

    id: Kebab
    name: Text
    zone: TimeZone
    coordinators: Annotated[tuple[SlackId, ...], Field(min_length=1)]
    help_routes: Annotated[
        tuple[Annotated[HelpRoute, AfterValidator(_tried)], ...], Field(min_length=1)
    ]
    # Without any, nobody is offered a call.
    callers: tuple[Caller, ...] = ()
    # Whom to ask about the programme: an office and its number, never a participant's manager.
    contact: Text | None = None
    norms: tuple[Norm, ...] = ()


class Pack(Shape):
    """What a folder of somebody else's texts is, and who attests that it may be used here."""

    title: Text
    licence: Text
    attested_by: Annotated[Text, Field(max_length=60)]
    attested_on: date


class Library(Shape):
    """Everything the companion can say."""

    checkins: Mapping[str, CheckIn]
    exercises: Mapping[str, Exercise]
    instruments: Mapping[str, Instrument]
    curriculum: Curriculum
    help: Help
    talk: Talk
    ladder: Ladder


class ContentError(Exception):
    """Something in the files is not as it should be; `problems` says everything that is not."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems

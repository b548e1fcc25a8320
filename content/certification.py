"""The shape of a ladder: by which steps somebody becomes a trainer, and how they stay one."""

from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field

from content.fields import Key, Text, Whole, each_once
from content.shape import Shape

Role = Literal["observe", "teach_back", "co_lead", "lead", "refresher"]
# What somebody can have done while an observer looked.
ROLES: tuple[Role, ...] = get_args(Role)

# What follows from the calendar, so that no file may call a step so.
REFRESHER_DUE, LAPSED = "refresher_due", "lapsed"

# The best that an observer's checklist can come to.
BEST_SCORE = 100


def _not_of_the_calendar(key: str) -> str:
    if key in {REFRESHER_DUE, LAPSED}:
        raise ValueError(f'"{key}" follows from the calendar by itself; choose another key')
    return key


def _latest_first(days: tuple[int, ...]) -> tuple[int, ...]:
    if list(days) != sorted(days, reverse=True):
        raise ValueError("must begin with the longest before the end")
    return days


def _each_its_own(levels: tuple["Level", ...]) -> tuple["Level", ...]:
    keys = [level.key for level in levels]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f'the key "{key}" is there twice; give each step its own')
    return levels


class Need(Shape):
    """What is to be recorded of somebody before a step: how often in a role, and how well."""

    role: Role
    times: Annotated[Whole, Field(le=50)]
    score: Annotated[Whole, Field(le=BEST_SCORE)] | None = None


class Level(Shape):
    """One step of the ladder, which a coordinator confirms."""

    key: Annotated[Key, AfterValidator(_not_of_the_calendar)]
    title: Annotated[Text, Field(max_length=40)]
    why: Annotated[Text, Field(max_length=120)]
    needs: tuple[Need, ...] = ()


class Currency(Shape):
    """How long somebody stays current: so many training days within so many months."""

    months: Annotated[Whole, Field(le=120)]
    training_days: Annotated[Whole, Field(le=50)]


class Ladder(Shape):
    """The steps in order, and what currency of the last one is."""

    notices: Annotated[
        tuple[Annotated[Whole, Field(le=365)], ...],
        Field(min_length=1, max_length=5),
        each_once(),
        AfterValidator(_latest_first),
    ]
    currency: Currency
    levels: Annotated[
        tuple[Level, ...], Field(min_length=1, max_length=10), AfterValidator(_each_its_own)
    ]

    def level(self, key: str) -> Level | None:
        """Return the step of this key, or None when there is none."""
        return next((level for level in self.levels if level.key == key), None)

    @property
    def highest(self) -> Level:
        """The last step: who has it leads without guidance, as long as they are current."""
        return self.levels[-1]

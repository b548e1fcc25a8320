"""The kinds of field a file may hold; what one refuses, it refuses with a sentence."""

import re
from functools import cache
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field

Phase = Literal["before", "training", "active", "one_month", "boosters"]
TimePoint = Literal["pre", "baseline_2", "end", "month_1", "month_3", "month_6"]
Zone = Literal["green", "yellow", "orange", "red"]


def _one_line(text: object) -> object:
    # Authors wrap long texts in the file; Slack would show those breaks.
    return " ".join(text.split()) if isinstance(text, str) else text


def at_most(words: int) -> AfterValidator:
    """Return the validator that refuses a text of more than so many words."""

    def counted(text: str) -> str:
        count = len(text.split())
        if count > words:
            raise ValueError(f"has {count} words; say it in at most {words}")
        return text

    return AfterValidator(counted)


def each_once() -> AfterValidator:
    """Return the validator that refuses a list that names something twice."""

    def counted(values: tuple[str, ...]) -> tuple[str, ...]:
        for value in values:
            if values.count(value) > 1:
                raise ValueError(f'"{value}" is there twice; write it once')
        return values

    return AfterValidator(counted)


def written(pattern: str, advice: str) -> AfterValidator:
    """Return the validator that refuses a text that is not written like `pattern`."""

    def matched(text: str) -> str:
        if re.fullmatch(pattern, text) is None:
            raise ValueError(f'"{text}" {advice}')
        return text

    return AfterValidator(matched)


def _lower(text: str) -> str:
    if text != text.lower():
        raise ValueError(f'"{text}" has capitals; write it in lower case')
    return text


@cache
def _zones() -> set[str]:
    return available_timezones()


def _known(zone: str) -> str:
    if zone not in _zones():
        raise ValueError(f'"{zone}" is no time zone; write one such as "America/Chicago"')
    return zone


Text = Annotated[str, BeforeValidator(_one_line)]
LowerText = Annotated[Text, AfterValidator(_lower)]
TimeZone = Annotated[str, AfterValidator(_known)]
Kebab = Annotated[
    str,
    # An id travels in buttons and stands in the database; neither has room for a paragraph.
    Field(max_length=60),
    written(
        r"[a-z0-9]+(-[a-z0-9]+)*",
        'is no id; use small letters, digits and hyphens, such as "feet-and-seat"',
    ),
]
Key = Annotated[
    str,
    # Where others have named the thing, or a program reads the name: who5, sts, month_1.
    Field(max_length=60),
    written(
        r"[a-z][a-z0-9]*(_[a-z0-9]+)*",
        'is no key; use small letters, digits and underscores, such as "strt_core"',
    ),
]
UnitKey = Annotated[
    str,
    written(
        r"[a-z]+(_[a-z]+)*",
        'is no unit key; use small letters and underscores, such as "self_care_plan"',
    ),
]
StepId = Annotated[
    str,
    written(
        # A question on the evening of a training day would read like a test of it.
        r"(before/day-[1-9][0-9]*/(check-in|exercise)|training/day-[1-9][0-9]*/exercise"
        r"|(active|one_month|boosters)/week-[1-9][0-9]*/(check-in|exercise))",
        'is no step id; write one such as "active/week-1/check-in"',
    ),
]
SlackId = Annotated[
    str,
    written(
        r"[UW][A-Z0-9]{2,}",
        'is no Slack member id; copy it from the profile in Slack, where it looks like "U0COORD01"',
    ),
]
Sha256 = Annotated[
    str,
    written(
        r"[0-9a-f]{64}",
        "is no signature of ours; remove these lines and sign again: python -m content sign",
    ),
]
TextHash = Annotated[
    str,
    written(r"[0-9a-f]{64}", "is no hash of ours; write the file anew: python -m content release"),
]
# Strict, because "yes" would otherwise be read as true and true as 1.
Flag = Annotated[bool, Field(strict=True)]
Integer = Annotated[int, Field(strict=True)]
Whole = Annotated[int, Field(strict=True, ge=1)]

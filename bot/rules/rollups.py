"""What one hospital hands to the programme office of one quarter, and the file it stands in.

It is drawn from releases, and from what coordinators typed, with small groups put together: it
says nothing that its report does not. The signature is of the text of the body, as it stands.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from bot.rules import point_figures, shown
from bot.rules.point_figures import Figures
from bot.rules.shown import Shown

FORMAT = "resiliency-rollup"
# Raised whenever the file looks different.
VERSION = 1


class NotARollupError(Exception):
    """A file is not what this program writes, or of another version. The message says which."""


@dataclass(frozen=True, slots=True)
class Week:
    """What was told of a hospital as a whole for one week."""

    starts_on: date
    participation: Shown


@dataclass(frozen=True, slots=True)
class Group:
    """One role group or several together: people trained, and sessions they lead in a year."""

    names: tuple[str, ...]
    trained: int
    all_days: int
    low: int
    likely: int
    high: int
    counted: int | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """The reach of twelve months; the last of `groups` is all of them together."""

    starts_on: date
    ends_on: date
    groups: Sequence[Group]


@dataclass(frozen=True, slots=True)
class Stayed:
    """How many of the staff stayed; None of both where it may not be told."""

    staff: str
    starts_on: date
    ends_on: date
    source: str
    stayed: int | None = None
    employed: int | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """Everything that goes to the office of one hospital and quarter."""

    site_id: str
    site: str
    quarter: str
    cohorts: int
    training_days: int
    people: int
    weeks: Sequence[Week]
    points: Mapping[str, Sequence[Figures]]
    reach: Sequence[Reach]
    retention: Sequence[Stayed]
    definitions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class File:
    """A roll-up as it lies in a file: the text that was signed, by which key, and how."""

    text: str
    key: str
    signature: str


def written(body: Body) -> str:
    """Return a body as text; the same body is always the same text."""
    kept = {
        "site_id": body.site_id,
        "site": body.site,
        "quarter": body.quarter,
        "cohorts": body.cohorts,
        "training_days": body.training_days,
        "people": body.people,
        "weeks": [
            [one.starts_on.isoformat(), shown.written(one.participation)] for one in body.weeks
        ],
        "points": {
            point: [json.loads(point_figures.written(_nameless(lot))[0]) for lot in lots]
            for point, lots in body.points.items()
        },
        "reach": [_reach(one) for one in body.reach],
        "retention": [_stayed(one) for one in body.retention],
        "definitions": dict(body.definitions),
    }
    return json.dumps(kept, sort_keys=True, ensure_ascii=False)


def read(text: str) -> Body:
    """Return the body that `written` wrote.

    Raises:
        NotARollupError: It did not.
    """
    try:
        kept = json.loads(text)
        return Body(
            site_id=str(kept["site_id"]),
            site=str(kept["site"]),
            quarter=str(kept["quarter"]),
            cohorts=int(kept["cohorts"]),
            training_days=int(kept["training_days"]),
            people=int(kept["people"]),
            weeks=[Week(date.fromisoformat(day), shown.read(told)) for day, told in kept["weeks"]],
            points={
                point: [point_figures.read(json.dumps(lot)) for lot in lots]
                for point, lots in kept["points"].items()
            },
            reach=[_read_reach(one) for one in kept["reach"]],
            retention=[_read_stayed(one) for one in kept["retention"]],
            definitions=dict(kept["definitions"]),
        )
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError):
        raise NotARollupError("it is not as this program writes it") from None


def digest(text: str) -> str:
    """Return what tells a preview from a later one."""
    return sha256(text.encode()).hexdigest()[:16]


def file_written(file: File) -> str:
    """Return a roll-up as the text of a file."""
    kept = {"format": FORMAT, "version": VERSION, "body": file.text}
    return json.dumps(kept | {"key": file.key, "signature": file.signature}, indent=1) + "\n"


def file_read(text: str) -> File:
    """Return the roll-up of a file.

    Raises:
        NotARollupError: It is none, or of another version.
    """
    try:
        kept = json.loads(text)
        found = File(kept["body"], kept["key"], kept["signature"])
        is_ours, version = kept["format"] == FORMAT, kept["version"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise NotARollupError("it is no roll-up") from None
    if not is_ours or not all(
        isinstance(one, str) for one in (found.text, found.key, found.signature)
    ):
        raise NotARollupError("it is no roll-up")
    if version != VERSION:
        raise NotARollupError("it is of another version of the bot")
    # What nobody has signed is not passed over in silence.
    if kept.keys() != {"format", "version", "body", "key", "signature"}:
        raise NotARollupError("it holds more than was signed")
    return found


def _nameless(lot: Figures) -> Figures:
    """Return a lot that says how many cohorts are in it, and not which."""
    numbers = tuple(str(number) for number, _ in enumerate(lot.cohorts, start=1))
    return Figures(
        lot.point,
        numbers,
        lot.listed,
        lot.flow,
        lot.changes,
        lot.said_better,
        lot.switched,
        lot.ratings,
    )


def _reach(one: Reach) -> dict[str, Any]:
    groups = [
        [list(g.names), g.trained, g.all_days, g.low, g.likely, g.high, g.counted]
        for g in one.groups
    ]
    return {"from": one.starts_on.isoformat(), "to": one.ends_on.isoformat(), "groups": groups}


def _read_reach(kept: Mapping[str, Any]) -> Reach:
    groups = [Group(tuple(names), *numbers) for names, *numbers in kept["groups"]]
    return Reach(date.fromisoformat(kept["from"]), date.fromisoformat(kept["to"]), groups)


def _stayed(one: Stayed) -> dict[str, Any]:
    return {
        "staff": one.staff,
        "from": one.starts_on.isoformat(),
        "to": one.ends_on.isoformat(),
        "source": one.source,
        "stayed": one.stayed,
        "employed": one.employed,
    }


def _read_stayed(kept: Mapping[str, Any]) -> Stayed:
    days = date.fromisoformat(kept["from"]), date.fromisoformat(kept["to"])
    return Stayed(kept["staff"], *days, kept["source"], kept["stayed"], kept["employed"])

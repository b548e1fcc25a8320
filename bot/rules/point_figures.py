"""What a release tells of a lot of cohorts at a time point, and how it keeps it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from bot.rules import splits
from bot.rules.splits import About, AtLeast, Between, Count, Exactly, Fewer, Part, Split

# Which rules made it.
DEFINITIONS = {"outcomes": splits.VERSION}

_FORMS: Mapping[str, type[Exactly | About | Fewer | AtLeast]] = {
    "exactly": Exactly,
    "about": About,
    "fewer": Fewer,
    "at-least": AtLeast,
}
_NAMES = {form: name for name, form in _FORMS.items()}


@dataclass(frozen=True, slots=True)
class Summary:
    """The scores of one time point, or the changes between two."""

    mean: float
    sd: float
    median: float


@dataclass(frozen=True, slots=True)
class Changed:
    """How a measure changed; `before`, `after` and `change` only where every part is large."""

    split: Split
    before: Summary | None = None
    after: Summary | None = None
    change: Summary | None = None
    # How many improved by which definition, and got reliably worse: then too.
    improved: Mapping[str, int] = field(default_factory=dict)
    deteriorated: int | None = None


@dataclass(frozen=True, slots=True)
class Rated:
    """What people say of the training itself, from 0 to 100."""

    median: int
    at_maximum: Split


@dataclass(frozen=True, slots=True)
class Switched:
    """A yes or no before and after; who changed it only where every part is large."""

    before: Split
    after: Split
    yes_to_no: int | None = None
    no_to_yes: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What is told of a lot at a time point; nothing but its cohorts where it is too small."""

    point: str
    cohorts: tuple[str, ...]
    listed: int = 0
    flow: Mapping[str, Count] = field(default_factory=dict)
    changes: Mapping[str, Changed] = field(default_factory=dict)
    said_better: Split | None = None
    switched: Mapping[str, Switched] = field(default_factory=dict)
    ratings: Mapping[str, Rated] = field(default_factory=dict)
    # Of one cohort, at the end of its training: the medians of its ratings, None for too few.
    medians: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def is_shown(self) -> bool:
        """Whether anything but the refusal is told."""
        return bool(self.flow)


@dataclass(frozen=True, slots=True)
class Released:
    """A release of a site's lot, as it is read: which cohorts closed by which day."""

    site_id: str
    closed_on: date
    figures: Figures


def written(figures: Figures) -> tuple[str, str]:
    """Return figures, and the versions of their definitions, as a release keeps them."""
    kept = {
        "point": figures.point,
        "cohorts": figures.cohorts,
        "listed": figures.listed,
        "flow": {name: _told(one) for name, one in figures.flow.items()},
        "changes": {name: _changed(one) for name, one in figures.changes.items()},
        "said_better": _split(figures.said_better),
        "switched": {
            name: {
                "before": _split(one.before),
                "after": _split(one.after),
                "yes_to_no": one.yes_to_no,
                "no_to_yes": one.no_to_yes,
            }
            for name, one in figures.switched.items()
        },
        "ratings": {
            name: {"median": one.median, "at_maximum": _split(one.at_maximum)}
            for name, one in figures.ratings.items()
        },
        "medians": dict(figures.medians),
    }
    return json.dumps(kept), json.dumps(DEFINITIONS)


def read(text: str) -> Figures:
    """Return the figures that `written` wrote."""
    kept: Mapping[str, Any] = json.loads(text)
    return Figures(
        point=kept["point"],
        cohorts=tuple(kept["cohorts"]),
        listed=kept["listed"],
        flow={name: _count(one) for name, one in kept["flow"].items()},
        changes={name: _read_changed(one) for name, one in kept["changes"].items()},
        said_better=_read_split(kept["said_better"]) if kept["said_better"] else None,
        switched={
            name: Switched(
                _read_split(one["before"]),
                _read_split(one["after"]),
                one["yes_to_no"],
                one["no_to_yes"],
            )
            for name, one in kept["switched"].items()
        },
        ratings={
            name: Rated(one["median"], _read_split(one["at_maximum"]))
            for name, one in kept["ratings"].items()
        },
        medians=kept["medians"],
    )


def _told(one: Part | Count) -> str:
    match one:
        case Between(low, high):
            return f"between:{low}-{high}"
        case Fewer(number) | Exactly(number) | About(number) | AtLeast(number):
            return f"{_NAMES[type(one)]}:{number}"


def _read(text: str) -> Part | About:
    form, _, value = text.partition(":")
    if form == "between":
        low, _, high = value.partition("-")
        return Between(int(low), int(high))
    return _FORMS[form](int(value))


def _count(text: str) -> Count:
    found = _read(text)
    assert isinstance(found, Exactly | About | Fewer)  # noqa: S101 -- as it was written
    return found


def _part(text: str) -> Part:
    found = _read(text)
    assert not isinstance(found, About)  # noqa: S101 -- as it was written
    return found


def _split(split: Split | None) -> dict[str, Any] | None:
    if split is None:
        return None
    parts = {name: _told(part) for name, part in split.parts.items()}
    return {"people": _told(split.people), "parts": parts}


def _read_split(kept: Mapping[str, Any]) -> Split:
    parts = {name: _part(part) for name, part in kept["parts"].items()}
    return Split(_count(kept["people"]), parts)


def _changed(one: Changed) -> dict[str, Any]:
    return {
        "split": _split(one.split),
        "before": one.before and asdict(one.before),
        "after": one.after and asdict(one.after),
        "change": one.change and asdict(one.change),
        "improved": dict(one.improved),
        "deteriorated": one.deteriorated,
    }


def _read_changed(kept: Mapping[str, Any]) -> Changed:
    before, after, change = (
        Summary(**kept[name]) if kept[name] else None for name in ("before", "after", "change")
    )
    return Changed(
        _read_split(kept["split"]), before, after, change, kept["improved"], kept["deteriorated"]
    )

"""What a coordinator typed of the hospital, in the form in which it is kept and read again."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from bot.rules import treatments
from bot.rules.retention import Staff, Totals
from bot.rules.treatments import Caseload, Counted, Projection, Range, RoleGroup

# One group, or several together, and what they are projected to lead.
Part = tuple[tuple[RoleGroup, ...], Projection]


class Kind(StrEnum):
    """What something typed is about."""

    CASELOAD = "caseload"
    COUNTED = "counted"
    TOTALS = "totals"


class Kept(Protocol):
    """Something typed, as it is kept."""

    @property
    def kind(self) -> str:
        """One of `Kind`."""

    @property
    def about(self) -> str:
        """The role group, or the staff."""

    @property
    def starts_on(self) -> date:
        """The first day it is for."""

    @property
    def ends_on(self) -> date:
        """The last day it is for."""

    @property
    def figures(self) -> str:
        """The rest, as JSON."""


@dataclass(frozen=True, slots=True)
class Year:
    """The twelve months from a day on: what was typed for them before, and counted after."""

    starts_on: date
    ends_on: date
    caseloads: dict[RoleGroup, Caseload] = field(default_factory=dict)
    counted: dict[RoleGroup, Counted] = field(default_factory=dict)


def written(value: Caseload | Counted | Totals) -> tuple[Kind, str, str]:
    """Return the kind of something typed, the group it is about, and the rest as JSON."""
    source = {"source": value.source, "source_on": value.source_on.isoformat()}
    match value:
        case Caseload():
            said: dict[str, Any] = {
                "trained": value.trained,
                "all_days": value.all_days,
                "post": value.post,
                "leave": value.leave,
                "leaving": value.leaving,
                "sessions": [value.sessions.low, value.sessions.likely, value.sessions.high],
            }
            return Kind.CASELOAD, value.group, json.dumps(said | source)
        case Counted():
            return Kind.COUNTED, value.group, json.dumps({"sessions": value.sessions} | source)
        case Totals():
            said = {"employed": value.employed, "left": value.left}
            return Kind.TOTALS, value.staff, json.dumps(said | source)


def years(kept: Iterable[Kept]) -> list[Year]:
    """Return the reach that was typed, the latest twelve months first."""
    found: dict[date, Year] = {}
    for one in kept:
        if one.kind == Kind.TOTALS:
            continue
        year = found.setdefault(one.starts_on, Year(one.starts_on, one.ends_on))
        group, said = RoleGroup(one.about), _said(one)
        if one.kind == Kind.CASELOAD:
            sessions = Range(*said.pop("sessions"))
            year.caseloads[group] = Caseload(group, sessions=sessions, **said)
        else:
            year.counted[group] = Counted(group, **said)
    return sorted(found.values(), key=lambda year: year.starts_on, reverse=True)


def totals(kept: Iterable[Kept]) -> list[Totals]:
    """Return the totals of staff that were typed, the latest first."""
    found = [
        Totals(Staff(one.about), one.starts_on, one.ends_on, **_said(one))
        for one in kept
        if one.kind == Kind.TOTALS
    ]
    return sorted(found, key=lambda one: (one.ends_on, one.starts_on, one.staff), reverse=True)


def parts(year: Year) -> list[Part]:
    """Return the groups of twelve months as they may be handed on: small ones together."""
    found = [
        (group, treatments.projected(year.caseloads[group]))
        for group in RoleGroup
        if group in year.caseloads and year.caseloads[group].trained
    ]
    return treatments.pooled(found)


def total(year: Year) -> Projection | None:
    """Return all groups together; None where nobody was typed, or too few people to tell."""
    found = treatments.together(one for _, one in parts(year))
    return found if found.trained >= treatments.SMALLEST_PART else None


def counted(year: Year, groups: Collection[RoleGroup]) -> int | None:
    """Return what was counted of some groups together; None unless it was of each of them."""
    if not groups or any(group not in year.counted for group in groups):
        return None
    return sum(year.counted[group].sessions for group in groups)


def _said(kept: Kept) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(kept.figures)
    return said | {"source_on": date.fromisoformat(said["source_on"])}

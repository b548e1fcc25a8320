"""The roll-ups of several hospitals side by side, and taken together.

A hospital that has stopped keeps its earlier files in. What is typed for a year counts once, as
its latest file says it; releases of different quarters are of different weeks and cohorts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.rules import told
from bot.rules.point_figures import Figures
from bot.rules.rollups import Body, Group, Reach, Stayed
from bot.rules.shown import Share
from bot.rules.told import Told


@dataclass(frozen=True, slots=True)
class Hospital:
    """One hospital: its files, oldest first."""

    site_id: str
    name: str
    bodies: Sequence[Body]

    @property
    def quarters(self) -> list[str]:
        """Which quarters there are of it."""
        return [one.quarter for one in self.bodies]

    @property
    def cohorts(self) -> int:
        """How many cohorts it has trained."""
        return sum(one.cohorts for one in self.bodies)

    @property
    def training_days(self) -> int:
        """How many training days it has held."""
        return sum(one.training_days for one in self.bodies)

    @property
    def people(self) -> int:
        """How many people stood on the lists of its cohorts, quarter by quarter."""
        return sum(one.people for one in self.bodies)

    @property
    def weeks(self) -> int:
        """How many weeks were released of it as a whole."""
        return sum(len(one.weeks) for one in self.bodies)

    @property
    def shares(self) -> list[int]:
        """Every week that was told as a share, in per cent."""
        found = (week.participation for body in self.bodies for week in body.weeks)
        return [one.percent for one in found if isinstance(one, Share)]

    @property
    def reach(self) -> Sequence[Reach]:
        """What is typed of its reach, as the latest file has it, the latest months first."""
        return self.bodies[-1].reach

    @property
    def retention(self) -> Sequence[Stayed]:
        """What is typed of its staff, as the latest file has it, the latest first."""
        return self.bodies[-1].retention

    def lots(self, point: str) -> list[Figures]:
        """Return every release of a time point."""
        return [lot for body in self.bodies for lot in body.points.get(point, ())]


def disagreements(files: Mapping[str, Body]) -> list[str]:
    """Return of which quarter of a hospital two files say different things, naming both."""
    first: dict[tuple[str, str], str] = {}
    found = []
    for name, body in files.items():
        other = first.setdefault((body.site_id, body.quarter), name)
        if files[other] != body:
            found.append(
                f"{other} and {name} say different things of {body.site}, {body.quarter}: "
                "leave one out."
            )
    return found


def hospitals(files: Mapping[str, Body]) -> list[Hospital]:
    """Return the hospitals of some files, by name; the same quarter twice counts once."""
    kept = {(body.site_id, body.quarter): body for body in files.values()}
    found: dict[str, list[Body]] = {}
    for body in sorted(kept.values(), key=lambda body: body.quarter):
        found.setdefault(body.site_id, []).append(body)
    each = [Hospital(site_id, ours[-1].site, ours) for site_id, ours in found.items()]
    return sorted(each, key=lambda one: one.name)


def points(found: Sequence[Hospital]) -> list[str]:
    """Return the time points of which any hospital has a release, in their order."""
    names = [point for one in found for body in one.bodies for point in body.points]
    return list(dict.fromkeys(sorted(names, key=_ORDER.index)))


def at(found: Sequence[Hospital], point: str) -> Told | None:
    """Return what some hospitals come to at a time point; None where nothing is shown."""
    return told.told(point, [lot for one in found for lot in one.lots(point)])


def together(found: Sequence[Hospital]) -> Group | None:
    """Return the latest twelve months of every hospital as one; None where nobody typed any."""
    latest = [one.reach[0].groups[-1] for one in found if one.reach]
    if not latest:
        return None
    counted = [one.counted for one in latest if one.counted is not None]
    return Group(
        (),
        sum(one.trained for one in latest),
        sum(one.all_days for one in latest),
        sum(one.low for one in latest),
        sum(one.likely for one in latest),
        sum(one.high for one in latest),
        sum(counted) if len(counted) == len(latest) else None,
    )


def stopped(found: Sequence[Hospital]) -> list[Hospital]:
    """Return the hospitals of which there is no file of the last quarter that any has."""
    last = max((one.quarters[-1] for one in found), default="")
    return [one for one in found if one.quarters[-1] != last]


def differing(found: Sequence[Hospital]) -> list[str]:
    """Return the definitions of which these files do not all have the same version."""
    versions: dict[str, set[int | None]] = {}
    bodies = [body for one in found for body in one.bodies]
    for name in {name for body in bodies for name in body.definitions}:
        versions[name] = {body.definitions.get(name) for body in bodies}
    return sorted(name for name, each in versions.items() if len(each) > 1)


_ORDER = ["end", "month_1", "month_3", "month_6"]

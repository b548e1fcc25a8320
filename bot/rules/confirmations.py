"""What trainers and coordinators confirm, and what of a release one of them may see."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from bot.rules import figures
from bot.rules.figures import Figures
from bot.rules.shown import Share

# A release: its site, its cohort (None for the whole site), its kind and its first day.
Key = tuple[str, str | None, str, date]

# The subject of what is confirmed at naming; a cohort is its own subject, by its id.
SITE = "site"


@dataclass(frozen=True, slots=True)
class Missing:
    """What somebody has not confirmed yet: sites, by id with their names, and how many cohorts."""

    sites: Mapping[str, str] = field(default_factory=dict)
    cohorts: int = 0

    @property
    def anything(self) -> bool:
        """Whether there is something to confirm."""
        return bool(self.sites or self.cohorts)


class NotConfirmedError(Exception):
    """Somebody is to confirm something first; `missing` says what."""

    def __init__(self, missing: Missing) -> None:
        super().__init__("not confirmed yet")
        self.missing = missing


class Release(Protocol):
    """A release as it is kept; `cohort_id` is None for the whole site."""

    @property
    def site_id(self) -> str:
        """Whose release it is."""

    @property
    def cohort_id(self) -> str | None:
        """Of which cohort, if of one."""

    @property
    def starts_on(self) -> date:
        """The first day it covers."""

    @property
    def figures(self) -> str:
        """What was decided for everybody."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What one trainer or coordinator may see.

    `confirmed` has sites and subjects; `refused` the releases made while somebody they count
    said "this person manages me".
    """

    confirmed: Set[tuple[str, str]]
    refused: Set[Key]

    def at(self, site_id: str) -> bool:
        """Return whether they have confirmed for their role at a site."""
        return (site_id, SITE) in self.confirmed

    def of(self, site_id: str, cohort_id: str) -> bool:
        """Return whether they have confirmed for a cohort, and for their role at its site."""
        return (site_id, SITE) in self.confirmed and (site_id, cohort_id) in self.confirmed

    def shown(self, release: Release, kind: str) -> Figures | None:
        """Return what they may see of a release; None for a cohort they have not confirmed.

        What is refused to somebody who manages a participant is the ordinary refusal.
        """
        if release.cohort_id and not self.of(release.site_id, release.cohort_id):
            return None
        found = figures.read(release.figures)
        is_refused = self.refused and self._is_refused(release, kind, found)
        return found.withheld() if is_refused else found

    def _is_refused(self, release: Release, kind: str, found: Figures) -> bool:
        key = (release.site_id, release.cohort_id, kind, release.starts_on)
        if release.cohort_id:
            return key in self.refused
        # Its cohorts' bands would tell that of the one that is refused; a share does not.
        beside = {(site_id, of, day) for site_id, _, of, day in self.refused}
        return (release.site_id, kind, release.starts_on) in beside and not isinstance(
            found.participation, Share
        )

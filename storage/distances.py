"""Remembers who is kept at a distance from a cohort's figures, and not by whom."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, or_, select, update
from sqlalchemy.dialects import postgresql

from storage.tables import Distance, ReleaseRound, columns
from storage.transactions import Transaction

_distance = columns(Distance)
_release_round = columns(ReleaseRound)

# A release of a cohort: its site, its cohort, its kind and its first day.
Key = tuple[str, str, str, date]

# Saying it twice changes nothing.
SAY = postgresql.insert(Distance).on_conflict_do_nothing(index_elements=["tag"])

# Without the tag nobody can tell any more who said it. The row stays: a release that was
# refused and is shown a week later would tell that this was no ordinary refusal.
TAKE_BACK = (
    update(Distance)
    .where(_distance.tag == bindparam("said_tag"))
    .values(tag=None, counts_until=bindparam("until"))
)

# What was said in some cohorts, by whomever: only a person's own key finds theirs among it.
SAID = select(_distance.cohort_id, _distance.manager_slack_id, _distance.tag).where(
    _distance.cohort_id.in_(bindparam("cohort_ids", expanding=True)), _distance.tag.is_not(None)
)

# The releases of cohorts that were made while somebody there kept somebody at a distance.
_KEPT_AWAY = (
    select(_distance.site_id, _distance.cohort_id, _release_round.kind, _release_round.starts_on)
    .join(
        ReleaseRound,
        and_(
            _release_round.site_id == _distance.site_id,
            _release_round.made_at >= _distance.counts_from,
            or_(
                _distance.counts_until.is_(None),
                _release_round.made_at < _distance.counts_until,
            ),
        ),
    )
    .distinct()
)

# Those that this person is refused.
REFUSED = _KEPT_AWAY.where(_distance.manager_slack_id == bindparam("slack_id"))

# Those of a site that anybody is refused: whoever is handed a file may be that person.
REFUSED_AT = _KEPT_AWAY.where(_distance.site_id == bindparam("at_site"))


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody of a cohort is managed by this person; `tag` is what only their key makes."""

    cohort_id: str
    manager_slack_id: str
    tag: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A distance as it is kept from the moment at which it is said."""

    id: str
    site_id: str
    cohort_id: str
    manager_slack_id: str
    tag: str
    counts_from: datetime


def say(tx: Transaction, distance: Kept) -> None:
    """Keep a distance from here on; nothing happens when it was said before."""
    tx.run(SAY, **asdict(distance))


def take_back(tx: Transaction, tag: str, until: datetime) -> None:
    """End the distance under this tag at a moment; what is made before stays refused."""
    tx.run(TAKE_BACK, said_tag=tag, until=until)


def said(tx: Transaction, cohort_ids: Collection[str]) -> list[Said]:
    """Return what was said in these cohorts and not taken back."""
    return [Said(*row) for row in tx.all(SAID, cohort_ids=sorted(cohort_ids))]


def refused_to(tx: Transaction, slack_id: str) -> frozenset[Key]:
    """Return the releases of cohorts that this person is refused."""
    return frozenset(tuple(row) for row in tx.all(REFUSED, slack_id=slack_id))


def refused_to_anybody(tx: Transaction, site_id: str) -> frozenset[Key]:
    """Return the releases of a site's cohorts that at least one person is refused."""
    return frozenset(tuple(row) for row in tx.all(REFUSED_AT, at_site=site_id))

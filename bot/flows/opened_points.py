"""What somebody who follows said before and after, opened in memory for one release."""

from collections.abc import Mapping
from fractions import Fraction

from bot.flows import answers
from bot.flows.tools import Tools
from bot.rules import keeping, points, results
from bot.rules.assessments import CORE, Point
from bot.rules.outcomes.change import Pair
from bot.rules.points import Person
from bot.rules.results import Filled
from bot.rules.sheets import still_fitting
from content.instruments import Instrument
from storage import inbox
from storage.lots import Listed
from storage.seal import NotOpenedError
from storage.transactions import Transaction


def person(tools: Tools, tx: Transaction, listed: Listed, cohort_id: str, point: Point) -> Person:
    """Return what somebody said; what was deleted, came too late or does not open is not there."""
    instrument = tools.written.instruments.get(CORE)
    if listed.link_key is None or instrument is None:
        return Person()
    try:
        link_key = answers.opened_link_key(tools.ring, listed.person_id, listed.link_key)
    except NotOpenedError:
        return Person()
    early = _filled(tools, tx, link_key, cohort_id, points.EARLIER)
    late = _filled(tools, tx, link_key, cohort_id, point)
    said = _fitting(instrument, late)
    both = _fitting(instrument, early)
    return Person(
        _pairs(_scores(instrument, early), _scores(instrument, late)),
        _pairs(both, said),
        said,
        (early is not None, late is not None),
    )


def _filled(
    tools: Tools, tx: Transaction, link_key: bytes, cohort_id: str, point: Point
) -> Filled | None:
    name = answers.point_place(link_key, cohort_id, point, 0).pseudonym
    kept = inbox.find_whole(tx, name)
    if kept is None or kept.content_id != CORE or keeping.is_late(kept.period):
        return None
    at = answers.point_place(link_key, cohort_id, point, kept.content_version)
    try:
        plain = answers.opened_assessment(tools.ring, at, kept.sealed)
    except NotOpenedError:
        # With its key an answer is lost; the rest of the group is not.
        return None
    return Filled(point, plain["answers"], plain["scoring"])


def _fitting(instrument: Instrument, filled: Filled | None) -> Mapping[str, int]:
    return still_fitting(instrument, filled.answers) if filled else {}


def _scores(instrument: Instrument, filled: Filled | None) -> Mapping[str, float | int]:
    if filled is None:
        return {}
    found = results.scores_of(instrument, filled)
    return {name: score for name, score in found.items() if score is not None}


def _pairs(early: Mapping[str, float | int], late: Mapping[str, float | int]) -> Mapping[str, Pair]:
    return {
        name: Pair(Fraction(early[name]), Fraction(late[name])) for name in early if name in late
    }

"""What those who follow said before and after, opened in memory for one release."""

from collections.abc import Mapping, Sequence
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
from storage.inbox import Sealed
from storage.lots import Listed
from storage.seal import NotOpenedError
from storage.transactions import Transaction


def people(
    tools: Tools, tx: Transaction, follow: Sequence[Listed], cohort_id: str, point: Point
) -> list[Person]:
    """Return what those who follow said; what was deleted, came late or does not open is not.

    Nobody is told apart in it: it is kept nowhere, and counted once.
    """
    instrument = tools.written.instruments.get(CORE)
    keys = [_link_key(tools, one) for one in follow]
    both = (points.EARLIER, point)
    names = {
        (number, at): answers.point_place(key, cohort_id, at, 0).pseudonym
        for number, key in enumerate(keys)
        for at in both
        if key is not None
    }
    kept = inbox.find_finished(tx, set(names.values()))
    if instrument is None:
        return []
    found = []
    for number, key in enumerate(keys):
        early, late = (
            _filled(tools, key, kept.get(names.get((number, at), "")), cohort_id, at) for at in both
        )
        found.append(_person(instrument, early, late))
    return found


def _link_key(tools: Tools, listed: Listed) -> bytes | None:
    """Return somebody's link key; None when there is none, or no key opens it any more."""
    try:
        return (
            answers.opened_link_key(tools.ring, listed.person_id, listed.link_key)
            if listed.link_key
            else None
        )
    except NotOpenedError:
        return None


def _person(instrument: Instrument, early: Filled | None, late: Filled | None) -> Person:
    answered = (early is not None, late is not None)
    if late is None:
        return Person(answered=answered)
    before, said = _fitting(instrument, early), _fitting(instrument, late)
    return Person(
        _pairs(_scores(instrument, early), _scores(instrument, late)),
        _pairs(before, said),
        said,
        answered,
    )


def _filled(
    tools: Tools, key: bytes | None, kept: Sealed | None, cohort_id: str, point: Point
) -> Filled | None:
    if key is None or kept is None or kept.content_id != CORE or keeping.is_late(kept.period):
        return None
    at = answers.point_place(key, cohort_id, point, kept.content_version)
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

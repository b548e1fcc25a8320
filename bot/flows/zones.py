"""How many named a zone, and how many a good one; counted in memory, for a release only."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date

from bot.flows import answers
from bot.flows.answers import Place
from bot.flows.tools import Tools
from bot.rules import cadence
from content.model import CheckIn, Zone
from storage import inbox
from storage.counts import AnsweredOne
from storage.inbox import Sealed
from storage.seal import NotOpenedError
from storage.transactions import Transaction

BETTER: frozenset[Zone] = frozenset({"green", "yellow"})


def weeks(tools: Tools, questions: Iterable[tuple[str, date]]) -> set[date]:
    """Return the Mondays of the weeks in which a question was asked that has zones."""
    return {cadence.week_of(day) for content_id, day in questions if _zoned(tools, content_id)}


def counted(tools: Tools, tx: Transaction, answered: Sequence[AnsweredOne]) -> tuple[int, int]:
    """Return how many people were last in green or yellow, and how many named a zone at all.

    `answered` come oldest first; each person counts once.
    """
    zoned = [one for one in answered if _zoned(tools, one.content_id)]
    keys = _link_keys(tools, zoned)
    places = [(one, _place(keys[one.person_id], one)) for one in zoned if one.person_id in keys]
    kept = inbox.find_finished(tx, {at.pseudonym for _, at in places})
    last: dict[str, Zone] = {}
    # From the newest on: of what somebody said before, nothing need be opened.
    for one, at in reversed(places):
        sealed = kept.get(at.pseudonym)
        if sealed and one.person_id not in last and (zone := _zone(tools, one, at, sealed)):
            last[one.person_id] = zone
    return sum(zone in BETTER for zone in last.values()), len(last)


def _zoned(tools: Tools, content_id: str) -> CheckIn | None:
    """Return a check-in some of whose choices have a zone; None for every other."""
    checkin = tools.written.checkins.get(content_id)
    return checkin if checkin and checkin.names_zones else None


def _link_keys(tools: Tools, answered: Iterable[AnsweredOne]) -> Mapping[str, bytes]:
    """Return the link keys of those who answered, but for those that no key opens any more."""
    found: dict[str, bytes] = {}
    for person_id, sealed in {one.person_id: one.link_key for one in answered}.items():
        with suppress(NotOpenedError):
            found[person_id] = answers.opened_link_key(tools.ring, person_id, sealed)
    return found


def _place(link_key: bytes, answer: AnsweredOne) -> Place:
    return answers.place(link_key, answer.content_id, answer.content_version, answer.local_date)


def _zone(tools: Tools, answer: AnsweredOne, at: Place, sealed: Sealed) -> Zone | None:
    """Return the zone of an answer, or None when it names none or does not open."""
    checkin = _zoned(tools, answer.content_id)
    try:
        chosen = answers.opened_choice(tools.ring, at, sealed.sealed)
    except NotOpenedError:
        # With its key an answer is lost; the rest of the group is not.
        return None
    choice = checkin.choice(chosen) if checkin else None
    return choice.zone if choice else None

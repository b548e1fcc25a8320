"""How many named a zone, and how many a good one; counted in memory, for a release only."""

from collections.abc import Iterable
from datetime import date

from bot.flows import answers
from bot.flows.tools import Tools
from bot.rules import cadence
from content.model import CheckIn, Zone
from storage import inbox
from storage.counts import AnsweredOne
from storage.seal import NotOpenedError
from storage.transactions import Transaction

BETTER: frozenset[Zone] = frozenset({"green", "yellow"})


def weeks(tools: Tools, questions: Iterable[tuple[str, date]]) -> set[date]:
    """Return the Mondays of the weeks in which a question was asked that has zones."""
    return {cadence.week_of(day) for content_id, day in questions if _zoned(tools, content_id)}


def counted(tools: Tools, tx: Transaction, answered: Iterable[AnsweredOne]) -> tuple[int, int]:
    """Return how many people were last in green or yellow, and how many named a zone at all.

    `answered` come oldest first; each person counts once.
    """
    last = {answer.person_id: zone for answer in answered if (zone := _zone(tools, tx, answer))}
    return sum(zone in BETTER for zone in last.values()), len(last)


def _zoned(tools: Tools, content_id: str) -> CheckIn | None:
    """Return a check-in some of whose choices have a zone; None for every other."""
    checkin = tools.written.checkins.get(content_id)
    return checkin if checkin and any(choice.zone for choice in checkin.choices) else None


def _zone(tools: Tools, tx: Transaction, answer: AnsweredOne) -> Zone | None:
    """Return the zone of an answer, or None when it names none or was deleted."""
    checkin = _zoned(tools, answer.content_id)
    if checkin is None:
        return None
    try:
        chosen = _chosen(tools, tx, answer)
    except NotOpenedError:
        # With its key an answer is lost; the rest of the group is not.
        return None
    choice = checkin.choice(chosen) if chosen else None
    return choice.zone if choice else None


def _chosen(tools: Tools, tx: Transaction, answer: AnsweredOne) -> str | None:
    """Return the id of the choice, or None when the answer was deleted."""
    link_key = answers.opened_link_key(tools.ring, answer.person_id, answer.link_key)
    place = answers.place(link_key, answer.content_id, answer.content_version, answer.local_date)
    sealed = inbox.find(tx, place.pseudonym)
    return answers.opened_choice(tools.ring, place, sealed) if sealed else None

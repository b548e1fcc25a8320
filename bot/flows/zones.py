"""How many named a zone, and how many a good one; counted in memory, for a release only."""

from collections.abc import Iterable

from bot.flows import answers
from bot.flows.tools import Tools
from content.model import Zone
from storage import inbox
from storage.counts import AnsweredOne
from storage.transactions import Transaction

BETTER: frozenset[Zone] = frozenset({"green", "yellow"})


def counted(tools: Tools, tx: Transaction, answered: Iterable[AnsweredOne]) -> tuple[int, int]:
    """Return how many people were last in green or yellow, and how many named a zone at all.

    `answered` come oldest first; each person counts once.
    """
    last = {answer.person_id: zone for answer in answered if (zone := _zone(tools, tx, answer))}
    return sum(zone in BETTER for zone in last.values()), len(last)


def _zone(tools: Tools, tx: Transaction, answer: AnsweredOne) -> Zone | None:
    """Return the zone of an answer, or None when it names none or was deleted."""
    checkin = tools.library.checkins.get(answer.content_id)
    if checkin is None or not any(choice.zone for choice in checkin.choices):
        return None
    link_key = answers.opened_link_key(tools.ring, answer.person_id, answer.link_key)
    place = answers.place(link_key, answer.content_id, answer.content_version, answer.local_date)
    sealed = inbox.find(tx, place.pseudonym)
    if sealed is None:
        return None
    choice = checkin.choice(answers.opened_choice(tools.ring, place, sealed))
    return choice.zone if choice else None

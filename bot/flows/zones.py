"""How many named a zone, and how many a good one; counted in memory, for a release only."""

import json
from collections.abc import Iterable

from bot.flows.people import link_key_row
from bot.flows.tools import Tools
from bot.rules import cadence
from content.model import Zone
from storage import responses
from storage.counts import AnsweredOne
from storage.seal import pseudonym
from storage.transactions import Transaction

BETTER: frozenset[Zone] = frozenset({"green", "yellow"})


def counted(tools: Tools, tx: Transaction, answers: Iterable[AnsweredOne]) -> tuple[int, int]:
    """Return how many people were last in green or yellow, and how many named a zone at all.

    `answers` come oldest first; each person counts once.
    """
    last = {answer.person_id: zone for answer in answers if (zone := _zone(tools, tx, answer))}
    return sum(zone in BETTER for zone in last.values()), len(last)


def _zone(tools: Tools, tx: Transaction, answer: AnsweredOne) -> Zone | None:
    """Return the zone of an answer, or None when it names none or was deleted."""
    checkin = tools.library.checkins.get(answer.content_id)
    if checkin is None or not any(choice.zone for choice in checkin.choices):
        return None
    link_key = tools.ring.open(answer.link_key, link_key_row(answer.person_id))
    week = f"week/{cadence.week_of(answer.local_date).isoformat()}"
    name = pseudonym(link_key, (answer.content_id, week))
    sealed = responses.find(tx, name)
    if sealed is None:
        return None
    opened = tools.ring.open(sealed, f"response/{name}/{answer.content_version}")
    choice = checkin.choice(json.loads(opened)["choice"])
    return choice.zone if choice else None

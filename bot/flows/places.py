"""Places on a roster: given, left, and given to the first in line; whoever it is about is told."""

from dataclasses import replace
from datetime import datetime

from bot.flows import distances, members
from bot.flows.people import give_link_key
from bot.flows.tools import Tools, new_id
from bot.rules.cohorts import Stage, free_places
from storage import cohorts, deliveries, people, rosters, waiting
from storage.cohorts import Standing
from storage.people import Known
from storage.trainings import Group
from storage.transactions import Transaction

# What people are told about their place: the steps of their letters.
INVITED, WAITS, MOVED, TAKEN_OFF = "invitation", "waiting", "moved", "taken-off"

# Until the training begins a place that is left goes to the first in line by itself; after that
# a trainer decides whether somebody can still come.
FILLED_IN = frozenset({Stage.PLANNED, Stage.RECRUITING, Stage.READY})


def give(
    tools: Tools, tx: Transaction, group: Group, known: Known, now: datetime, step: str = INVITED
) -> bool:
    """Put somebody on a roster and have them told; return False when they were on it."""
    if not rosters.enrol(tx, group, known.id, enrolment_id=new_id(), now=now):
        return False
    # Everybody, so that having one does not tell who has said or chosen something.
    give_link_key(tools, tx, known)
    # Else they would get a second place one day, in another group.
    waiting.end(tx, known.id)
    tell(tx, group, known, step, now)
    distances.carry_over(tools, tx, known, now)
    return True


def wait(tx: Transaction, group: Group, known: Known, now: datetime) -> bool:
    """Put somebody on the waiting list and have them told; return False when they were on it."""
    if not waiting.add(tx, group, known.id, waiting_id=new_id()):
        return False
    tell(tx, group, known, WAITS, now)
    return True


def fill(
    tools: Tools, tx: Transaction, standing: Standing, found: Stage, now: datetime
) -> list[str]:
    """Give the free places to the first in line; return whom, by their Slack ids."""
    if found not in FILLED_IN:
        return []
    left = free_places(standing.places, cohorts.taken(tx, standing.id))
    given = []
    for one in waiting.in_line(tx, standing.id)[:left]:
        known = people.find(tx, one.slack_id)
        if known and give(tools, tx, standing.group, known, now):
            given.append(one.slack_id)
    return given


def tell(tx: Transaction, group: Group, known: Known, step: str, now: datetime) -> None:
    """Have somebody told about their place, by day."""
    occurrence = f"{group.id}/{now.isoformat()}"
    letter = members.letter("invitation", group.site_id, known, occurrence, now)
    deliveries.plan(tx, [replace(letter, step=step, cohort_id=group.id)])

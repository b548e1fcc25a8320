"""What a coordinator may know of the programme itself: cohorts, trainers, training days, roles."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.flows import audits, confirmations
from bot.flows.tools import Tools
from bot.messages.directories import CohortLine, PersonLine, SessionLine, TrainerLine
from bot.rules import keeping, roles
from bot.rules.roles import Act
from storage import directory, lots, trainings
from storage.trainings import Group
from storage.transactions import Transaction

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Seen:
    """The sites somebody asks about, by id with their names, and the day on which they do."""

    sites: Mapping[str, str]
    today: date


async def cohorts(tools: Tools, slack_id: str, now: datetime) -> list[CohortLine]:
    """Return every cohort of the sites this person coordinates, the newest training first.

    Raises:
        NotAllowedError: They coordinate none.
        NotConfirmedError: They have confirmed for none of them.
    """

    def look(tx: Transaction, seen: Seen) -> list[CohortLine]:
        listed = lots.listed(tx, list(seen.sites))
        leading = directory.leading(tx, seen.sites)
        days = _days(tx, seen)
        lines = [
            CohortLine(
                one.name,
                seen.sites[one.site_id],
                days.get(one.id, []),
                _stage(days.get(one.id, []), seen.today),
                listed.get(one.id, 0),
                leading.get(one.id, []),
            )
            for one in trainings.cohorts(tx, seen.sites)
        ]
        return sorted(
            lines, key=lambda line: line.days[-1] if line.days else date.max, reverse=True
        )

    return await _asked(tools, slack_id, Act.COHORTS, now, look)


async def trainers(tools: Tools, slack_id: str, now: datetime) -> list[TrainerLine]:
    """Return the trainers of the sites this person coordinates, with the cohorts they lead.

    Raises:
        NotAllowedError, NotConfirmedError: As for cohorts.
    """

    def look(tx: Transaction, seen: Seen) -> list[TrainerLine]:
        led = _led(tx, seen)
        return [
            TrainerLine(
                one.slack_id, seen.sites[one.site_id], one.named_at.date(), led(one.slack_id)
            )
            for one in directory.trainers(tx, seen.sites)
        ]

    return await _asked(tools, slack_id, Act.TRAINERS, now, look)


async def sessions(tools: Tools, slack_id: str, now: datetime) -> list[SessionLine]:
    """Return the training days of the sites this person coordinates, the latest first.

    Raises:
        NotAllowedError, NotConfirmedError: As for cohorts.
    """

    def look(tx: Transaction, seen: Seen) -> list[SessionLine]:
        lines = [
            SessionLine(cohort.name, seen.sites[cohort.site_id], number, day, day < seen.today)
            for cohort in trainings.cohorts(tx, seen.sites)
            for number, day in enumerate(_days(tx, seen).get(cohort.id, []), start=1)
        ]
        return sorted(lines, key=lambda line: (line.day, line.cohort), reverse=True)

    return await _asked(tools, slack_id, Act.SESSIONS, now, look)


async def people(tools: Tools, slack_id: str, now: datetime) -> list[PersonLine]:
    """Return who has which role at the sites this person coordinates; of lists, how long they are.

    Raises:
        NotAllowedError, NotConfirmedError: As for cohorts.
    """

    def look(tx: Transaction, seen: Seen) -> list[PersonLine]:
        led = _led(tx, seen)
        coordinators = [
            PersonLine(one, "coordinator", seen.sites[site_id], "")
            for site_id in seen.sites
            for one in tools.sites[site_id].coordinators
        ]
        trainers = [
            PersonLine(
                one.slack_id, "trainer", seen.sites[one.site_id], ", ".join(led(one.slack_id))
            )
            for one in directory.trainers(tx, seen.sites)
        ]
        return [*coordinators, *trainers]

    return await _asked(tools, slack_id, Act.PEOPLE, now, look)


async def _asked(
    tools: Tools,
    slack_id: str,
    act: Act,
    now: datetime,
    look: Callable[[Transaction, Seen], list[Line]],
) -> list[Line]:
    """Return what `look` finds of the sites this person coordinates; that they asked is kept."""

    def read(tx: Transaction) -> tuple[list[str], list[Line]]:
        seen = seen_by(tools, tx, slack_id, act, now)
        return list(seen.sites), look(tx, seen)

    sites, lines = await tools.database.read(read)
    await audits.note_sites(tools, sites, slack_id, act, now)
    return lines


def seen_by(tools: Tools, tx: Transaction, slack_id: str, act: Act, now: datetime) -> Seen:
    """Return the sites of which this person may ask something.

    Raises:
        NotAllowedError: They coordinate none.
        NotConfirmedError: They have confirmed for none of them.
    """
    speaker, _ = tools.speaker(tx, slack_id)
    roles.require(speaker, act)
    mine = sorted(confirmations.require_one(tools, tx, slack_id, speaker.coordinates))
    zone = ZoneInfo(tools.sites[mine[0]].zone)
    return Seen({one: tools.sites[one].name for one in mine}, now.astimezone(zone).date())


def _days(tx: Transaction, seen: Seen) -> dict[str, list[date]]:
    found: dict[str, list[date]] = {}
    for site_id in seen.sites:
        found |= trainings.days_of_site(tx, site_id)
    return found


def _stage(days: Sequence[date], today: date) -> str:
    """Return where a cohort is, by its days alone."""
    if not days:
        return "no days yet"
    if today < days[0]:
        return "planned"
    if today <= days[-1]:
        return "in training"
    return "followed up" if today <= days[-1] + keeping.FOLLOWED_UP else "over"


def _led(tx: Transaction, seen: Seen) -> Callable[[str], list[str]]:
    """Return what names the cohorts that somebody leads."""
    leading = directory.leading(tx, seen.sites)
    names: Mapping[str, Group] = {one.id: one for one in trainings.cohorts(tx, seen.sites)}

    def led(slack_id: str) -> list[str]:
        return [one.name for one in names.values() if slack_id in leading.get(one.id, [])]

    return led

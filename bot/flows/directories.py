"""What a coordinator may know of the programme itself: cohorts, trainers, training days, roles."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.flows import audits, confirmations, outlooks
from bot.flows.tools import Tools
from bot.messages.certifications import Stands
from bot.messages.directories import CohortLine, PersonLine, SessionLine, TrainerLine
from bot.rules import certifications, phrases, roles
from bot.rules import cohorts as rules
from bot.rules.cohorts import Facts
from bot.rules.notices import Day
from bot.rules.roles import Act
from storage import directory, lots, trainings
from storage.directory import Confirmed, Said, Session
from storage.transactions import Transaction

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Seen:
    """The sites somebody asks about, by id with their names, and the day on which they do."""

    sites: Mapping[str, str]
    today: date


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, by which command, and what they wrote after it."""

    slack_id: str
    act: Act
    text: str


async def cohorts(tools: Tools, slack_id: str, text: str, now: datetime) -> list[CohortLine]:
    """Return every cohort of the sites this person coordinates, the newest training first.

    Raises:
        NotAllowedError: They coordinate none.
        NotConfirmedError: They have confirmed for none of them.
        NotUnderstoodError: More was written than the name of a hospital.
    """

    def look(tx: Transaction, seen: Seen) -> list[CohortLine]:
        listed = lots.listed(tx, list(seen.sites))
        leading = directory.leading(tx, seen.sites)
        said = directory.said(tx, seen.sites)
        days = {
            cohort: outlooks.with_dates([one.day for one in found])
            for cohort, found in directory.sessions(tx, seen.sites).items()
        }
        lines = [
            CohortLine(
                one.name,
                seen.sites[one.site_id],
                [day.on for day in days.get(one.id, [])],
                rules.stage(_facts(listed[one.id], said[one.id], days.get(one.id, [])), now),
                listed[one.id],
                leading.get(one.id, []),
            )
            for one in trainings.cohorts(tx, seen.sites)
        ]
        return sorted(
            lines, key=lambda line: line.days[-1] if line.days else date.max, reverse=True
        )

    return await _asked(tools, Asking(slack_id, Act.COHORTS, text), now, look)


async def trainers(tools: Tools, slack_id: str, text: str, now: datetime) -> list[TrainerLine]:
    """Return the trainers of the sites this person coordinates: where they stand, what they lead.

    Raises:
        NotAllowedError, NotConfirmedError, NotUnderstoodError: As for cohorts.
    """

    def look(tx: Transaction, seen: Seen) -> list[TrainerLine]:
        led = _led(tx, seen)
        standings = directory.standings(tx, seen.sites)
        return [
            TrainerLine(
                one.slack_id,
                seen.sites[one.site_id],
                one.named_at.date(),
                _stands(tools, standings.get(one.person_id), seen.today),
                led(one.slack_id, one.site_id),
            )
            for one in directory.trainers(tx, seen.sites)
        ]

    return await _asked(tools, Asking(slack_id, Act.TRAINERS, text), now, look)


async def sessions(tools: Tools, slack_id: str, text: str, now: datetime) -> list[SessionLine]:
    """Return the training days of the sites this person coordinates, the latest first.

    Raises:
        NotAllowedError, NotConfirmedError, NotUnderstoodError: As for cohorts.
    """

    def look(tx: Transaction, seen: Seen) -> list[SessionLine]:
        found = directory.sessions(tx, seen.sites)
        lines = [
            _session(cohort.name, seen.sites[cohort.site_id], session, now)
            for cohort in trainings.cohorts(tx, seen.sites)
            for session in found.get(cohort.id, [])
        ]
        # Whatever waits for a date is what somebody has to do something about.
        return sorted(lines, key=lambda line: (line.day or date.max, line.cohort), reverse=True)

    return await _asked(tools, Asking(slack_id, Act.SESSIONS, text), now, look)


async def people(tools: Tools, slack_id: str, text: str, now: datetime) -> list[PersonLine]:
    """Return who has which role at the sites this person coordinates; of lists, how long they are.

    Raises:
        NotAllowedError, NotConfirmedError, NotUnderstoodError: As for cohorts.
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
                one.slack_id,
                "trainer",
                seen.sites[one.site_id],
                ", ".join(led(one.slack_id, one.site_id)),
            )
            for one in directory.trainers(tx, seen.sites)
        ]
        return [*coordinators, *trainers]

    return await _asked(tools, Asking(slack_id, Act.PEOPLE, text), now, look)


async def _asked(
    tools: Tools, asking: Asking, now: datetime, look: Callable[[Transaction, Seen], list[Line]]
) -> list[Line]:
    """Return what `look` finds of the sites this person coordinates; that they asked is kept."""

    def read(tx: Transaction) -> tuple[list[str], list[Line]]:
        seen = seen_by(tools, tx, asking.slack_id, asking.act, now)
        wanted = phrases.hospital(asking.text, asking.act, seen.sites)
        sites = {one: name for one, name in seen.sites.items() if wanted in (None, one)}
        return list(sites), look(tx, replace(seen, sites=sites))

    sites, lines = await tools.database.read(read)
    await audits.note_sites(tools, sites, asking.slack_id, asking.act, now)
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


def _facts(listed: int, said: Said, days: Sequence[Day]) -> Facts:
    """Return what the stage of a cohort follows from."""
    return rules.facts(
        days, listed=listed, ready=said.ready_at is not None, closed_at=said.closed_at
    )


def _stands(tools: Tools, found: Confirmed | None, today: date) -> Stands | None:
    """Return where a trainer stands; None where nothing is confirmed."""
    ladder = tools.library.ladder
    level = ladder.level(found.level) if found else None
    if found is None or level is None:
        return None
    return Stands(
        certifications.standing(ladder, found.level, found.current_until, today), level.title
    )


def _session(cohort: str, site: str, session: Session, now: datetime) -> SessionLine:
    day = session.day
    has_date = day.state != trainings.POSTPONED
    dated = outlooks.rule_of(day)
    return SessionLine(
        cohort,
        site,
        day.number,
        day.starts_on if has_date else None,
        is_cancelled=day.state == trainings.CANCELLED,
        has_begun=has_date and dated.starts_at <= now,
        is_over=has_date and dated.ends_at <= now,
        is_open=session.opened_at is not None and session.closed_on is None,
        present=session.present if session.closed_on else None,
        listed=session.listed if session.closed_on else None,
    )


def _led(tx: Transaction, seen: Seen) -> Callable[[str, str], list[str]]:
    """Return what names the cohorts of a site that somebody leads."""
    leading = directory.leading(tx, seen.sites)
    cohorts = trainings.cohorts(tx, seen.sites)

    def led(slack_id: str, site_id: str) -> list[str]:
        return [
            one.name
            for one in cohorts
            if one.site_id == site_id and slack_id in leading.get(one.id, [])
        ]

    return led

"""Trainers climb the ladder: what was watched is recorded, a coordinator confirms each step.

The bot counts until when somebody is current, and never confirms anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from bot.flows import audits
from bot.flows.tools import Tools, new_id
from bot.messages.certifications import WRONG, Overview, Trainer, Watched
from bot.rules import cadence, certifications, evidence, roles
from bot.rules.forms import FieldsError
from bot.rules.roles import Act, NotAllowedError, Speaker
from content.certification import Ladder, Level
from storage import certifications as stored
from storage.certifications import Confirmed, Held, Named, Record
from storage.transactions import Transaction

RECORDED, TAKEN_BACK = "evidence", "evidence taken back"

NOT_THEIRS = "That is for the coordinators of the hospital where this trainer trains."


async def overview(tools: Tools, slack_id: str, now: datetime) -> Overview:
    """Return where this trainer stands, and the trainers of the sites this person coordinates.

    Raises:
        NotAllowedError: They are neither.
    """

    def look(tx: Transaction) -> Overview:
        speaker, known = tools.speaker(tx, slack_id)
        roles.require(speaker, Act.CERTIFICATION)
        today = _today(tools, speaker, now)
        mine = _trainer(tools, tx, known.id, slack_id, today) if known and speaker.trains else None
        named = {one.person_id: one for one in stored.trainers(tx, speaker.coordinates)}
        others = [
            _trainer(tools, tx, one.person_id, one.slack_id, today)
            for one in named.values()
            if one.slack_id != slack_id
        ]
        return Overview(tools.library.ladder, mine, others, bool(speaker.coordinates))

    return await tools.database.read(look)


async def trainer(
    tools: Tools, slack_id: str, person_id: str, now: datetime
) -> tuple[Trainer, date]:
    """Return where a trainer stands, for a coordinator who may confirm it, and what day it is.

    Raises:
        NotAllowedError: They do not coordinate where that person trains, or are that person.
    """

    def look(tx: Transaction) -> tuple[Trainer, date]:
        speaker, named = _named(tools, tx, slack_id, person_id)
        today = _today(tools, speaker, now)
        return _trainer(tools, tx, named.person_id, named.slack_id, today), today

    return await tools.database.read(look)


async def record(
    tools: Tools, slack_id: str, person_id: str, filled: Mapping[str, Any], now: datetime
) -> str:
    """Keep what somebody watched of a trainer; return who that is.

    Raises:
        NotAllowedError: They do not coordinate where that person trains, or are that person.
        FieldsError: Something cannot be; it has a sentence for each field.
    """

    def keep(tx: Transaction) -> str:
        speaker, named = _named(tools, tx, slack_id, person_id)
        today = _today(tools, speaker, now)
        units = [unit.key for unit in tools.library.curriculum.units]
        seen = evidence.read(filled, units, named.slack_id, today)
        stored.record(
            tx,
            Record(
                id=new_id(),
                site_id=named.site_id,
                person_id=named.person_id,
                unit=seen.unit,
                role=seen.role,
                observer=seen.observer,
                score=seen.score,
                observed_on=seen.observed_on,
            ),
        )
        recount(tools, tx, named, today)
        audits.note(tx, named.site_id, slack_id, RECORDED, named.slack_id, now)
        return named.slack_id

    return await tools.database.run(keep)


async def take_back(
    tools: Tools, slack_id: str, person_id: str, filled: Mapping[str, Any], now: datetime
) -> str:
    """Keep that something of a trainer was recorded wrongly; return who that is.

    Nothing recorded is changed or deleted: another row takes it back.

    Raises:
        NotAllowedError: They do not coordinate where that person trains, or are that person.
        FieldsError: It was not recorded, or is taken back by now.
    """

    def keep(tx: Transaction) -> str:
        speaker, named = _named(tools, tx, slack_id, person_id)
        standing = {one.id: one for one in stored.evidence(tx, named.person_id)}
        wrong = standing.get(filled.get(WRONG) or "")
        if wrong is None:
            raise FieldsError({WRONG: "That is taken back by now. Choose another, or close this."})
        row = Record(site_id=named.site_id, person_id=named.person_id, **asdict(wrong))
        stored.take_back(tx, row, new_id())
        recount(tools, tx, named, _today(tools, speaker, now))
        audits.note(tx, named.site_id, slack_id, TAKEN_BACK, named.slack_id, now)
        return named.slack_id

    return await tools.database.run(keep)


async def confirm(
    tools: Tools, slack_id: str, person_id: str, filled: Mapping[str, Any], now: datetime
) -> tuple[str, Level, date | None]:
    """Keep that a coordinator confirms a step; return whose, which, and until when it runs.

    Raises:
        NotAllowedError: They do not coordinate where that person trains, or are that person.
        FieldsError: The statement is not ticked, or there is no such step.
    """

    def keep(tx: Transaction) -> tuple[str, Level, date | None]:
        speaker, named = _named(tools, tx, slack_id, person_id)
        ladder, today = tools.library.ladder, _today(tools, speaker, now)
        level = evidence.level(filled, ladder)
        until = _until(tx, ladder, named.person_id, Held(level.key, today, None), today)
        stored.confirm(
            tx, Confirmed(named.person_id, named.site_id, level.key, slack_id, today, until)
        )
        subject = f"{named.slack_id} {level.key}"
        audits.note(tx, named.site_id, slack_id, Act.CERTIFICATION, subject, now)
        return named.slack_id, level, until

    return await tools.database.run(keep)


def recount(tools: Tools, tx: Transaction, named: Named, today: date) -> date | None:
    """Count anew until when a trainer is current, keep it, and return it; None for no end."""
    held = stored.held(tx, named.person_id)
    if held is None:
        return None
    until = _until(tx, tools.library.ladder, named.person_id, held, today)
    if until != held.current_until:
        stored.set_current(tx, named.person_id, until)
    return until


def _until(tx: Transaction, ladder: Ladder, person_id: str, held: Held, today: date) -> date | None:
    led = stored.days_led(tx, person_id, today)
    seen = stored.evidence(tx, person_id)
    return certifications.current_until(ladder, held.level, held.confirmed_on, led, seen)


def _trainer(tools: Tools, tx: Transaction, person_id: str, slack_id: str, today: date) -> Trainer:
    ladder, held = tools.library.ladder, stored.held(tx, person_id)
    seen = stored.evidence(tx, person_id)
    following = certifications.following(ladder, held.level if held else None)
    titles = {unit.key: unit.title for unit in tools.library.curriculum.units}
    return Trainer(
        person_id,
        slack_id,
        certifications.standing(ladder, held.level, held.current_until, today) if held else None,
        ladder.level(held.level) if held else None,
        following,
        certifications.missing(following, seen) if following else (),
        [
            Watched(
                titles.get(one.unit or "", ""),
                one.role,
                one.observer,
                one.score,
                one.observed_on,
                one.id,
            )
            for one in seen
        ],
    )


def _named(tools: Tools, tx: Transaction, slack_id: str, person_id: str) -> tuple[Speaker, Named]:
    """Return a trainer whom this coordinator may confirm."""
    speaker, _ = tools.speaker(tx, slack_id)
    roles.require(speaker, Act.CERTIFICATION)
    theirs: Sequence[Named] = stored.trainers(tx, speaker.coordinates)
    found = next((one for one in theirs if one.person_id == person_id), None)
    if found is None or found.slack_id == slack_id:
        # Nobody confirms their own step.
        raise NotAllowedError(NOT_THEIRS)
    return speaker, found


def _today(tools: Tools, speaker: Speaker, now: datetime) -> date:
    """Return what day it is at the first of this person's sites."""
    sites = sorted(speaker.coordinates | speaker.trains)
    zone = next((tools.sites[one].zone for one in sites if one in tools.sites), "UTC")
    return cadence.local_day(now, zone)

"""A training gets one more day, or a day that waited for it its new date: looked at, then done."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.flows import audits, cohorts, leading, moves, sessions
from bot.flows.sessions import slot_of
from bot.flows.tools import Tools, new_id
from bot.rules import sessions as rules
from bot.rules.cohorts import MAY, Deed, require
from bot.rules.roles import Act, NotAllowedError
from bot.rules.sessions import Change, Slot, StaleError, Wish
from storage import certificates, trainings
from storage.trainings import PLANNED, Group, TrainingDay
from storage.transactions import Transaction


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A day that a trainer can give a date: one that waits for it, or one more."""

    cohort_id: str
    name: str
    number: int
    waits: bool
    slot: Slot

    @property
    def id(self) -> str:
        """How a menu names it."""
        return f"{self.cohort_id}/{self.number}"


async def vacancies(tools: Tools, slack_id: str, now: datetime) -> list[Vacancy]:
    """Return the days this trainer can give a date: those that wait for one, then one more each.

    Raises:
        NotAllowedError: They train nowhere.
        NotConfirmedError: They have confirmed for none of their cohorts.
    """

    def look(tx: Transaction) -> list[Vacancy]:
        groups = leading.groups(tools, tx, slack_id, Act.SESSION_NEW)
        open_ = [group for group in groups if Deed.TRAIN in MAY[cohorts.stage(tx, group.id, now)]]
        found = [one for group in open_ for one in _vacancies(tools, tx, group, now)]
        return sorted(found, key=lambda vacancy: not vacancy.waits)

    return await tools.database.read(look)


async def looked_at(tools: Tools, slack_id: str, wish: Wish, now: datetime) -> Change:
    """Return what would be new, were the day given this date.

    Raises:
        FieldsError: It cannot be so; it has a sentence for each field.
        StaleError: It has a date by now.
        NotAllowedError, NotConfirmedError: They do not lead its cohort, or have not confirmed.
        NotNowError: Its training is over.
    """

    def look(tx: Transaction) -> Change:
        group, vacancy = _vacancy(tools, tx, slack_id, wish.subject, now)
        return _new(tx, group, vacancy, wish.filled, now)

    return await tools.database.read(look)


async def add(tools: Tools, slack_id: str, wish: Wish, now: datetime) -> Change:
    """Give a day its date, and have everybody on the list told of it once.

    Raises:
        FieldsError, StaleError, NotAllowedError, NotConfirmedError: As for `looked_at`.
    """

    def change(tx: Transaction) -> Change:
        group, vacancy = _vacancy(tools, tx, slack_id, wish.subject, now)
        made = _new(tx, group, vacancy, wish.filled, now)
        assert made.after is not None  # noqa: S101 -- it is new
        day = _given_a_date(tx, group, vacancy, made.after, moves.units_in(wish.filled), now)
        sessions.plan_again(tx, group, now)
        # That it was called off nobody has heard: to them it moves.
        step = sessions.MOVED if day.moved_from else sessions.NEW
        sessions.tell(tx, group, step, day, now)
        audits.note(tx, group.site_id, slack_id, Act.SESSION_NEW, day.id, now)
        return made

    return await tools.database.run(change)


def _vacancies(tools: Tools, tx: Transaction, group: Group, now: datetime) -> list[Vacancy]:
    every = trainings.every_day(tx, group.id)
    zone = tools.sites[group.site_id].zone
    found = [
        Vacancy(group.id, group.name, day.number, waits=True, slot=slot_of(day))
        for day in every
        if day.state != PLANNED
    ]
    like = slot_of(every[-1]) if every else None
    number = every[-1].number + 1 if every else 1
    start = like.at if like else rules.USUAL_START
    slot = Slot(now.date(), start, like.until if like else rules.usual_end(start), zone)
    slot = replace(slot, room=like.room if like else None)
    return [*found, Vacancy(group.id, group.name, number, waits=False, slot=slot)]


def _vacancy(
    tools: Tools, tx: Transaction, slack_id: str, vacancy_id: str, now: datetime
) -> tuple[Group, Vacancy]:
    group = trainings.cohort(tx, vacancy_id.partition("/")[0])
    if group is None:
        raise NotAllowedError(leading.NOT_LED)
    leading.require_led(tools, tx, slack_id, group, Act.SESSION_NEW)
    require(cohorts.stage(tx, group.id, now), Deed.TRAIN)
    for vacancy in _vacancies(tools, tx, group, now):
        if vacancy.id == vacancy_id:
            return group, vacancy
    raise StaleError


def _new(
    tx: Transaction, group: Group, vacancy: Vacancy, filled: Mapping[str, Any], now: datetime
) -> Change:
    after = rules.described(filled, vacancy.slot.zone)
    rules.require_possible(after, moves.neighbours(tx, group, vacancy.number, now), now)
    name = f"{group.name}, day {vacancy.number}"
    return moves.shown(tx, group, name, None, after, moves.units_in(filled))


def _given_a_date(
    tx: Transaction, group: Group, vacancy: Vacancy, slot: Slot, units: str | None, now: datetime
) -> TrainingDay:
    """Keep a day that waited for its date, or one more; return it."""
    waiting = [d for d in trainings.every_day(tx, group.id) if d.number == vacancy.number]
    day = TrainingDay(
        waiting[0].id if waiting else new_id(),
        vacancy.number,
        slot.on,
        slot.at,
        slot.zone,
        waiting[0].revision + 1 if waiting else 1,
        ends_at=slot.until,
        room=slot.room,
        units=units,
        told_at=now,
        moved_from=_expected(tx, group, waiting[0]) if waiting else None,
    )
    if waiting:
        trainings.change_day(tx, day, seen=waiting[0].revision)
    else:
        trainings.add_day(tx, group, day)
    certificates.set_days(tx, group.id, len(trainings.days(tx, group.id)))
    return day


def _expected(tx: Transaction, group: Group, waiting: TrainingDay) -> datetime | None:
    """Return when people expect a day of which nobody has heard yet that it is called off."""
    return waiting.moved_from if sessions.is_unheard(tx, group, waiting) else None

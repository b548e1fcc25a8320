"""Who leads a cohort: handed to another trainer, or passed on when a certification has lapsed."""

from dataclasses import replace
from datetime import datetime

from bot.flows import audits, cohorts, errands, members, sessions, standings
from bot.flows.tools import Tools
from bot.messages.cohort_forms import INSTEAD, NOBODY, TRAINER
from bot.messages.cohorts import Window
from bot.rules.cohorts import MOST_TRAINERS, Deed, Seen, Stage
from bot.rules.forms import FieldsError
from storage import cohorts as stored
from storage import deliveries, people, trainings
from storage.cohorts import Standing
from storage.people import Known
from storage.trainings import Group
from storage.transactions import Transaction

NO_TRAINER = "Choose a trainer of this site. Your programme coordinator can name one."
LEADS = "They lead it already. Choose somebody else."
FULL = "Two trainers lead it. Choose in whose place."
# Nobody passes a lapsed trainer's cohorts on by hand.
THE_BOT = "bot"
PASSED_ON = "pass on"


async def leaders(tools: Tools, seen: Seen, now: datetime) -> Window:
    """Return a cohort which can be handed over.

    Raises:
        NotAllowedError: The speaker neither leads nor coordinates it.
        NotNowError: It is closed.
    """

    def look(tx: Transaction) -> Window:
        standing, _ = cohorts.able(tools, tx, seen, Deed.HAND_OVER, now)
        return cohorts.window(tools, tx, seen.slack_id, standing, now)

    return await tools.database.read(look)


async def hand_over(tools: Tools, seen: Seen, trainer: str, instead: str, now: datetime) -> str:
    """Have `trainer` lead a cohort `instead` of one who does, or beside the only one.

    Returns the name of the cohort. Everybody whose part in it changes is told.

    Raises:
        NotAllowedError: The speaker neither leads nor coordinates it.
        NotNowError: It is closed.
        StaleError: Somebody has changed it since.
        FieldsError: They cannot lead it, or two trainers do already.
    """

    def keep(tx: Transaction) -> str:
        standing, _ = cohorts.change(tools, tx, seen, Deed.HAND_OVER, now)
        to = _able(tools, tx, standing, trainer, now)
        leading = {one.slack_id: one.person_id for one in stored.leaders(tx, standing.id)}
        if trainer in leading:
            raise FieldsError({TRAINER: LEADS})
        if instead in leading:
            stored.stop_leading(tx, standing.id, leading[instead], now)
            _tell(tx, standing.group, people.find(tx, instead), now)
        elif instead != NOBODY or len(leading) >= MOST_TRAINERS:
            raise FieldsError({INSTEAD: FULL})
        stored.lead(tx, standing.group, to.id, now)
        _tell(tx, standing.group, to, now)
        # What only trainers are told of the days is theirs from here on.
        sessions.announce_days(tx, standing.group, now)
        errands.plan_for(tx, standing.group, to, now)
        return standing.name

    return await tools.database.run(keep)


def pass_on(tx: Transaction, person_id: str, now: datetime) -> list[Group]:
    """Have somebody whose certification has lapsed lead no cohort that another trainer leads.

    Returns the cohorts that passed on. One that nobody else leads stays as it is: people on its
    list would be without anybody, and a coordinator decides.
    """
    passed = []
    for group in trainings.led_by(tx, person_id):
        standing = stored.standing(tx, group.id)
        others = [one for one in stored.leaders(tx, group.id) if one.person_id != person_id]
        if standing is None or not others:
            continue
        if cohorts.stage(tx, group.id, now) == Stage.CLOSED:
            continue
        stored.change(tx, group.id, standing.revision)
        named = cohorts.subject(group.id, standing.revision + 1)
        audits.note(tx, group.site_id, THE_BOT, f"cohort {PASSED_ON}", named, now)
        stored.stop_leading(tx, group.id, person_id, now)
        for one in others:
            _tell(tx, group, people.find(tx, one.slack_id), now)
        passed.append(group)
    return passed


def _able(tools: Tools, tx: Transaction, standing: Standing, trainer: str, now: datetime) -> Known:
    """Return a trainer of the site who may lead a cohort there."""
    speaker, known = tools.speaker(tx, trainer)
    if known is None or standing.site_id not in speaker.trains:
        raise FieldsError({TRAINER: NO_TRAINER})
    standings.require_of(tools, tx, known.id, standing.site_id, now, field=TRAINER)
    return known


def _tell(tx: Transaction, group: Group, known: Known | None, now: datetime) -> None:
    """Have a trainer told that their part in a cohort has changed; what it is, is said then."""
    if known is None:
        return
    occurrence = f"{group.id}/{now.isoformat()}"
    letter = members.letter("appointment", group.site_id, known, occurrence, now)
    deliveries.plan(tx, [replace(letter, step="leading", cohort_id=group.id)])

"""A year of four invented hospitals, forty cohorts and eight hundred people, written into storage.

It is there in two seconds: weeks are released as the rules would have released them, and outcomes
are left to the bot itself.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from bot.flows import confirmations, releases
from bot.flows.outlooks import training_days
from bot.flows.people import link_key_row
from bot.flows.tools import Tools, new_id
from bot.messages.consent import CONSENT_VERSION
from bot.rules import assessments, cadence, figures, privacy
from bot.rules.confirmations import SITE
from bot.rules.figures import Figures
from bot.rules.privacy import Group as Counted
from content.model import Site
from storage import deliveries, inbox, people, reports, rosters, trainings
from storage.reports import Made
from storage.seal import new_link_key
from storage.trainings import Group, TrainingDay
from storage.transactions import Transaction
from tests.assessed import planted, said_by
from tests.bench.seeding import UNSENT

COORDINATOR = "U0COORD01"
NAMES = ("Riverbend", "Hillside", "Lakeview", "Northgate")
COHORTS, PEOPLE, WEEKS = 40, 20, 52
HOUR = time(10)
ZONE = "America/New_York"

_SITE = """
[[sites]]
id = "{id}"
name = "{name} (invented)"
zone = "America/New_York"
coordinators = ["U0COORD01", "U0COORD{number}"]

[[sites.help_routes]]
name = "Staff line"
reach = "Call 555-0142"
hours = "always"
checked_on = 2026-10-20

[[sites.norms]]
measure = "total"
sd = "3.2"
reliability = "0.8"
source = "an invented study"
"""
SITES = "\n".join(
    _SITE.format(id=name.lower(), name=name, number=f"1{number}")
    for number, name in enumerate(NAMES)
)

Row = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Cohort:
    """A cohort of the year, and what its people said."""

    group: Group
    last_day: date
    said: list[Any]


async def seed(tools: Tools, now: datetime) -> list[Cohort]:
    """Write the year that ends now into an empty database; return its cohorts."""
    random = Random(7)  # noqa: S311 -- to be repeated, not to be secret

    def write(tx: Transaction) -> list[Cohort]:
        found = [_cohort(tx, tools, number, now, random) for number in range(COHORTS)]
        for site in tools.sites.values():
            _weeks(tx, site, [one for one in found if one.group.site_id == site.id], now, random)
            confirm_all(tx, site, now)
        return found

    return await tools.database.run(write)


def confirm_all(tx: Transaction, site: Site, now: datetime) -> None:
    """Have the coordinator confirm for a site and every cohort of it."""
    for subject in (SITE, *(one.id for one in trainings.cohorts(tx, [site.id]))):
        confirmations.keep(tx, COORDINATOR, site.id, subject, now)


def _cohort(  # noqa: PLR0915 -- one line for each table
    tx: Transaction, tools: Tools, number: int, now: datetime, random: Random
) -> Cohort:
    """Write one cohort: its days, its list, its consents, and what its people said."""
    site = list(tools.sites.values())[number % len(tools.sites)]
    group = Group(new_id(), site.id, f"{site.name.partition(' ')[0]} {number // 4 + 1}", None)
    last_day = cadence.week_of(now.date()) - timedelta(weeks=WEEKS - number - 4, days=-2)
    began = datetime.combine(last_day, HOUR, now.tzinfo) - timedelta(weeks=4)
    trainings.add_cohort(tx, group, began)
    for day in (1, 2, 3):
        on = last_day - timedelta(days=3 - day)
        trainings.add_day(tx, group, TrainingDay(new_id(), day, on, time(8, 30), ZONE, revision=1))
    lead(tx, group, number, began)
    ids = [new_id() for _ in range(PEOPLE)]
    tx.run_many(people.ADD, [_person(group, one, number, n) for n, one in enumerate(ids)])
    tx.run_many(people.DECIDE, [_consent(group, one, began) for one in ids])
    keys = {one: new_link_key() for one in ids}
    tx.run_many(
        people.KEEP_LINK_KEY,
        [
            {
                "person_id": one,
                "site_id": site.id,
                "sealed": tools.ring.seal(keys[one], link_key_row(one)),
            }
            for one in ids
        ],
    )
    tx.run_many(rosters.ENROL, [_place(group, one, began) for one in ids])
    tx.run_many(deliveries.PLAN, [_notice(group, one, last_day) for one in ids])
    said = [said_by(tools, random) for _ in ids]
    openings = {one.point: one for one in assessments.openings(training_days(tx, group.id))}
    closed = {point: one for point, one in openings.items() if one.closes_at <= now}
    answered = zip(keys.values(), said, strict=True)
    rows = [row for key, one in answered for row in planted(tools, group, key, one, closed)]
    inbox.lay(tx, "response", rows)
    return Cohort(group, last_day, said)


def lead(tx: Transaction, group: Group, number: int, now: datetime) -> None:
    """Have one of eight trainers lead a cohort."""
    who = f"U0TRAINER{number % 8}"
    known = people.find(tx, who)
    person_id = known.id if known else new_id()
    if known is None:
        tx.run_many(people.ADD, [_person(group, person_id, 0, 0) | {"slack_id": who}])
    people.name_trainer(tx, person_id, group.site_id, named_by=COORDINATOR, now=now)
    trainings.add_leader(tx, group, person_id)


def _person(group: Group, person_id: str, number: int, seat: int) -> Row:
    return {
        "id": person_id,
        "site_id": group.site_id,
        "slack_id": f"U0P{number:03}{seat:03}",
        "zone": ZONE,
        "preferred_at": None,
        "dm_channel": None,
    }


def _consent(group: Group, person_id: str, at: datetime) -> Row:
    switches = ("companion", "checkins", "exercises", "assessments", "evaluation")
    return {
        "id": new_id(),
        "site_id": group.site_id,
        "person_id": person_id,
        "number": 1,
        "version": CONSENT_VERSION,
        "decided_at": at,
        **dict.fromkeys(switches, True),
    }


def _place(group: Group, person_id: str, at: datetime) -> Row:
    return {
        "id": new_id(),
        "site_id": group.site_id,
        "cohort_id": group.id,
        "person_id": person_id,
        "enrolled_at": at,
        "plan_at": None,
    }


def _notice(group: Group, person_id: str, last_day: date) -> Row:
    due_at = cadence.moment(last_day - timedelta(days=3), HOUR, ZONE)
    sent = {"claimed_at": due_at, "claimed_by": "year", "sent_at": due_at, "message_ts": "1.0"}
    return (
        {
            "id": new_id(),
            "site_id": group.site_id,
            "cohort_id": group.id,
            "person_id": person_id,
            "kind": "notice",
            "step": "notice/1",
            "occurrence": group.id,
            "content_id": None,
            "content_version": None,
            "local_date": due_at.date(),
            "due_at": due_at,
            "send_by": due_at + cadence.CHECKIN_TOO_LATE,
            "expires_at": due_at + cadence.CHECKIN_OPEN,
            "closes": False,
        }
        | UNSENT
        | sent
    )


def _weeks(  # noqa: C901 -- weeks, cohorts and kinds
    tx: Transaction, site: Site, cohorts: list[Cohort], now: datetime, random: Random
) -> None:
    """Write what every week of the year released of a site, as the rules say it."""
    last = cadence.last_closed_week(site.zone, now)
    for ago in range(WEEKS, -1, -1):
        monday = last - ago * cadence.WEEK
        for kind in releases.KINDS:
            reports.take_round(tx, site_id=site.id, kind=kind, starts_on=monday, now=now)
        asked: list[Counted] = []
        for cohort in cohorts:
            since = (monday - cadence.week_of(cohort.last_day)) // cadence.WEEK
            if 0 < since <= 16:
                counted = Counted(PEOPLE, PEOPLE, random.randint(6, 15))
                asked.append(counted)
                found = Figures(privacy.participation([counted]), 1)
                _keep(tx, site, releases.WEEK, monday, cohort.group.id, found)
                if since % 4 == 1:
                    _keep(tx, site, releases.FOUR_WEEKS, monday, cohort.group.id, found)
        if len(asked) > 1:
            _keep(tx, site, releases.WEEK, monday, None, Figures(privacy.participation(asked)))


def _keep(
    tx: Transaction, site: Site, kind: str, monday: date, cohort: str | None, found: Figures
) -> None:
    kept, definitions = figures.written(found)
    ends_on = monday + releases.KINDS[kind] * cadence.WEEK - timedelta(days=1)
    made = Made(new_id(), site.id, kind, monday, ends_on, cohort, kept, definitions)
    reports.add(tx, made)

"""An invented hospital of any size, between two moments: nothing is due."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot import app
from bot.flows.people import link_key_row
from bot.flows.releases import KINDS
from bot.flows.tools import Tools, new_id
from bot.messages.consent import CONSENT_VERSION
from bot.rules import cadence
from bot.settings import Settings
from content.model import CheckIn, Library, Site
from storage import deliveries, people, reports, rosters, trainings
from storage.database import is_sqlite
from storage.seal import new_link_key
from storage.trainings import Group, TrainingDay
from storage.transactions import Transaction
from tests.hospital import SITES

Row = dict[str, Any]

# As many as a training takes.
COHORT = 25
# Cohorts in one transaction: all at once would make a log as large as the database.
COHORTS_AT_ONCE = 1000
TRAINED = timedelta(weeks=3)
# For how long somebody has had a question open: as good as none, or so long that another may come.
LATELY, THE_DAY_BEFORE = timedelta(minutes=5), timedelta(hours=30)
HOUR = time(10, 30)
# Rows go to random places; in the memory SQLite takes by itself they do not all fit.
MORE_MEMORY = text("PRAGMA cache_size = -400000")
# What a delivery knows once it was sent; all rows of one statement name the same columns.
UNSENT = dict.fromkeys(
    (
        "claimed_at",
        "claimed_by",
        "sent_at",
        "message_channel",
        "message_ts",
        "answered_on",
        "closed_at",
    )
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question that somebody got and has not answered."""

    slack_id: str
    delivery_id: str


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a cohort, and what time it was when they were put there."""

    person_id: str
    slack_id: str
    group: Group
    zone: str
    now: datetime


def environment(folder: Path, api_url: str) -> dict[str, str]:
    """Return the settings of a bot whose files are in `folder`."""
    sites = folder / "sites.toml"
    sites.write_text(SITES, encoding="utf-8")
    return {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_APP_TOKEN": "xapp-bench",
        "SLACK_API_URL": api_url,
        "DATABASE_URL": f"sqlite:///{database(folder)}",
        "BOT_SECRET_KEYS": app.new_key(),
        "KEY_KEEPER": "the invented keeper",
        "SITES": str(sites),
        "CONTENT_SENT": "all",
        "PACING": "unlimited",
    }


def database(folder: Path) -> Path:
    """Return the file in which a bot in `folder` keeps what it knows."""
    return folder / "bot.db"


def checkin(library: Library) -> CheckIn:
    """Return the question everybody has open: the first that may stand on a lock screen."""
    return next(one for one in library.checkins.values() if one.lock_screen)


async def seed(
    config: Settings, count: int, now: datetime, *, opened: timedelta = LATELY
) -> list[Question]:
    """Return an open question for each of `count` people or a few more, whom the bot knows.

    Each consents, is in a cohort that was trained three weeks ago, answered a question a
    week ago, has had one open for as long as `opened`, and one waiting.
    """
    app.prepare(config)
    tools = app.build(config)
    numbers = range(-(-count // COHORT))
    found: list[Question] = []
    try:
        await tools.database.run(partial(begin, tools=tools, now=now))
        for start in numbers[::COHORTS_AT_ONCE]:
            some = numbers[start : start + COHORTS_AT_ONCE]
            found += await tools.database.run(
                partial(_cohorts, tools=tools, numbers=some, now=now, opened=opened)
            )
    finally:
        await app.close(tools)
    return found


def begin(tx: Transaction, tools: Tools, now: datetime) -> None:
    """Have every release made that was due by now."""
    if is_sqlite(tools.database.url):
        tx.run(MORE_MEMORY)
    for site in tools.sites.values():
        for kind, weeks in KINDS.items():
            for monday in cadence.closed_periods(_first_day(now), weeks, site.zone, now):
                reports.take_round(tx, site_id=site.id, kind=kind, starts_on=monday, now=now)


def _cohorts(
    tx: Transaction, tools: Tools, numbers: range, now: datetime, opened: timedelta
) -> list[Question]:
    sites = list(tools.sites.values())
    return [
        question
        for number in numbers
        for question in _cohort(
            tx, roster(tx, tools, sites[number % len(sites)], number, now), tools, opened
        )
    ]


def _cohort(
    tx: Transaction, members: list[Member], tools: Tools, opened: timedelta
) -> list[Question]:
    """Return the open questions of one cohort, which the bot knows from here on."""
    histories = [_history(member, checkin(tools.library), opened) for member in members]
    tx.run_many(deliveries.PLAN, [delivery for history in histories for delivery in history])
    return [
        Question(member.slack_id, opened["id"])
        for member, (_, opened, _) in zip(members, histories, strict=True)
    ]


def roster(tx: Transaction, tools: Tools, site: Site, number: int, now: datetime) -> list[Member]:
    """Return everybody in a cohort that was trained three weeks ago, all with consent."""
    group = Group(new_id(), site.id, f"Cohort {number}", None)
    trainings.add_cohort(tx, group, now)
    for day in (1, 2, 3):
        on = _first_day(now) + timedelta(days=day - 1)
        trainings.add_day(tx, group, TrainingDay(new_id(), day, on, HOUR, site.zone, revision=1))
    members = [Member(new_id(), slack_id, group, site.zone, now) for slack_id in slack_ids(number)]
    tx.run_many(people.ADD, [_person(member) for member in members])
    tx.run_many(people.DECIDE, [_consent(member) for member in members])
    tx.run_many(people.KEEP_LINK_KEY, [_link_key(tools, member) for member in members])
    tx.run_many(rosters.ENROL, [_enrolment(member) for member in members])
    return members


def slack_ids(number: int) -> list[str]:
    """Return by which ids Slack knows the people of a cohort."""
    return [f"U{number * COHORT + seat:08d}" for seat in range(COHORT)]


def _person(member: Member) -> Row:
    return {
        "id": member.person_id,
        "site_id": member.group.site_id,
        "slack_id": member.slack_id,
        "zone": member.zone,
        "preferred_at": HOUR,
        "dm_channel": _conversation(member.slack_id),
    }


def _consent(member: Member) -> Row:
    return {
        "id": new_id(),
        "site_id": member.group.site_id,
        "person_id": member.person_id,
        "number": 1,
        "version": CONSENT_VERSION,
        "decided_at": member.now - TRAINED,
        "companion": True,
        "checkins": True,
        "exercises": True,
        "assessments": True,
        "evaluation": True,
    }


def _link_key(tools: Tools, member: Member) -> Row:
    return {
        "person_id": member.person_id,
        "site_id": member.group.site_id,
        "sealed": tools.ring.seal(new_link_key(), link_key_row(member.person_id)),
    }


def _enrolment(member: Member) -> Row:
    return {
        "id": new_id(),
        "site_id": member.group.site_id,
        "cohort_id": member.group.id,
        "person_id": member.person_id,
        "enrolled_at": member.now - TRAINED,
        "plan_at": member.now + timedelta(days=2),
    }


def _history(member: Member, question: CheckIn, open_since: timedelta) -> tuple[Row, Row, Row]:
    """Return a delivery that is over, one that is open, and one that waits."""
    now = member.now
    over = _delivery(member, question, 2, now - timedelta(days=7))
    opened = _delivery(member, question, 3, now - open_since)
    waiting = _delivery(member, question, 4, now + timedelta(days=1))
    closed = {"closed_at": now, "answered_on": now.date()}
    return (
        over | _sent(member, over["due_at"]) | closed,
        opened | _sent(member, opened["due_at"]),
        waiting | UNSENT,
    )


def _delivery(member: Member, question: CheckIn, week: int, due_at: datetime) -> Row:
    return {
        "id": new_id(),
        "site_id": member.group.site_id,
        "cohort_id": member.group.id,
        "person_id": member.person_id,
        "kind": "check-in",
        "step": f"active/week-{week}/check-in",
        "occurrence": member.group.id,
        "content_id": question.id,
        "content_version": question.version,
        "local_date": due_at.date(),
        "due_at": due_at,
        "send_by": due_at + cadence.CHECKIN_TOO_LATE,
        "expires_at": due_at + cadence.CHECKIN_OPEN,
        "closes": True,
    }


def _sent(member: Member, at: datetime) -> Row:
    return UNSENT | {
        "claimed_at": at,
        "claimed_by": "bench",
        "sent_at": at,
        "message_channel": _conversation(member.slack_id),
        "message_ts": f"{at.timestamp():.6f}",
    }


def _conversation(slack_id: str) -> str:
    return f"D{slack_id[1:]}"


def _first_day(now: datetime) -> date:
    return cadence.week_of((now - TRAINED).date())

"""A site of forty cohorts in follow-up: what its people got and said, and a history behind it."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

import psycopg
from sqlalchemy import text

from bot.flows import answers
from bot.flows.outlooks import training_days
from bot.flows.releases import FOUR_WEEKS, KINDS, WEEK
from bot.flows.tools import Tools, new_id
from bot.rules import assessments, cadence, curriculum, figures, followup, keeping, privacy
from bot.rules.curriculum import Course
from bot.rules.figures import Figures
from bot.rules.privacy import Group as Counted
from bot.rules.shown import Band
from content.model import CheckIn, Site, Step
from storage import deliveries, inbox, people, reports, trainings
from storage.database import is_sqlite
from storage.inbox import Sealed
from storage.reports import Made
from storage.transactions import Transaction
from tests import year
from tests.assessed import planted, said_by
from tests.bench import seeding
from tests.bench.lines import remark
from tests.bench.seeding import UNSENT, Member, Row

COHORTS = 40
# Weeks of which everything was released before.
RELEASED = 52
# How many of those who are asked answer.
ANSWER = 0.6
DAY = timedelta(days=1)
HOUR = time(10)

# As many old check-ins of everybody of a cohort as make the history, on six hundred days long ago.
OLD = """
INSERT INTO delivery (id, site_id, cohort_id, person_id, kind, rank, step, occurrence, local_date,
    due_at, send_by, expires_at, closes, unknowns, claimed_at, sent_at, closed_at, answered_on)
WITH RECURSIVE old(number) AS (
    SELECT 0 UNION ALL SELECT number + 1 FROM old WHERE number < :each - 1
)
SELECT {key}, e.site_id, e.cohort_id, e.person_id, 'check-in', 1, 'old/' || old.number, e.cohort_id,
    {day}, {moment}, {moment}, {moment}, {yes}, 0, {moment}, {moment}, {moment},
    CASE WHEN old.number % 5 < 3 THEN {day} END
FROM enrolment e, old WHERE e.cohort_id = :cohort_id
"""
SQLITE = {
    "key": "lower(hex(randomblob(16)))",
    "day": "date('2025-01-01', '+' || (old.number % 600) || ' days')",
    "moment": "'2025-01-01 10:00:00.000000'",
    "yes": "1",
}
POSTGRESQL = {
    "key": "md5(random()::text || e.person_id || old.number)",
    "day": "date '2025-01-01' + (old.number % 600)",
    "moment": "timestamptz '2025-01-01 10:00:00+00'",
    "yes": "true",
}
# Millions of keys that are known to be there are not looked up one by one.
TRUSTED = text("SET LOCAL session_replication_role = replica")


async def seed(tools: Tools, now: datetime, weeks: int, history: int) -> None:
    """Write the site as it is at `now`, and what its people do in the `weeks` that follow.

    Everybody is asked as the curriculum asks them, six of ten answer, and most fill in what is
    asked before, at the end of and a month after the training. Behind it are `history` check-ins
    of former years, and the releases of a year, as many as forty cohorts have in their lives.
    """
    random = Random(7)  # noqa: S311 -- to be repeated, not to be secret
    (site,) = tools.sites.values()
    await tools.database.run(partial(seeding.begin, tools=tools, now=now))
    until = now.date() + weeks * cadence.WEEK
    for number in range(COHORTS):
        members = await tools.database.run(
            partial(seeding.roster, tools=tools, site=site, number=number, now=now)
        )
        life = _Life(tools, members, number, random, until)
        await tools.database.run(life.write)
        each = history // (COHORTS * seeding.COHORT)
        await tools.database.run(partial(_grow_old, tools=tools, members=members, each=each))
    await tools.database.run(partial(_past, tools=tools, site=site, now=now, random=random))


def settle(url: str) -> None:
    """Have PostgreSQL look at what is there, as it does by itself some minutes later."""
    if url.startswith("postgresql"):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")


class _Life:
    """What the people of a cohort get and say, from their training until a day."""

    def __init__(
        self, tools: Tools, members: list[Member], number: int, random: Random, until: date
    ) -> None:
        self.tools = tools
        self.members = members
        self.group = members[0].group
        self.number = number
        self.random = random
        self.until = until

    def write(self, tx: Transaction) -> None:
        """Write it, and who leads them."""
        year.lead(tx, self.group, self.number, self.members[0].now)
        keys = {member.person_id: self._key(tx, member) for member in self.members}
        days = training_days(tx, self.group.id)
        asked = list(self._asked([day.on for day in days]))
        got = [(member, *one) for member in self.members for one in asked]
        told = [(*one, self.random.random() < ANSWER) for one in got]
        tx.run_many(deliveries.PLAN, [self._delivery(*one) for one in told])
        openings = {one.point: one for one in assessments.openings(days)}
        said = [
            row
            for key in keys.values()
            for row in planted(
                self.tools, self.group, key, said_by(self.tools, self.random), openings
            )
        ]
        chosen = [
            self._choice(keys[member.person_id], item, on)
            for member, _, item, on, answered in told
            if answered
        ]
        inbox.lay(tx, "response", [*chosen, *said])

    def _key(self, tx: Transaction, member: Member) -> bytes:
        sealed = people.link_key(tx, member.person_id)
        assert sealed is not None, "they came with one"
        return answers.opened_link_key(self.tools.ring, member.person_id, sealed)

    def _asked(self, days: list[date]) -> Iterator[tuple[Step, CheckIn, date]]:
        """Yield what the curriculum asks everybody after the training, and on which day."""
        steps = [one for one in self.tools.library.curriculum.steps if one.kind == "check-in"]
        for step, item in curriculum.planned(Course(self.tools.library, days), steps):
            on = curriculum.day_of(step, days)
            if on and step.phase != "before" and on < self.until and isinstance(item, CheckIn):
                yield step, item, on

    def _delivery(self, member: Member, step: Step, item: CheckIn, on: date, answered: bool) -> Row:
        due_at = cadence.moment(on, HOUR, member.zone)
        return UNSENT | {
            "id": new_id(),
            "site_id": self.group.site_id,
            "cohort_id": self.group.id,
            "person_id": member.person_id,
            "kind": step.kind,
            "step": step.id,
            "occurrence": self.group.id,
            "content_id": item.id,
            "content_version": item.version,
            "local_date": on,
            "due_at": due_at,
            "send_by": due_at + cadence.CHECKIN_TOO_LATE,
            "expires_at": due_at + cadence.CHECKIN_OPEN,
            "closes": True,
            "claimed_at": due_at,
            "claimed_by": "bench",
            "sent_at": due_at,
            "message_ts": f"{due_at.timestamp():.6f}",
            "answered_on": on if answered else None,
        }

    def _choice(self, key: bytes, item: CheckIn, on: date) -> Sealed:
        at = answers.place(key, item.id, item.version, on)
        choice = self.random.choice(item.choices).id
        return Sealed(
            self.group.site_id,
            self.group.id,
            at.pseudonym,
            item.id,
            item.version,
            keeping.period_of(on),
            answers.sealed_choice(self.tools.ring, at, choice),
        )


def _grow_old(tx: Transaction, tools: Tools, members: list[Member], each: int) -> None:
    """Add the history of a cohort's people."""
    sqlite = is_sqlite(tools.database.url)
    if not sqlite:
        tx.run(TRUSTED)
    statement = text(OLD.format(**SQLITE if sqlite else POSTGRESQL))
    tx.run(statement, each=each, cohort_id=members[0].group.id)


def _past(tx: Transaction, tools: Tools, site: Site, now: datetime, random: Random) -> None:
    """Add the releases of a year in which a cohort was trained each week, and confirmations."""
    year.confirm_all(tx, site, now)
    last = cadence.last_closed_week(site.zone, now)
    mondays = [last - ago * cadence.WEEK for ago in reversed(range(RELEASED))]
    named = zip(trainings.cohorts(tx, [site.id]), mondays, strict=False)
    cohorts = [
        cohort
        for one, monday in named
        if (cohort := followup.followed_up(one.id, Course(tools.library, [monday])))
    ]
    made: list[Made] = []
    for monday in mondays:
        groups = {
            one.id: Counted(seeding.COHORT, seeding.COHORT, random.randint(6, 19))
            for one in cohorts
            if one.asked(monday)
        }
        made += [
            _made(site, WEEK, monday, cohort, Figures(privacy.participation([group]), 1))
            for cohort, group in groups.items()
        ]
        if len(groups) > 1:
            whole = Figures(privacy.participation(list(groups.values())))
            made.append(_made(site, WEEK, monday, None, whole))
        made += [
            _made(site, FOUR_WEEKS, monday, one.id, Figures(Band.SOME, one.asked(monday, 4)))
            for one in cohorts
            if one.has_block(monday) and one.asked(monday, 4) and monday + cadence.BLOCK <= last
        ]
    tx.run_many(reports.ADD_RELEASE, [asdict(one) for one in made])
    remark(f"{len(made)} releases of a year")


def _made(site: Site, kind: str, monday: date, cohort: str | None, found: Figures) -> Made:
    kept, definitions = figures.written(found)
    ends_on = monday + KINDS[kind] * cadence.WEEK - DAY
    return Made(new_id(), site.id, kind, monday, ends_on, cohort, kept, definitions)

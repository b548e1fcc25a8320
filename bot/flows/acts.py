"""What coordinators may know of the bot itself: who asked what, and how punctual messages were."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import groupby

from bot.flows import audits, purging
from bot.flows.directories import Seen, seen_by
from bot.flows.operators import EVERY_SITE
from bot.flows.tools import Tools
from bot.messages.acts import ActLine, Punctuality, WeekLine
from bot.rules import acts, cadence, hospital_forms, questions
from bot.rules.acts import Known
from bot.rules.questions import Question
from bot.rules.roles import Act
from storage import directory, punctuality, reports, trainings
from storage.reports import Entry
from storage.transactions import Transaction

# What somebody says of themselves is no question that they asked; and what goes on every night
# would leave no room for the rest.
LEFT_OUT = frozenset({"confirm", "take back", "backup", purging.ACT})
# As many as one table holds, and as many entries as are read for them.
MOST_LINES, MOST = 100, 1000
A_YEAR = timedelta(weeks=52)


async def audit(tools: Tools, slack_id: str, text: str, now: datetime) -> list[ActLine]:
    """Return who asked or did what at the sites this person coordinates, the latest first.

    Raises:
        NotAllowedError: They coordinate none.
        NotConfirmedError: They have confirmed for none of them.
        NotUnderstoodError: More was written.
    """

    def look(tx: Transaction) -> tuple[list[str], list[ActLine]]:
        seen = seen_by(tools, tx, slack_id, Act.AUDIT, now)
        hospital_forms.nothing_more(text, Act.AUDIT)
        known = _known(tx, seen)
        sites = [*seen.sites, EVERY_SITE]
        found = reports.acts(tx, sites, now - A_YEAR, LEFT_OUT, MOST)
        # One question looks at many groups, and stands there once for each of them.
        each = groupby(found, key=lambda one: (one.at, one.actor, one.act))
        zone = tools.sites[next(iter(seen.sites))].zone
        lines = [_line(list(entries), known, zone) for _, entries in each]
        return list(seen.sites), lines[:MOST_LINES]

    sites, lines = await tools.database.read(look)
    await audits.note_sites(tools, sites, slack_id, Act.AUDIT, now)
    return lines


async def ledger(tools: Tools, slack_id: str, text: str, now: datetime) -> Punctuality:
    """Return how punctual messages were at the sites this person coordinates, by closed week.

    Of what everybody on a list gets alone: how many others there were, only releases say.

    Raises:
        NotAllowedError: They coordinate none.
        NotConfirmedError: They have confirmed for none of them.
        NotUnderstoodError: The question cannot be read.
    """

    def look(tx: Transaction) -> tuple[list[str], Punctuality]:
        seen = seen_by(tools, tx, slack_id, Act.LEDGER, now)
        wanted = questions.ledger(text, seen.sites, seen.today)
        sites = [site for site in seen.sites if wanted.site in (None, site)]
        since, until = _weeks(wanted, tools.sites[sites[0]].zone, now)
        sunday = until + cadence.WEEK - timedelta(days=1)
        numbers: dict[tuple[str, object], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for one in punctuality.counted(tx, sites, since, sunday):
            numbers[one.site_id, cadence.week_of(one.day)][one.outcome] += one.messages
        lines = [
            WeekLine(seen.sites[site], week, numbers.get((site, week), {}))
            for ago in range((until - since) // cadence.WEEK + 1)
            for site in sites
            for week in [until - ago * cadence.WEEK]
        ]
        return sites, Punctuality(wanted, lines)

    sites, found = await tools.database.read(look)
    await audits.note_sites(tools, sites, slack_id, Act.LEDGER, now)
    return found


def _weeks(wanted: Question, zone: str, now: datetime) -> tuple[date, date]:
    """Return the first and the last closed week that is asked about, by their Mondays."""
    last = cadence.last_closed_week(zone, now)
    until = min(last, cadence.week_of(wanted.until)) if wanted.until else last
    since = until - (wanted.weeks - 1) * cadence.WEEK
    return cadence.week_of(wanted.since) if wanted.since else since, until


def _known(tx: Transaction, seen: Seen) -> Known:
    """Return what there is at some sites, by its id."""
    cohorts = {one.id: one.name for one in trainings.cohorts(tx, seen.sites)}
    return Known(
        seen.sites,
        cohorts,
        {
            one.day.id: f"{cohorts[cohort]}, day {one.day.number}"
            for cohort, found in directory.sessions(tx, seen.sites).items()
            for one in found
        },
    )


def _line(entries: list[Entry], known: Known, zone: str) -> ActLine:
    """Return one act; of a question about many groups, about how many."""
    first = entries[0]
    said = acts.together([acts.about(one.site_id, one.subject, known) for one in entries])
    return ActLine(first.at, zone, first.actor, first.act, said)

"""Progress and participation: questions select releases, and never count people."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from bot.flows import releases
from bot.flows.tools import Tools, new_id
from bot.messages.reports import Line, OpenWeek, Report
from bot.rules import asks, cadence, privacy, roles
from bot.rules.roles import Act
from content.model import Site
from storage import reports, trainings
from storage.reports import Entry
from storage.transactions import Transaction

# A site's releases (cohort None) and its cohorts', with the name each is shown under, in
# the order in which they are shown.
Names = Mapping[tuple[str, str | None], str]


async def participation(tools: Tools, slack_id: str, text: str, now: datetime) -> Report:
    """Return what was released for the sites this person coordinates, and for their cohorts.

    Raises:
        NotAllowedError: They coordinate none.
        NotUnderstoodError: The question cannot be read, or names no cohort there.
    """

    def look(tx: Transaction) -> Report:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require(speaker, Act.PARTICIPATION)
        sites = sorted(speaker.coordinates)
        names: Names = {(site, None): tools.sites[site].name for site in sites} | {
            (cohort.site_id, cohort.id): cohort.name for cohort in trainings.cohorts(tx, sites)
        }
        _audit(tx, sites, slack_id, Act.PARTICIPATION, now)
        return _answer(tools, tx, "Participation", names, text, now)

    return await tools.database.run(look)


async def progress(tools: Tools, slack_id: str, text: str, now: datetime) -> Report:
    """Return what was released for the cohorts this trainer leads.

    Raises:
        NotAllowedError: They are no trainer.
        NotUnderstoodError: The question cannot be read, or names no cohort of theirs.
    """

    def look(tx: Transaction) -> Report:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require(speaker, Act.PROGRESS)
        led = trainings.led_by(tx, speaker.person_id or "")
        names: Names = {(cohort.site_id, cohort.id): cohort.name for cohort in led}
        _audit(tx, speaker.trains, slack_id, Act.PROGRESS, now)
        return _answer(tools, tx, "Your cohorts", names, text, now)

    return await tools.database.run(look)


def _answer(
    tools: Tools, tx: Transaction, title: str, names: Names, text: str, now: datetime
) -> Report:
    """Return the releases that the question in `text` asks for."""
    cohorts = {name for (_, cohort_id), name in names.items() if cohort_id}
    wanted = asks.participation(text, cohorts)
    if wanted.cohort:
        names = {key: name for key, name in names.items() if key[1] and name == wanted.cohort}
    sites = [site for site in tools.sites.values() if any(key[0] == site.id for key in names)]
    lines = [
        line for site in sites for line in _lines(tx, site, names, _since(site, wanted.weeks, now))
    ]
    # Newest week first; within a week in the order of the names.
    lines.sort(key=lambda line: line.week, reverse=True)
    return Report(title, lines, [week for site in sites for week in _open(tools, tx, site, now)])


def _lines(tx: Transaction, site: Site, names: Names, since: date) -> Iterator[Line]:
    """Yield what was released for the groups in `names` at a site, group by group."""
    released = reports.released(tx, [site.id], releases.WEEKLY, since)
    for (site_id, cohort_id), name in names.items():
        for release in released:
            if (release.site_id, release.cohort_id) == (site_id, cohort_id):
                yield Line(name, release.starts_on, privacy.read(release.shown))


def _open(tools: Tools, tx: Transaction, site: Site, now: datetime) -> Iterator[OpenWeek]:
    """Yield the weeks of a site that have begun, ask something, and are not released yet."""
    monday = cadence.last_closed_week(site.zone, now) + cadence.WEEK
    while cadence.midnight(monday, site.zone) <= now:
        if releases.asked_in_week(tools, tx, site, monday):
            yield OpenWeek(site.name, monday, cadence.release_at(monday, site.zone), site.zone)
        monday += cadence.WEEK


def _since(site: Site, weeks: int, now: datetime) -> date:
    return cadence.last_closed_week(site.zone, now) - timedelta(weeks=weeks - 1)


def _audit(tx: Transaction, sites: Iterable[str], actor: str, act: Act, now: datetime) -> None:
    for site_id in sorted(sites):
        reports.audit(tx, Entry(new_id(), site_id, now, actor, str(act), "releases"))

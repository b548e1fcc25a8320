"""Progress and participation: questions select releases, and never count people."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.flows import audits, confirmations, readings, releases
from bot.flows.readings import Names, View
from bot.flows.tools import Tools
from bot.messages.reports import Line, Report
from bot.rules import cadence, questions, roles, trends
from bot.rules.questions import Question
from bot.rules.roles import Act, Speaker
from content.model import Site
from storage import lots, trainings
from storage.transactions import Transaction


async def participation(tools: Tools, slack_id: str, text: str, now: datetime) -> Report:
    """Return what was released for the sites this person coordinates, and for their cohorts.

    Raises:
        NotAllowedError: They coordinate none.
        NotConfirmedError: There is something to confirm first.
        NotUnderstoodError: The question cannot be read, or names no cohort there.
    """

    def names(tx: Transaction, speaker: Speaker) -> Names:
        sites = sorted(speaker.coordinates)
        return {(site, None): tools.sites[site].name for site in sites} | {
            (cohort.site_id, cohort.id): cohort.name for cohort in trainings.cohorts(tx, sites)
        }

    return await _answer(tools, Asker(slack_id, Act.PARTICIPATION, names), text, now)


async def to_share(tools: Tools, slack_id: str, text: str, now: datetime) -> Report:
    """Return the same of the sites as wholes, without what anybody is refused.

    Nobody knows who reads it where it is shared.

    Raises:
        NotAllowedError, NotConfirmedError, NotUnderstoodError: As for `participation`.
    """

    def names(_tx: Transaction, speaker: Speaker) -> Names:
        return {(site, None): tools.sites[site].name for site in sorted(speaker.coordinates)}

    asker = Asker(slack_id, Act.PARTICIPATION, names, hands_on=True)
    return await _answer(tools, asker, text, now)


async def progress(tools: Tools, slack_id: str, text: str, now: datetime) -> Report:
    """Return what was released for the sites this trainer trains at, and the cohorts they lead.

    Raises:
        NotAllowedError: They are no trainer.
        NotConfirmedError: There is something to confirm first.
        NotUnderstoodError: The question cannot be read, or names no cohort of theirs.
    """

    def names(tx: Transaction, speaker: Speaker) -> Names:
        led = trainings.led_by(tx, speaker.person_id or "")
        sites = [site for site in tools.sites.values() if site.id in speaker.trains]
        return {(site.id, None): site.name for site in sites} | {
            (cohort.site_id, cohort.id): cohort.name for cohort in led
        }

    return await _answer(tools, Asker(slack_id, Act.PROGRESS, names), text, now)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, by which command, and what they may see."""

    slack_id: str
    act: Act
    names: Callable[[Transaction, Speaker], Names]
    # Whether what they see is handed on to whoever may read it.
    hands_on: bool = False


async def _answer(tools: Tools, asker: Asker, text: str, now: datetime) -> Report:
    """Return the releases that the question in `text` asks for; that it was asked is kept."""

    def look(tx: Transaction) -> tuple[Names, Report]:
        speaker, _ = tools.speaker(tx, asker.slack_id)
        roles.require(speaker, asker.act)
        every = asker.names(tx, speaker)
        sites = {site: tools.sites[site].name for site, _ in every}
        today = _today(tools, sites, now)
        wanted = questions.participation(
            _with_names(text, every), asker.act, _cohorts(every), today, sites
        )
        names, sight = confirmations.visible(
            tools, tx, speaker, asker.act, told_apart(_meant(every, wanted), sites)
        )
        if asker.hands_on:
            sight = confirmations.for_anybody(tx, sight, {site for site, _ in names})
        report = _report(tools, tx, View(names, sight), wanted, now)
        named = next((one for _, one in names if one and wanted.cohort), None)
        return names, replace(report, site=sites.get(wanted.site or ""), cohort_id=named)

    names, report = await tools.database.read(look)
    await tools.database.run(lambda tx: _audit(tx, asker, names, now))
    return report


def told_apart(names: Names, sites: Mapping[str, str]) -> Names:
    """Return names of which no two groups have the same: where they had, the hospital is added.

    Each hospital names its own cohorts, and figures of two would stand under one name.
    """
    often = Counter(name.casefold() for name in names.values())
    return {
        (site, cohort): f"{name}, {sites[site]}" if cohort and often[name.casefold()] > 1 else name
        for (site, cohort), name in names.items()
    }


def _meant(names: Names, wanted: Question) -> Names:
    """Return the groups that are asked about."""
    return {
        (site, cohort): name
        for (site, cohort), name in names.items()
        if wanted.site in (None, site)
        and not (wanted.site_only and cohort)
        and (wanted.cohort is None or (cohort and name == wanted.cohort))
    }


def _with_names(text: str, names: Names) -> str:
    """Return a question with the names of cohorts in place of their ids, as buttons have them."""
    for (_, cohort), name in names.items():
        text = text.replace(f"{questions.ID_MARK}{cohort}", name) if cohort else text
    return text


def _cohorts(names: Names) -> set[str]:
    return {name for (_, cohort_id), name in names.items() if cohort_id}


def _today(tools: Tools, sites: Iterable[str], now: datetime) -> date:
    """Return the day on which it is asked, by the clock of the first of these sites."""
    zone = next((tools.sites[site].zone for site in sites), "UTC")
    return cadence.local_day(now, zone)


def _report(tools: Tools, tx: Transaction, view: View, wanted: Question, now: datetime) -> Report:
    names = view.names
    sites = [site for site in tools.sites.values() if any(key[0] == site.id for key in names)]

    def released(kind: str) -> list[Line]:
        found = [
            line
            for site in sites
            for line in readings.lines(tx, site, view, kind, _since(site, wanted, now))
            if wanted.until is None or line.starts_on <= wanted.until
        ]
        # Of one site they are in order.
        if len(sites) > 1:
            found.sort(key=lambda line: line.starts_on, reverse=True)
        return found

    weeks = released(releases.WEEK)
    return Report(
        wanted.cohort,
        wanted.weeks,
        weeks_shown=weeks,
        four_weeks_shown=released(releases.FOUR_WEEKS),
        open_weeks=[
            week
            for site in sites
            for week in readings.open_weeks(tools, tx, site, names, now)
            if wanted.until is None or week.week <= wanted.until
        ],
        wanted=wanted,
        changes=trends.changes(weeks, _least(tools, tx, view)),
    )


def _since(site: Site, wanted: Question, now: datetime) -> date:
    """Return the first day of what is asked about: whole weeks, which are released."""
    if wanted.since:
        return cadence.week_of(wanted.since)
    if wanted.until:
        return cadence.week_of(wanted.until) - (wanted.weeks - 1) * cadence.WEEK
    return readings.since(site, wanted.weeks, now)


def _least(tools: Tools, tx: Transaction, view: View) -> Mapping[str, int]:
    """Return how many people are behind what is shown of each group, at least: by its lists."""
    listed = lots.listed(tx, sorted({site for site, _ in view.names}))
    shown = [cohort for cohort, number in listed.items() if number >= tools.limits.list]
    takers = {cohort: tools.limits.takers(listed[cohort]) for cohort in shown}
    return {
        # Of a site, the smallest two: it is never known here which cohorts are in a week's share.
        name: takers.get(cohort, 0) if cohort else sum(sorted(takers.values())[:2])
        for (_, cohort), name in view.names.items()
    }


def _audit(tx: Transaction, asker: Asker, names: Names, now: datetime) -> None:
    """Keep which groups were looked at, one line each."""
    groups = [(site, f"cohort {cohort}" if cohort else "site") for site, cohort in names]
    audits.note_all(tx, groups, asker.slack_id, asker.act, now)

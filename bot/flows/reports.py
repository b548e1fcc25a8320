"""Progress and participation: questions select releases, and never count people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.flows import audits, confirmations, readings, releases
from bot.flows.readings import Names, View
from bot.flows.tools import Tools
from bot.messages.reports import Line, Report
from bot.rules import asks, roles
from bot.rules.asks import Range
from bot.rules.roles import Act, Speaker
from storage import trainings
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


async def _answer(tools: Tools, asker: Asker, text: str, now: datetime) -> Report:
    """Return the releases that the question in `text` asks for; that it was asked is kept."""

    def look(tx: Transaction) -> tuple[Names, Report]:
        speaker, _ = tools.speaker(tx, asker.slack_id)
        roles.require(speaker, asker.act)
        names = asker.names(tx, speaker)
        wanted = asks.participation(text, asker.act, _cohorts(names))
        if wanted.cohort:
            names = {key: name for key, name in names.items() if key[1] and name == wanted.cohort}
        names, sight = confirmations.visible(tools, tx, speaker, asker.act, names)
        return names, _report(tools, tx, View(names, sight), wanted, now)

    names, report = await tools.database.read(look)
    await tools.database.run(lambda tx: _audit(tx, asker, names, now))
    return report


def _cohorts(names: Names) -> set[str]:
    return {name for (_, cohort_id), name in names.items() if cohort_id}


def _report(tools: Tools, tx: Transaction, view: View, wanted: Range, now: datetime) -> Report:
    names = view.names
    sites = [site for site in tools.sites.values() if any(key[0] == site.id for key in names)]

    def released(kind: str) -> list[Line]:
        found = [
            line
            for site in sites
            for line in readings.lines(
                tx, site, view, kind, readings.since(site, wanted.weeks, now)
            )
        ]
        return sorted(found, key=lambda line: line.starts_on, reverse=True)

    return Report(
        wanted.cohort,
        wanted.weeks,
        weeks_shown=released(releases.WEEK),
        four_weeks_shown=released(releases.FOUR_WEEKS),
        open_weeks=[
            week for site in sites for week in readings.open_weeks(tools, tx, site, names, now)
        ],
    )


def _audit(tx: Transaction, asker: Asker, names: Names, now: datetime) -> None:
    """Keep which groups were looked at, one line each."""
    for site_id, cohort_id in names:
        subject = f"cohort {cohort_id}" if cohort_id else "site"
        audits.note(tx, site_id, asker.slack_id, asker.act, subject, now)

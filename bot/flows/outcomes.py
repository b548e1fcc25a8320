"""Outcomes: a question selects releases of lots, and never counts people."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.flows import audits, confirmations, points
from bot.flows.readings import Names
from bot.flows.reports import told_apart
from bot.flows.tools import Tools
from bot.messages.points import Answer, Waiting
from bot.rules import measured, outcome_asks, roles
from bot.rules.assessments import CORE, Point
from bot.rules.confirmations import Sight
from bot.rules.point_figures import Released
from bot.rules.points import HEADLINE
from bot.rules.roles import Act
from bot.rules.told import told
from storage import trainings
from storage.transactions import Transaction


async def asked(tools: Tools, slack_id: str, text: str, now: datetime) -> Answer:
    """Return what was released of the outcomes of the sites this person coordinates.

    Raises:
        NotAllowedError: They coordinate none.
        NotConfirmedError: There is something to confirm first.
        NotUnderstoodError: The question cannot be read.
    """

    def look(tx: Transaction) -> tuple[list[str], Answer]:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require(speaker, Act.OUTCOMES)
        mine = confirmations.require_one(tools, tx, slack_id, speaker.coordinates)
        names = {site_id: tools.sites[site_id].name for site_id in sorted(mine)}
        wanted = outcome_asks.outcomes(text, names, measures(tools))
        chosen = [wanted.site] if wanted.site else list(names)
        named = {site_id: names[site_id] for site_id in chosen}
        sight = confirmations.sight(tx, slack_id)
        answer = answered(tx, named, sight, wanted.point, wanted.measure)
        is_asked = wanted.measure is None or wanted.measure in _asked(tools, wanted.point)
        return chosen, replace(answer, asked=wanted, is_asked=is_asked)

    chosen, answer = await tools.database.read(look)
    waiting = None
    if answer.told is None and (moment := await points.next_moment(tools, now)):
        waiting = Waiting(moment, tools.sites[chosen[0]].zone)
    await audits.note_sites(tools, chosen, slack_id, Act.OUTCOMES, now)
    return replace(answer, waiting=waiting)


def measures(tools: Tools) -> Mapping[str, str]:
    """Return what is measured, by what it may be called."""
    names = [name for point in outcome_asks.POINTS for name in _asked(tools, point)]
    return {name: name for name in names} | {"reactions": HEADLINE}


def _asked(tools: Tools, point: Point) -> list[str]:
    """Return what is asked for at a time point."""
    instrument = tools.written.instruments.get(CORE)
    if instrument is None:
        return []
    one = measured.asked(instrument, next(iter(tools.sites.values())), point)
    return [*one.criteria, *one.yes_or_no, *one.ratings]


def answered(
    tx: Transaction,
    names: Mapping[str, str],
    sight: Sight,
    point: Point,
    measure: str | None = None,
) -> Answer:
    """Return what is shown of these sites at a time point to somebody."""
    found = [one for site_id in names for one in points.released(tx, site_id, point)]
    lots = [one.figures for one in found]
    cohorts = {cohort for lot in lots if lot.is_shown for cohort in lot.cohorts}
    return Answer(
        sites=", ".join(names.values()) if len(names) == 1 else f"{len(names)} hospitals",
        point=point,
        told=told(point, lots),
        refused=bool(lots),
        measure=measure,
        medians=_medians(tx, names, sight) if point == "end" else [],
        days_held=trainings.number_of_days(tx, cohorts),
    )


def _medians(
    tx: Transaction, names: Mapping[str, str], sight: Sight
) -> list[tuple[str, Mapping[str, int | None]]]:
    """Return what the cohorts said of their training whose figures this person may see."""
    found: Names = {(one.site_id, one.id): one.name for one in trainings.cohorts(tx, names)}
    cohorts = {cohort: name for (_, cohort), name in told_apart(found, names).items()}
    return [
        (cohorts[cohort], _shown(one, cohort, sight))
        for site_id in names
        for one in points.medians(tx, site_id)
        for cohort in one.figures.cohorts
        if cohort in cohorts and sight.of(site_id, cohort)
    ]


def _shown(release: Released, cohort: str, sight: Sight) -> Mapping[str, int | None]:
    """Return the medians of a cohort; the ordinary refusal to somebody who manages one of it."""
    key = (release.site_id, cohort, points.kind("end"), release.closed_on)
    medians = release.figures.medians
    return dict.fromkeys(medians) if key in sight.refused else medians

"""The printable report of a hospital: what was released of it, and what its coordinators typed."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.flows import audits, confirmations, points, readings, releases
from bot.flows.readings import View
from bot.flows.tools import Tools
from bot.messages import site_report as messages
from bot.messages.reports import Line
from bot.messages.site_report import CohortLine, Report
from bot.rules import cadence, report_asks, roles, told
from bot.rules import hospital_figures as typed_rules
from bot.rules.confirmations import SITE, Sight
from bot.rules.hospital_figures import Year
from bot.rules.point_figures import Figures
from bot.rules.retention import Totals
from bot.rules.roles import Act
from bot.rules.spans import Span
from content.model import Site
from storage import certificates, distances, hospital_figures, lists, registers, trainings
from storage.transactions import Transaction


class NothingThereError(Exception):
    """Nothing was released, and nobody was trained, in the weeks asked for. The message says so."""


def report(tx: Transaction, site: Site, span: Span, now: datetime) -> Report:
    """Return the report of a site over some weeks.

    Raises:
        NothingThereError: There is nothing in them.
    """
    found = gathered(tx, site, span)
    if not (found.weeks or found.cohorts or found.points):
        raise NothingThereError(
            f"At {site.name} nobody was trained and nothing was released from {span.starts_on} to "
            f"{span.ends_on}: ask for other days."
        )
    return replace(found, made_on=cadence.local_day(now, site.zone))


def gathered(tx: Transaction, site: Site, span: Span) -> Report:
    """Return everything that may be told of a site over some weeks, however little it is."""
    listed, typed = lists.of_site(tx, site.id), hospital_figures.typed(tx, site.id)
    days = trainings.days_of_site(tx, site.id)
    here = {cohort: on for cohort, on in days.items() if _within(on[0], span)}
    lines = _lines(tx, site, span)
    return Report(
        site=site.name,
        span=span,
        made_on=span.ends_on,
        weeks=sorted(
            (line for cohort, line in lines if cohort is None), key=lambda one: one.starts_on
        ),
        cohorts=[
            CohortLine(
                group.name,
                here[group.id],
                len(listed.get(group.id, ())),
                _asked(lines, group.id),
                *_there(tx, group.id),
            )
            for group in trainings.cohorts(tx, [site.id])
            if group.id in here
        ],
        people=len(frozenset[str]().union(*(listed.get(cohort, frozenset()) for cohort in here))),
        points={point: told.told(point, each) for point, each in lots(tx, site.id, span).items()},
        years=[one for one in typed_rules.years(typed) if _touches(one, span)],
        totals=[one for one in typed_rules.totals(typed) if _touches(one, span)],
    )


async def written(tools: Tools, site: Site, span: Span, now: datetime) -> str:
    """Return the page of the report of a site, for an operator.

    Raises:
        NothingThereError: There is nothing in these weeks.
    """
    found = await tools.database.read(lambda tx: report(tx, site, span, now))
    return messages.page(found)


async def asked(tools: Tools, slack_id: str, text: str, now: datetime) -> Report:
    """Return the report that a coordinator asks for; that they asked is kept.

    Raises:
        NotAllowedError: They coordinate no site.
        NotConfirmedError: There is something to confirm first.
        NotUnderstoodError, SpanError: The question cannot be read, or its days cannot be.
        NothingThereError: There is nothing in these weeks.
    """

    def look(tx: Transaction) -> tuple[str, Report]:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require(speaker, Act.REPORT)
        mine = confirmations.require_one(tools, tx, slack_id, speaker.coordinates)
        names = {site_id: tools.sites[site_id].name for site_id in sorted(mine)}
        today = cadence.local_day(now, tools.sites[next(iter(names))].zone)
        site_id, span = report_asks.report(text, names, today)
        return site_id, report(tx, tools.sites[site_id], span, now)

    site_id, found = await tools.database.read(look)
    await audits.note_sites(tools, [site_id], slack_id, Act.REPORT, now)
    return found


async def send(tools: Tools, slack_id: str, found: Report) -> None:
    """Send a report to whoever asked for it, as a file in their conversation.

    Raises:
        NotSentError, OutcomeUnknownError, RefusedError: The file may not be there.
    """
    contents = (await asyncio.to_thread(messages.page, found)).encode()
    name = messages.file_name(found)
    channel = await tools.slack.conversation_with(slack_id)
    upload = await tools.slack.begin_upload(name, len(contents))
    await tools.slack.upload(upload, contents)
    await tools.slack.share(upload, channel, name, messages.COMMENT)


def for_anybody(tx: Transaction, site: Site) -> Sight:
    """Return what may be shown to whoever is handed a file: nothing that anybody is refused."""
    cohorts = [(site.id, cohort) for cohort in trainings.days_of_site(tx, site.id)]
    return Sight(frozenset({(site.id, SITE), *cohorts}), distances.refused_to_anybody(tx, site.id))


def lots(tx: Transaction, site_id: str, span: Span) -> Mapping[str, Sequence[Figures]]:
    """Return the releases of each time point that closed in some weeks."""
    found = {
        point: [
            one.figures
            for one in points.released(tx, site_id, point)
            if _within(one.closed_on, span)
        ]
        for point in points.POINTS
    }
    return {point: each for point, each in found.items() if each}


def _lines(tx: Transaction, site: Site, span: Span) -> list[tuple[str | None, Line]]:
    """Return the weekly releases of a site, and of its cohorts by their ids."""
    cohorts = trainings.days_of_site(tx, site.id)
    names: dict[tuple[str, str | None], str] = {(site.id, None): site.name}
    names |= {(site.id, cohort): cohort for cohort in cohorts}
    view = View(names, for_anybody(tx, site))
    return [
        (None if line.group == site.name else line.group, line)
        for line in readings.lines(tx, site, view, releases.WEEK, span.starts_on)
        if line.ends_on <= span.ends_on
    ]


def _asked(lines: list[tuple[str | None, Line]], cohort_id: str) -> int | None:
    """Return how many check-ins the calendar brought to a cohort; None before it was asked."""
    asked = [line.figures.asked or 0 for cohort, line in lines if cohort == cohort_id]
    return sum(asked) if asked else None


def _there(tx: Transaction, cohort_id: str) -> tuple[list[int] | None, int | None]:
    """Return how many were there on each day of a training, and on all; None until all is closed.

    A year after, who was there is not kept any more: then it is how many alone.
    """
    books = [registers.book(tx, day.id) for day in trainings.days(tx, cohort_id)]
    there = [book.present for book in books if book and book.present is not None]
    if not books or len(there) < len(books):
        return None, None
    by_person = certificates.days_there(tx, cohort_id).values()
    on_all = sum(len(on) == len(books) for on in by_person)
    return there, on_all if by_person else None


def _touches(one: Year | Totals, span: Span) -> bool:
    return one.starts_on <= span.ends_on and span.starts_on <= one.ends_on


def _within(day: date, span: Span) -> bool:
    return span.starts_on <= day <= span.ends_on

"""A quarter for the programme office: previewed, let go by a coordinator, and signed then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.flows import audits, confirmations, points, signing, site_reports
from bot.flows.tools import Tools, new_id
from bot.messages.rollups import Preview
from bot.rules import cadence, retention, roles, rollups, spans
from bot.rules import hospital_figures as typed_rules
from bot.rules.hospital_figures import Year
from bot.rules.retention import Rate, Totals
from bot.rules.roles import Act
from bot.rules.rollups import Body, File, Group, Reach, Stayed, Week
from bot.rules.shown import WITHHELD
from bot.rules.spans import Span
from bot.rules.treatments import Projection
from bot.rules.versions import DEFINITIONS
from content.model import Site
from storage import hospital_figures as stored
from storage.hospital_figures import Approval
from storage.transactions import Transaction


class NotLetGoError(Exception):
    """Nobody has let this quarter go as it is now, or it is not over. The message says so."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One quarter of one site, and what tells what was previewed from what it says by now."""

    site_id: str
    quarter: str
    digest: str


async def previews(tools: Tools, slack_id: str, quarter: str, now: datetime) -> list[Preview]:
    """Return what would go to the office of each site this person coordinates.

    Raises:
        NotAllowedError: They coordinate none.
        NotConfirmedError: There is something to confirm first.
        SpanError: That is no quarter.
    """
    span = spans.quarter(quarter)

    def look(tx: Transaction) -> list[Preview]:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require(speaker, Act.ROLLUP)
        confirmed = confirmations.require_one(tools, tx, slack_id, speaker.coordinates)
        return [_preview(tx, tools.sites[one], span, now) for one in sorted(confirmed)]

    found = await tools.database.read(look)
    await tools.database.run(partial(_note, slack_id=slack_id, found=found, now=now))
    return found


async def let_go(tools: Tools, slack_id: str, wanted: Wanted, now: datetime) -> Preview:
    """Let a quarter go as it was previewed; return it, let go or saying something else by now.

    Raises:
        NotAllowedError: They do not coordinate the site.
        NotConfirmedError: There is something to confirm first.
    """
    span = spans.quarter(wanted.quarter)

    def decide(tx: Transaction) -> Preview:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require_at(speaker, Act.ROLLUP, wanted.site_id)
        confirmations.require_one(tools, tx, slack_id, [wanted.site_id])
        site = tools.sites[wanted.site_id]
        text = rollups.written(body(tx, site, span))
        if _is_over(site, span, now) and rollups.digest(text) == wanted.digest:
            signature = signing.sign(tools, tx, site.id, text)
            stored.approve(
                tx, Approval(new_id(), site.id, span.starts_on, signature, slack_id, now)
            )
            audits.note(tx, site.id, slack_id, "let a rollup go", wanted.quarter, now)
        return _preview(tx, site, span, now)

    return await tools.database.run(decide)


def file(tx: Transaction, site: Site, quarter: str, now: datetime) -> File:
    """Return a quarter as it was let go, signed.

    Raises:
        NotLetGoError: It was not, or says something else by now.
        SpanError: That is no quarter.
    """
    span = spans.quarter(quarter)
    if not _is_over(site, span, now):
        raise NotLetGoError(
            f"{spans.quarter_of(span.starts_on)} is not over at {site.name}: "
            f"its last figures come on {span.ends_on + points.AFTER}."
        )
    text = rollups.written(body(tx, site, span))
    signature = _signature(tx, site, span, text)
    key = signing.public(tx, site.id)
    if signature is None or key is None:
        raise NotLetGoError(
            f"No coordinator of {site.name} has let this quarter go as it is now: "
            f"/resiliency rollup {spans.quarter_of(span.starts_on)}"
        )
    return File(text, key.hex(), signature)


def body(tx: Transaction, site: Site, span: Span) -> Body:
    """Return what goes to the office of a site and quarter."""
    report = site_reports.gathered(tx, site, span)
    return Body(
        site_id=site.id,
        site=site.name,
        quarter=spans.quarter_of(span.starts_on),
        cohorts=len(report.cohorts),
        training_days=sum(len(one.days) for one in report.cohorts),
        people=report.people,
        weeks=[
            Week(line.starts_on, line.figures.participation or WITHHELD) for line in report.weeks
        ],
        points=site_reports.lots(tx, site.id, span),
        reach=[one for year in report.years if (one := _reach(year))],
        retention=[_stayed(one) for one in report.totals],
        definitions=DEFINITIONS,
    )


def public_keys(tx: Transaction, sites: Mapping[str, Site]) -> list[tuple[Site, str | None]]:
    """Return by which key the office knows each site; None while it has signed nothing."""
    found = [(site, signing.public(tx, site.id)) for site in sites.values()]
    return [(site, key.hex() if key else None) for site, key in found]


def _preview(tx: Transaction, site: Site, span: Span, now: datetime) -> Preview:
    found = body(tx, site, span)
    text = rollups.written(found)
    return Preview(
        found,
        rollups.digest(text),
        is_over=_is_over(site, span, now),
        comes_on=span.ends_on + points.AFTER,
        let_go=_signature(tx, site, span, text) is not None,
    )


def _note(tx: Transaction, slack_id: str, found: list[Preview], now: datetime) -> None:
    for one in found:
        audits.note(tx, one.body.site_id, slack_id, Act.ROLLUP, one.body.quarter, now)


def _signature(tx: Transaction, site: Site, span: Span, text: str) -> str | None:
    """Return the signature with which just this text was let go, or None."""
    for signature in stored.let_go(tx, site.id, span.starts_on):
        if signing.verified(tx, site.id, text, signature):
            return signature
    return None


def _is_over(site: Site, span: Span, now: datetime) -> bool:
    """Return whether the last figures of a quarter are released."""
    last = cadence.moment(span.ends_on + points.AFTER, cadence.RELEASE_HOUR, site.zone)
    return last <= now


def _reach(year: Year) -> Reach | None:
    """Return the reach of twelve months with its total; None where it is of too few people."""
    total = typed_rules.total(year)
    if total is None:
        return None
    parts = [
        _group(tuple(names), one, typed_rules.counted(year, names))
        for names, one in typed_rules.parts(year)
    ]
    everybody = typed_rules.counted(year, list(year.caseloads))
    return Reach(year.starts_on, year.ends_on, [*parts, _group((), total, everybody)])


def _group(names: tuple[str, ...], one: Projection, counted: int | None) -> Group:
    sessions = one.sessions
    return Group(
        tuple(map(str, names)),
        one.trained,
        one.all_days,
        sessions.low,
        sessions.likely,
        sessions.high,
        counted,
    )


def _stayed(totals: Totals) -> Stayed:
    found = retention.rate(totals)
    known = (found.stayed, found.employed) if isinstance(found, Rate) else (None, None)
    return Stayed(totals.staff, totals.starts_on, totals.ends_on, totals.source, *known)

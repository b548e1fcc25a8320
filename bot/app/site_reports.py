"""The printable report of a hospital, written into a file on the command line."""

import argparse
import asyncio
from datetime import date
from pathlib import Path

from bot.app.commands import Commands, command, day, say
from bot.app.readiness import NotReadyError, configured, now_of, prepared
from bot.app.upkeep import opened
from bot.flows import site_reports
from bot.flows.site_reports import NothingThereError
from bot.flows.tools import Tools
from bot.rules import spans
from bot.rules.spans import Span, SpanError
from bot.settings import Settings
from content.model import Site


def add(commands: Commands) -> None:
    """Add the command."""
    what = "write a hospital's report into a file: what was released of it, and what was typed"
    report = command(commands, "report", _report, what)
    report.add_argument("site", metavar="SITE", help="its id in sites.toml")
    report.add_argument("--from", dest="since", metavar="YYYY-MM-DD", type=day, required=True)
    report.add_argument("--to", dest="until", metavar="YYYY-MM-DD", type=day, required=True)
    report.add_argument("--out", metavar="report.html", type=Path, required=True)


def _report(asked: argparse.Namespace) -> int:
    config = configured(asked.environment())
    span = span_of(asked.since, asked.until)
    prepared(config)
    page = asyncio.run(_page(config, asked.site, span))
    write(asked.out, page.encode())
    say(f"The report is {asked.out}: {span.starts_on} to {span.ends_on}, in whole weeks.")
    return 0


async def _page(config: Settings, site_id: str, span: Span) -> str:
    async with opened(config) as tools:
        site = site_of(tools, site_id)
        try:
            return await site_reports.written(tools, site, span, now_of(config)())
        except NothingThereError as error:
            raise NotReadyError(str(error)) from None


def span_of(since: date, until: date) -> Span:
    """Return the whole weeks of two days.

    Raises:
        NotReadyError: They cannot be.
    """
    try:
        return spans.widened(since, until)
    except SpanError as error:
        raise NotReadyError(str(error)) from None


def site_of(tools: Tools, site_id: str) -> Site:
    """Return the site of this id.

    Raises:
        NotReadyError: There is none; it names those there are.
    """
    site = tools.sites.get(site_id)
    if site is None:
        raise NotReadyError(f"SITES has no site of that id. There is: {', '.join(tools.sites)}.")
    return site


def write(file: Path, contents: bytes) -> None:
    """Write a new file; never over another.

    Raises:
        NotReadyError: It is there already, or cannot be written.
    """
    try:
        with file.open("xb") as made:
            made.write(contents)
    except FileExistsError:
        raise NotReadyError(f"{file} is there already: choose another name.") from None
    except OSError as error:
        raise NotReadyError(f"{file} cannot be written ({error.strerror}).") from None

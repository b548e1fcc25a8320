"""Which report is asked for: of which site, over which weeks; or one sentence and an example."""

import re
from collections.abc import Mapping
from datetime import date
from html import unescape

from bot.rules import days, spans
from bot.rules.asks import STRAIGHT, NotUnderstoodError
from bot.rules.cadence import WEEK
from bot.rules.spans import Span

# A question is a line; whoever pastes a page has pasted something else.
LONGEST = 300
EXAMPLE = "/resiliency report from 1 July to 30 September"
# A quarter, when nobody says how much.
USUAL = 13 * WEEK

_RANGE = re.compile(r"(?:from |since )?(.+?) (?:to|until|till|-) (.+)", re.IGNORECASE)
_SINCE = re.compile(r"(?:from|since) (.+)", re.IGNORECASE)
_LAST = re.compile(r"(?:the )?last (\d{1,3}) weeks?", re.IGNORECASE)
_QUARTER = re.compile(r"\d{4}-?q[1-4]", re.IGNORECASE)


def report(text: str, sites: Mapping[str, str], today: date) -> tuple[str, Span]:
    """Return the site and the whole weeks meant in `[SITE] [2026Q4|from DATE to DATE|…]`.

    `sites` are names by id. Without any days it is the last thirteen weeks.

    Raises:
        NotUnderstoodError: Anything else; it says how to ask.
        SpanError: The days cannot be.
    """
    rest = " ".join(unescape(text).translate(STRAIGHT).split())
    if len(rest) > LONGEST:
        raise NotUnderstoodError(f"That is too long for a question. Ask like this: {EXAMPLE}")
    site, rest = _site(rest, sites)
    return site, _span(rest, today)


def _site(text: str, sites: Mapping[str, str]) -> tuple[str, str]:
    """Return the site that is named first, and what is written after it."""
    for site, name in sites.items():
        said = "|".join(map(re.escape, (name, site)))
        if found := re.match(rf"(?:of |at )?(?:{said})(?!\S)", text, re.IGNORECASE):
            return site, text[found.end() :].strip(" ,:")
    if len(sites) == 1:
        return next(iter(sites)), text
    raise NotUnderstoodError(f"Say of which site: report {' or report '.join(sorted(sites))}.")


def _span(text: str, today: date) -> Span:
    if _QUARTER.fullmatch(text):
        return spans.quarter(text)
    if text.lower() == "this quarter":
        return spans.widened(days.quarter(today), today)
    if not text:
        return spans.widened(today - USUAL, today - WEEK)
    if last := _LAST.fullmatch(text):
        return spans.widened(today - int(last[1]) * WEEK, today - WEEK)
    return _between(text, today)


def _between(text: str, today: date) -> Span:
    if both := _RANGE.fullmatch(text):
        return spans.widened(_day(both[1], today), _day(both[2], today))
    if since := _SINCE.fullmatch(text):
        return spans.widened(_day(since[1], today), today)
    raise NotUnderstoodError(f"I cannot read that. Ask like this: {EXAMPLE}")


def _day(text: str, today: date) -> date:
    day = days.read(text, today)
    if day is None:
        raise NotUnderstoodError(f"I do not know that day. Ask like this: {EXAMPLE}")
    return day

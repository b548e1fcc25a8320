"""Looks at everything the bot needs, and says in one line each what to do."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from enum import StrEnum

from bot.flows import paces, signatures
from bot.flows.copies import parting_row
from bot.flows.findings import Finding, Health
from bot.flows.people import link_key_row
from bot.flows.tools import Tools
from bot.rules import cadence
from bot.rules import help as routes
from bot.slack import SCOPES, NotSentError, OutcomeUnknownError, RefusedError
from storage import deletions, people
from storage.database import DatabaseUnavailableError
from storage.seal import NotOpenedError
from storage.transactions import Transaction

HELLO = "Hello. This line shows that I can write to you."


class Schema(StrEnum):
    """How the tables of the database are found."""

    NEWEST = "newest"
    COMES_WITH_RUN = "run makes it"
    OLD = "old"
    NEWER = "newer"
    UNREACHABLE = "unreachable"


async def examine(
    tools: Tools, app_token: str, schema: Schema, *, now: datetime, send_to: str | None
) -> list[Finding]:
    """Return what was found, a line for each thing looked at."""
    return [
        # Whoever comes as far as this has settings that are all there.
        Finding("settings", Health.GOOD, "all there"),
        *signatures.findings(tools),
        *_sites(tools, now),
        *[finding async for finding in _slack(tools, app_token)],
        _DATABASE[schema],
        await _keys(tools, schema),
        await _sending(tools, schema),
        await _messages_tab(tools, send_to),
    ]


async def keys_fit(tools: Tools) -> bool | None:
    """Return whether the keys open what is sealed in the database; None where nothing is."""
    sample = await tools.database.read(_sample)
    if sample is None:
        return None
    try:
        tools.ring.open(*sample)
    except NotOpenedError:
        return False
    return True


def _sample(tx: Transaction) -> tuple[bytes, str] | None:
    """Return something that is sealed, and its row; a backup has no link keys."""
    if key := people.any_link_key(tx):
        return key.sealed, link_key_row(key.person_id)
    if parting := deletions.any_parting(tx):
        person_id, sealed = parting
        return sealed, parting_row(person_id)
    return None


def _sites(tools: Tools, now: datetime) -> Iterator[Finding]:
    for site in tools.sites.values():
        today = cadence.local_day(now, site.zone)
        stale = [route.name for route in site.help_routes if routes.is_stale(route, today)]
        if stale:
            words = f"call these and set their checked_on anew: {', '.join(stale)}"
            yield Finding(f"site {site.id}", Health.CARE, words)
        else:
            yield Finding(f"site {site.id}", Health.GOOD, "help routes checked lately")


async def _slack(tools: Tools, app_token: str) -> AsyncIterator[Finding]:
    try:
        scopes = await tools.slack.scopes()
    except RefusedError as refusal:
        words = f"Slack says {refusal.code}: copy SLACK_BOT_TOKEN again from your app's page"
        yield Finding("bot token", Health.BROKEN, words)
        return
    except (NotSentError, OutcomeUnknownError):
        words = "Slack cannot be reached: check the network, a proxy, and SLACK_API_URL"
        yield Finding("bot token", Health.BROKEN, words)
        return
    yield Finding("bot token", Health.GOOD, "Slack knows it")
    yield _scopes(scopes)
    yield await _app_token(tools, app_token)


def _scopes(scopes: frozenset[str]) -> Finding:
    if not scopes:
        return Finding("scopes", Health.CARE, "not checked: Slack did not name them")
    if missing := SCOPES - scopes:
        words = f"missing {', '.join(sorted(missing))}: update the app from manifest.json"
        return Finding("scopes", Health.BROKEN, f"{words} and install it again")
    return Finding("scopes", Health.GOOD, ", ".join(sorted(SCOPES)))


async def _app_token(tools: Tools, app_token: str) -> Finding:
    try:
        await tools.slack.socket_address(app_token)
    except RefusedError as refusal:
        words = f"Slack says {refusal.code}: make SLACK_APP_TOKEN anew with connections:write"
        return Finding("app token", Health.BROKEN, words)
    except (NotSentError, OutcomeUnknownError):
        return Finding("app token", Health.BROKEN, "Slack did not answer: try again in a minute")
    return Finding("app token", Health.GOOD, "Slack opens a socket for it")


async def _keys(tools: Tools, schema: Schema) -> Finding:
    """Return whether the keys open what is sealed in the database, if anything is."""
    try:
        fit = await keys_fit(tools) if schema is Schema.NEWEST else None
    except DatabaseUnavailableError:
        return Finding("keys", Health.CARE, "not tried: the database did not answer")
    if fit is None:
        return Finding("keys", Health.GOOD, "readable; nothing to try them on yet")
    if fit:
        return Finding("keys", Health.GOOD, "open what is in this database")
    words = "these keys do not open this database: find the ones it was sealed with"
    return Finding("keys", Health.BROKEN, words)


async def _sending(tools: Tools, schema: Schema) -> Finding:
    """Return whether the bot has stopped sending because of something Slack said."""
    if schema is not Schema.NEWEST:
        return Finding("sending", Health.GOOD, "nothing has stopped it")
    try:
        stopped = await paces.stopped(tools)
    except DatabaseUnavailableError:
        return Finding("sending", Health.CARE, "not known: the database did not answer")
    if stopped is None:
        return Finding("sending", Health.GOOD, "nothing has stopped it")
    since = stopped.since.strftime("%Y-%m-%d %H:%M UTC")
    words = f"stopped since {since}, Slack says {stopped.reason}: put that right and start the bot"
    return Finding("sending", Health.BROKEN, words)


async def _messages_tab(tools: Tools, send_to: str | None) -> Finding:
    if send_to is None:
        words = "not checked: doctor --send SLACK_ID posts one line to that person"
        return Finding("messages tab", Health.CARE, words)
    try:
        channel = await tools.slack.conversation_with(send_to)
        await tools.slack.post(channel, HELLO, ())
    except RefusedError as refusal:
        words = _ADVICE.get(refusal.code, "python -m bot doctor says more")
        return Finding("messages tab", Health.BROKEN, f"Slack says {refusal.code}: {words}")
    except (NotSentError, OutcomeUnknownError):
        return Finding("messages tab", Health.BROKEN, "Slack did not answer: try again")
    return Finding("messages tab", Health.GOOD, "one line was sent")


_DATABASE = {
    Schema.NEWEST: Finding("database", Health.GOOD, "reached, and its schema is the newest"),
    Schema.COMES_WITH_RUN: Finding("database", Health.CARE, "no schema yet; run makes it"),
    Schema.OLD: Finding(
        "database", Health.BROKEN, "no schema, or an old one: python -m bot database upgrade"
    ),
    Schema.NEWER: Finding(
        "database", Health.BROKEN, "belongs to a newer version of the bot: update the bot"
    ),
    Schema.UNREACHABLE: Finding(
        "database", Health.BROKEN, "cannot be reached: check DATABASE_URL and that it runs"
    ),
}

_ADVICE = {
    "messages_tab_disabled": "turn the Messages tab on in the app's App Home",
    "user_not_found": "copy the member id from their Slack profile",
    "channel_not_found": "copy the member id from their Slack profile",
    "user_disabled": "that account is deactivated; choose another",
    "missing_scope": "update the app from manifest.json and install it again",
}

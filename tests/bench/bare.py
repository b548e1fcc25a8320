"""What the bot is measured against: Bolt as it comes, and a handler with two statements.

Run as `python -m tests.bench.bare API_URL [DATABASE VIEW bare|pooled]`; without a database
it has no handler. As it comes, Bolt opens a connection for every call it makes; `pooled`
keeps them open. It imports nothing of ours.
"""

import asyncio
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from secrets import token_hex
from time import strftime
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

# The same two rows that the bot changes, in the same tables.
NOTE_ANSWERED = "UPDATE delivery SET answered_on = ? WHERE id = ? AND answered_on IS NULL"
KEEP = """
INSERT INTO inbox
(id, site_id, cohort_id, pseudonym, content_id, content_version, period, sealed)
VALUES (?, 'riverbend', 'cohort', ?, 'check-in', 1, 'week/2026-11-02', ?)
"""


async def main(api_url: str, database: str = "", view: str = "", calls: str = "bare") -> None:
    """Be a bot until the process is ended."""
    session = aiohttp.ClientSession() if calls == "pooled" else None
    client = AsyncWebClient("xoxb-bench", base_url=api_url, session=session)
    app = AsyncApp(client=client, process_before_response=True)
    if database:
        _answer(app, database, view)
    await AsyncSocketModeHandler(app, "xapp-bench").start_async()


def _answer(app: AsyncApp, database: str, view_file: str) -> None:
    """Have `app` keep every answer, and reply to it with the view in a file."""
    import sqlite3  # noqa: PLC0415 -- Bolt alone is weighed without it

    view = json.loads(Path(view_file).read_text(encoding="utf-8"))
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")

    @app.action(re.compile("^checkin.answer:"))
    async def answer(ack: AsyncAck, body: Mapping[str, Any], client: AsyncWebClient) -> None:
        await ack()
        action = body["actions"][0]
        choice = action["action_id"].partition(":")[2]
        with connection:
            connection.execute(NOTE_ANSWERED, (strftime("%Y-%m-%d"), action["value"]))
            connection.execute(KEEP, (token_hex(16), token_hex(16), choice.encode()))
        await client.views_open(trigger_id=body["trigger_id"], view=view)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))

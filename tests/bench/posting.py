"""What the bot's sending is measured against: posts in a loop, with connections kept.

Run as `python -m tests.bench.posting API_URL COUNT AT_ONCE`. It imports nothing of ours.
"""

import asyncio
import sys
from collections.abc import Iterator
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

# As much as a check-in says, in as many parts: the SDK looks through each of them.
TEXT = "Was there time this week that was yours alone?"


def _button(number: int, label: str) -> dict[str, Any]:
    return {
        "type": "button",
        "action_id": f"a-question.of-the-week:answer-{number}",
        "text": {"type": "plain_text", "text": label, "emoji": False},
        "value": "0" * 32,
    }


BLOCKS: list[dict[str, Any]] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": TEXT}},
    {
        "type": "actions",
        "elements": [_button(0, "Yes, there was"), _button(1, "A little"), _button(2, "No")],
    },
    {"type": "actions", "elements": [_button(3, "Not now"), _button(4, "Who helps")]},
    {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": "Any time: `/a-command pause` or `/a-command`."}],
    },
]


async def main(api_url: str, count: str, at_once: str) -> None:
    """Post so many messages, so many at once, and end."""
    numbers = iter(range(int(count)))
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient("xoxb-bench", base_url=api_url, session=session)
        await asyncio.gather(*(_post(client, numbers) for _ in range(int(at_once))))


async def _post(client: AsyncWebClient, numbers: Iterator[int]) -> None:
    """Post one after the other, as long as there are any."""
    for number in numbers:
        await post(client, number)


async def post(client: AsyncWebClient, number: int) -> None:
    """Post the message of one person."""
    name = f"{number:032d}"
    await client.chat_postMessage(
        channel=f"D{number:08d}",
        text=TEXT,
        blocks=BLOCKS,
        unfurl_links=False,
        client_msg_id=name,
        metadata={"event_type": "delivery", "event_payload": {"delivery_id": name}},
    )


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))

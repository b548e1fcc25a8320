"""How fast the page is: `make bench-browser`, one JSON line for each figure with its limit.

Real Chromium, real server, one machine. What is measured:
- `ready`: from opening the address until the people can be seen, in milliseconds;
- `message`: from the bot's call until its message is painted, the slowest of many;
- `scroll`: the longest task while 500 messages are scrolled through, up and down;
- `assets`: everything the page loads, in bytes as sent.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

import aiohttp
from playwright.async_api import Page, async_playwright
from slack_sdk.web.async_client import AsyncWebClient

from bot import app
from bot.sandbox import Actor, Calendar, Sandbox
from tests.browser import chromium, ready

OPENINGS = 5
MESSAGES = 50
LONG_CONVERSATION = 500
# As far as one turn of a wheel.
STEP = 400

# When a message with these words is painted: the frame after it came into the page.
_PAINTED = """words => new Promise(done => {
  const seen = () => document.body.textContent.includes(words)
    && (watch.disconnect(), requestAnimationFrame(() => done(Date.now())), true);
  const watch = new MutationObserver(seen);
  watch.observe(document.body, {childList: true, subtree: true, characterData: true});
  seen();
})"""

_LOADED = """() => ["navigation", "resource"]
  .flatMap(kind => performance.getEntriesByType(kind)).map(loaded => loaded.name)"""

_LONG_TASKS = """() => {
  window.longest = 0;
  new PerformanceObserver(list => {
    for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration);
  }).observe({type: "longtask", buffered: false});
}"""

_SCROLL = """async step => {
  const said = document.querySelector("main > .said");
  const frame = () => new Promise(requestAnimationFrame);
  let turns = 0;
  for (const direction of [-1, 1]) {
    let before = null;
    while (before !== said.scrollTop) {
      before = said.scrollTop;
      said.scrollBy(0, direction * step);
      await frame();
      turns += 1;
    }
  }
  return turns;
}"""


async def main() -> None:
    """Measure everything, a line each."""
    async with _opened() as (sandbox, nia, page):
        await _ready(sandbox, page)
        await _assets(sandbox, page)
        client = AsyncWebClient("xoxb-sandbox", base_url=sandbox.api_url, retry_handlers=[])
        await page.goto(f"{sandbox.url}/?person={nia.slack_id}")
        await page.get_by_label("Message or command").wait_for()
        await _message(client, nia, page)
        await _scroll(client, nia, page)


@asynccontextmanager
async def _opened() -> AsyncIterator[tuple[Sandbox, Actor, Page]]:
    program = ready.chromium()
    if program is None:
        sys.exit("Chromium is missing: `make test-browser` says what to do.")
    with chromium.running(program, Path(mkdtemp())) as address:
        async with (
            async_playwright() as playwright,
            Sandbox(app.manifest(), Calendar(datetime(2030, 1, 7, 9, tzinfo=UTC))) as sandbox,
        ):
            nia = sandbox.add_person("Nia Example", note="nurse, nights")
            browser = await playwright.chromium.connect_over_cdp(address)
            context = await browser.new_context(viewport={"width": 1280, "height": 900})
            yield sandbox, nia, await context.new_page()
            await browser.close()


async def _ready(sandbox: Sandbox, page: Page) -> None:
    took = []
    for _ in range(OPENINGS):
        await page.goto("about:blank")
        began = time.perf_counter()
        await page.goto(sandbox.url)
        await page.get_by_text("Nia Example").wait_for()
        took.append((time.perf_counter() - began) * 1000)
    _say("ready", "ms", 1000, first=took[0], slowest=max(took))


async def _assets(sandbox: Sandbox, page: Page) -> None:
    await page.goto(sandbox.url, wait_until="load")
    await page.get_by_text("Nia Example").wait_for()
    loaded: list[str] = await page.evaluate(_LOADED)
    # Fetched anew: the browser has some of them in its cache.
    async with aiohttp.ClientSession() as http:
        sizes = [len(await (await http.get(url)).read()) for url in loaded if "/live?" not in url]
    _say("assets", "bytes", 300_000, total=sum(sizes), files=len(sizes))


async def _message(client: AsyncWebClient, nia: Actor, page: Page) -> None:
    took = []
    for number in range(MESSAGES):
        words = f"Message number {number}."
        painted = asyncio.ensure_future(page.evaluate(_PAINTED, words))
        # Asked after it, and so once the page is watching.
        began = await page.evaluate("Date.now()")
        await client.chat_postMessage(channel=nia.slack_id, text=words)
        took.append(await painted - began)
    took.sort()
    _say("message", "ms", 200, median=took[len(took) // 2], slowest=took[-1])


async def _scroll(client: AsyncWebClient, nia: Actor, page: Page) -> None:
    for number in range(LONG_CONVERSATION - MESSAGES):
        blocks = [
            {"type": "section", "text": {"type": "mrkdwn", "text": f"*Message* number {number}."}},
            {
                "type": "actions",
                "elements": [
                    {"type": "button", "text": {"type": "plain_text", "text": "Open"}},
                    {"type": "button", "text": {"type": "plain_text", "text": "Help card"}},
                ],
            },
        ]
        await client.chat_postMessage(channel=nia.slack_id, text=f"Number {number}", blocks=blocks)
    await page.locator(".message").nth(LONG_CONVERSATION - 1).wait_for(state="attached")
    await page.evaluate(_LONG_TASKS)
    turns = await page.evaluate(_SCROLL, STEP)
    _say("scroll", "ms", 100, longest_task=await page.evaluate("window.longest"), turns=turns)


def _say(what: str, unit: str, limit: int, **figures: float) -> None:
    rounded = {name: round(figure, 1) for name, figure in figures.items()}
    sys.stdout.write(json.dumps({"page": what, "unit": unit, "limit": limit, **rounded}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())

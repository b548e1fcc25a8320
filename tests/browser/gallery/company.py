"""A bot that shows whatever a test wants shown, and somebody who looks at it in a browser."""

import asyncio
import re
from copy import deepcopy
from itertools import count
from typing import Any

import aiohttp
from playwright.async_api import Locator, Page, expect
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Actor, Sandbox
from tests.browser.accessibility import findings
from tests.browser.kit import SCREENS
from tests.browser.watching import Look
from tests.sandbox.kit import Json, home

_ANY = re.compile(".*", re.DOTALL)
# So long a busy machine may take for what is at once there on another.
PATIENCE = 10


class Bot:
    """Acks everything and keeps it; a test says what it shows and what it answers."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._http = aiohttp.ClientSession()
        self.client = AsyncWebClient(
            "xoxb-sandbox", base_url=sandbox.api_url, session=self._http, retry_handlers=[]
        )
        self.heard: asyncio.Queue[Json] = asyncio.Queue()
        self._triggers: asyncio.Queue[str] = asyncio.Queue()
        # What it answers to a submission, and whether it may answer at all.
        self.answer: Json = {}
        self.may_answer = asyncio.Event()
        self._socket = AsyncSocketModeHandler(self._app(), "xapp-sandbox", ping_interval=1)
        self._socket.client.web_client.base_url = sandbox.api_url

    async def connect(self) -> None:
        """Be there."""
        await self._socket.connect_async()

    async def close(self) -> None:
        """Be there no longer."""
        await self._socket.close_async()
        await self._http.close()

    def begin(self) -> None:
        """Forget what was heard, and answer as a bot does that has nothing to say."""
        self.heard, self._triggers, self.answer = asyncio.Queue(), asyncio.Queue(), {}
        self.may_answer.set()

    async def respond(self, url: str, body: Json) -> None:
        """Send something to a response URL."""
        async with self._http.post(url, json=body) as answer:
            assert answer.ok

    async def trigger(self) -> str:
        """Return the trigger of what was done last."""
        return await asyncio.wait_for(self._triggers.get(), PATIENCE)

    async def next(self) -> Json:
        """Return what is heard next."""
        return await asyncio.wait_for(self.heard.get(), PATIENCE)

    def _app(self) -> AsyncApp:
        app = AsyncApp(client=self.client, process_before_response=True)
        app.action(_ANY)(self._hear)
        app.view(_ANY)(self._submitted)
        app.view_closed(_ANY)(self._hear)
        app.command(_ANY)(self._hear)
        app.event("message")(self._listen)
        return app

    async def _hear(self, ack: Any, body: Json) -> None:
        self._keep(body)
        await self.may_answer.wait()
        await ack()

    async def _listen(self, ack: Any) -> None:
        await ack()

    async def _submitted(self, ack: Any, body: Json) -> None:
        self._keep(body)
        await self.may_answer.wait()
        await ack(**self.answer)

    def _keep(self, body: Json) -> None:
        self.heard.put_nowait(body)
        if "trigger_id" in body:
            self._triggers.put_nowait(body["trigger_id"])


class Company:
    """Nia in front of her browser, Omar somewhere else, and the bot."""

    _serial = count(1)

    def __init__(self, sandbox: Sandbox, bot: Bot, page: Page, look: Look) -> None:
        self.sandbox, self.bot, self.page, self._look = sandbox, bot, page, look
        self.nia = self._newcomer("Nia Example")
        self.omar = self._newcomer("Omar Sample")

    async def come(self, person: Actor | None = None, page: Page | None = None) -> None:
        """Open the page as `person`, Nia if nobody is named."""
        who = (person or self.nia).slack_id
        await (page or self.page).goto(f"{self.sandbox.url}/?person={who}&room=app")
        await expect((page or self.page).get_by_label("Message or command")).to_be_visible()

    async def post(self, *blocks: Json, text: str = "Something", to: Actor | None = None) -> Json:
        """Have the bot say something; return where it stands."""
        channel = (to or self.nia).slack_id
        posted = await self.bot.client.chat_postMessage(
            channel=channel, text=text, blocks=deepcopy(list(blocks)) or None
        )
        return {"channel": posted["channel"], "ts": posted["ts"]}

    async def show(self, *blocks: Json) -> Locator:
        """Have the bot say something; return it as it stands on the page."""
        placed = await self.post(*blocks)
        shown = self.page.locator(f"[data-ts='{placed['ts']}'] .body")
        await expect(shown).to_be_visible()
        # A message has no words before it has been found to be on the screen.
        await self.page.evaluate(_TWO_FRAMES)
        return shown

    async def window(self, view: Json) -> Locator:
        """Have the bot open a window after a command; return it as it stands on the page."""
        await self.nia.command("/ask")
        await self.bot.client.views_open(trigger_id=await self.bot.trigger(), view=deepcopy(view))
        await self.bot.next()
        return await self.titled(view)

    async def push(self, view: Json) -> Locator:
        """Have the bot lay a window over the one in which something was just pressed."""
        await self.bot.client.views_push(trigger_id=await self.bot.trigger(), view=deepcopy(view))
        return await self.titled(view)

    async def titled(self, view: Json) -> Locator:
        """Return the window on the page once it is this one."""
        dialog = self.page.locator("dialog.modal[open]")
        await expect(dialog.locator("h2")).to_have_text(view["title"]["text"])
        return dialog

    async def home(self, *blocks: Json) -> Locator:
        """Have the bot publish a Home, and go there."""
        await self.bot.client.views_publish(
            user_id=self.nia.slack_id, view=home(*deepcopy(list(blocks)))
        )
        await self.page.get_by_role("button", name="Home", exact=True).last.click()
        return self.page.locator(".home")

    async def action(self) -> Json:
        """Return what the bot hears next of something pressed or chosen."""
        heard = await self.bot.next()
        action: Json = heard["actions"][0]
        return action

    async def values(self) -> Json:
        """Return what stands in the fields of the window that is submitted next, by block id."""
        heard = await self.bot.next()
        filled = heard["view"]["state"]["values"]
        return {block: _held(next(iter(fields.values()))) for block, fields in filled.items()}

    async def flaws(self, name: str) -> list[str]:
        """Take a picture, and return what keeps somebody from using this; nothing sticks out."""
        await self.page.screenshot(path=SCREENS / f"gallery-{name}-{self._shown_as}.png")
        over = await self.page.evaluate(_STICKS_OUT)
        return [*await findings(self.page), *(f"sticks out: {one}" for one in over)]

    @property
    def _shown_as(self) -> str:
        return "phone" if self._look.width < 600 else self._look.scheme

    def _newcomer(self, name: str) -> Actor:
        # Every test has its own two people, and they have names of their own.
        return self.sandbox.add_person(f"{name} {next(self._serial)}")


def _held(entry: Json) -> Any:
    (value,) = (held for name, held in entry.items() if name not in ("type", "timezone"))
    if isinstance(value, dict):
        return value["value"]
    if isinstance(value, list):
        return [one["value"] if isinstance(one, dict) else one for one in value]
    return value


_TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

# What is wider than the page, unless what it stands in scrolls, or cuts it off as pictures do.
_STICKS_OUT = """() => {
  const cut = '.wide, .moves, select, textarea, input, .unseen, svg *';
  const edge = document.documentElement.clientWidth;
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.checkVisibility() && !element.closest(cut))
    .filter((element) => element.getBoundingClientRect().right > edge + 1)
    .map((element) => `${element.tagName} ${element.className.baseVal ?? element.className}`)
    .slice(0, 5);
}"""

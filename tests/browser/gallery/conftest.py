"""What the gallery's tests share: one driver, and for each module a sandbox and a bot."""

from collections.abc import AsyncIterator
from copy import deepcopy

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from bot.sandbox import Calendar, Sandbox, Timing
from tests.browser.gallery.company import Bot, Company
from tests.browser.watching import Look, watched
from tests.sandbox.conftest import MONDAY
from tests.sandbox.kit import MANIFEST_WITH_FILES


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run every test in one event loop: opening a browser and a bot each time takes seconds."""
    for item in items:
        if "gallery" in item.path.parts:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def driver(chromium_address: str) -> AsyncIterator[Browser]:
    """Chromium, driven from the one event loop of the gallery."""
    async with async_playwright() as playwright:
        connected = await playwright.chromium.connect_over_cdp(chromium_address)
        yield connected
        await connected.close()


# Not for all tests: a page tells of everybody in the workspace, and each test brings two people.
@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def hall() -> AsyncIterator[tuple[Sandbox, Bot]]:
    """A sandbox with a bot in it that shows whatever it is told to."""
    timing = Timing(ack=5.0, farewell=0.1)
    manifest = deepcopy(MANIFEST_WITH_FILES)
    async with Sandbox(manifest, calendar=Calendar(MONDAY), timing=timing) as sandbox:
        bot = Bot(sandbox)
        await bot.connect()
        await sandbox.wait_connected()
        yield sandbox, bot
        await bot.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(driver: Browser, look: Look) -> AsyncIterator[Page]:
    """A fresh page that knows nothing; the test does not pass when the page strays."""
    async with watched(driver, look) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def company(hall: tuple[Sandbox, Bot], page: Page, look: Look) -> Company:
    """Nia in front of her browser, in the conversation with a bot that forgot everything."""
    sandbox, bot = hall
    bot.begin()
    here = Company(sandbox, bot, page, look)
    await here.come()
    return here

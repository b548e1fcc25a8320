"""What browser tests share: one Chromium, and a fresh page that is watched."""

from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.browser import chromium, ready, transcript
from tests.browser.watching import Look, watched


def pytest_sessionstart() -> None:
    """Begin the transcript anew."""
    transcript.begin()


@pytest.fixture(scope="session")
def chromium_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the one Chromium of all tests can be driven."""
    program = ready.chromium()
    assert program is not None, "Chromium is missing: `make test-browser` says what to do."
    with chromium.running(program, tmp_path_factory.mktemp("chromium")) as address:
        yield address


@pytest.fixture
async def browser(chromium_address: str) -> AsyncIterator[Browser]:
    """Chromium, driven from the event loop of the test, in which the sandbox runs too."""
    async with async_playwright() as playwright:
        connected = await playwright.chromium.connect_over_cdp(chromium_address)
        yield connected
        await connected.close()


@pytest.fixture
def look() -> Look:
    """How the page is shown; a test asks for another by parametrizing `look`."""
    return Look()


@pytest.fixture
async def page(browser: Browser, look: Look) -> AsyncIterator[Page]:
    """A fresh page that knows nothing; the test does not pass when the page strays."""
    async with watched(browser, look) as opened:
        yield opened

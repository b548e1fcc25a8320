"""The guards of the browser tests find what they are there to find."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, Page

from tests.browser.accessibility import findings
from tests.browser.watching import Look, StrayPageError, Watch, watched

FORM = "<form><input name=who><button>Send</button></form>"


@pytest.fixture
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A place for pages that may do what they must not."""
    opened = await browser.new_context()
    yield opened
    await opened.close()


async def complaints(context: BrowserContext, script: str) -> list[str]:
    """Return what is found of a page that runs `script`."""
    watch = Watch(context)
    page = await context.new_page()
    await page.set_content(f"<script>{script}</script>")
    return await watch.settled([page])


async def test_a_page_that_writes_an_error_is_found(context: BrowserContext) -> None:
    assert await complaints(context, "console.error('oh')") == ["wrote an error: oh"]


async def test_a_page_that_throws_is_found(context: BrowserContext) -> None:
    assert await complaints(context, "throw new Error('oh')") == ["threw: oh"]


async def test_a_page_whose_promise_fails_is_found(context: BrowserContext) -> None:
    assert await complaints(context, "Promise.reject(new Error('oh'))") == ["threw: oh"]


async def test_a_page_that_asks_another_machine_is_found(context: BrowserContext) -> None:
    found = await complaints(context, "new Image().src = 'http://elsewhere.example/a.png'")

    assert "asked for http://elsewhere.example/a.png" in found


async def test_a_page_that_connects_to_another_machine_is_found(context: BrowserContext) -> None:
    found = await complaints(context, "new WebSocket('ws://elsewhere.example/')")

    assert "asked for ws://elsewhere.example/" in found


async def test_a_page_that_writes_a_note_is_left_alone(context: BrowserContext) -> None:
    assert await complaints(context, "console.log('fine')") == []


async def test_no_test_passes_whose_page_strays(browser: Browser) -> None:
    with pytest.raises(StrayPageError, match=r"^The page wrote an error: oh$"):
        async with watched(browser, Look()) as page:
            await page.set_content("<script>console.error('oh')</script>")


async def test_a_field_without_a_name_is_found(page: Page) -> None:
    await page.set_content(f"<html lang=en><title>A form</title><main>{FORM}</main>")

    found = await findings(page)

    assert found == ["label: Form elements must have labels (input)"]


async def test_a_page_that_everybody_can_use_has_no_findings(page: Page) -> None:
    named = FORM.replace("<input", "<input aria-label=Who")

    await page.set_content(f"<html lang=en><title>A form</title><main><h1>A</h1>{named}</main>")

    assert await findings(page) == []


async def test_findings_need_no_leave_of_a_page_that_allows_no_script(page: Page) -> None:
    strict = {"Content-Security-Policy": "default-src 'none'"}

    async def show(request: web.Request) -> web.Response:
        body = f"<html lang=en><title>A form</title><main>{FORM}</main>"
        return web.Response(text=body, content_type="text/html", headers=strict)

    application = web.Application()
    application.router.add_get("/", show)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await page.goto(f"http://127.0.0.1:{runner.addresses[0][1]}/")
    found = await findings(page)
    await runner.cleanup()

    assert [line.partition(":")[0] for line in found] == ["label"]


@pytest.mark.parametrize("look", [Look("dark", 390, 844)])
async def test_a_page_can_be_dark_and_small(page: Page, look: Look) -> None:
    dark = await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")

    assert (dark, await page.evaluate("innerWidth")) == (True, look.width)

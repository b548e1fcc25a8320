from playwright.async_api import Page, expect

from bot.sandbox import Sandbox


async def test_the_page_of_a_blank_sandbox_opens(sandbox: Sandbox, page: Page) -> None:
    sandbox.add_person("Nia Example")

    await page.goto(sandbox.url)

    await expect(page.get_by_text("Nia Example")).to_be_visible()

"""Several pages on one workspace stay in step, and each shows its own person's things."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.browser.gallery.company import Company
from tests.sandbox.kit import actions, button, home, modal, option, section, text_field


@pytest_asyncio.fixture(loop_scope="session")
async def pages(company: Company) -> AsyncIterator[tuple[Page, Page, Page]]:
    """Two pages of Nia's and one of Omar's."""
    context = company.page.context
    second, third = await context.new_page(), await context.new_page()
    await company.come(company.nia, second)
    await company.come(company.omar, third)
    yield company.page, second, third


def latest(page: Page) -> Locator:
    return page.locator(".message").last


async def test_messages_come_change_and_go_on_both_pages(
    company: Company, pages: tuple[Page, Page, Page]
) -> None:
    client, (one, two, omar) = company.bot.client, pages
    placed = await company.post(section("First"))
    for page in (one, two):
        await expect(latest(page)).to_contain_text("First")
    await client.chat_update(**placed, text="Second", blocks=[section("Second")])
    for page in (one, two):
        await expect(latest(page)).to_contain_text("Second")
        await expect(latest(page)).to_contain_text("(edited)")
    await company.nia.type("Mine")
    for page in (one, two):
        await expect(latest(page)).to_contain_text("Mine")
    await expect(omar.locator(".message")).to_have_count(0)


async def test_a_message_is_taken_away_on_both_pages(
    company: Company, pages: tuple[Page, Page, Page]
) -> None:
    one, two, _ = pages
    await company.post(actions(button("Away", "away")))
    await one.get_by_role("button", name="Away").click()
    url = (await company.bot.next())["response_url"]
    await expect(two.get_by_role("button", name="Away")).to_be_visible()
    await company.bot.respond(url, {"delete_original": True})

    for page in (one, two):
        await expect(page.locator(".message")).to_have_count(0)


async def test_what_is_chosen_on_one_page_is_chosen_on_the_other(
    company: Company, pages: tuple[Page, Page, Page]
) -> None:
    one, two, _ = pages
    options = [option("One"), option("Two")]
    await company.post(actions({"type": "radio_buttons", "action_id": "r", "options": options}))
    await one.get_by_role("radio", name="One").check()
    await expect(two.get_by_role("radio", name="One")).to_be_checked()
    await two.get_by_role("radio", name="Two").check()

    await expect(one.get_by_role("radio", name="Two")).to_be_checked()


async def test_windows_open_and_close_on_both_pages_and_on_no_other(
    company: Company, pages: tuple[Page, Page, Page]
) -> None:
    one, two, omar = pages
    view = modal(text_field("Name", "name"), title="Together")
    await company.window(view)
    for page in (one, two):
        await expect(page.locator("dialog.modal[open] h2")).to_have_text("Together")
    await expect(omar.locator("dialog.modal[open]")).to_have_count(0)
    await two.get_by_label("Name").fill("Nia")
    await two.get_by_role("button", name="Save").click()
    for page in (one, two):
        await expect(page.locator("dialog.modal[open]")).to_have_count(0)

    assert await company.values() == {"name": "Nia"}


async def test_the_home_changes_on_both_pages(
    company: Company, pages: tuple[Page, Page, Page]
) -> None:
    one, two, omar = pages
    for page in pages:
        await page.get_by_role("button", name="Home", exact=True).last.click()
    for words in ("Welcome", "Welcome back"):
        view = home(section(words))
        await company.bot.client.views_publish(user_id=company.nia.slack_id, view=view)
        for page in (one, two):
            await expect(page.locator(".home .said")).to_have_text(words)
    await expect(omar.locator(".home")).to_contain_text("The app has shown no Home yet.")


async def test_somebody_else_who_gets_a_message_is_marked(
    company: Company, pages: tuple[Page, Page, Page]
) -> None:
    one, _, _ = pages
    await company.post(to=company.omar)

    line = one.get_by_role("button", name=company.omar.name)
    await expect(line).to_contain_text("new")

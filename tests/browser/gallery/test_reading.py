"""What a screen reader says, and how often."""

from playwright.async_api import Locator, expect

from tests.browser.gallery.company import Company
from tests.sandbox.elements import MESSAGE
from tests.sandbox.kit import section


def spoken(company: Company) -> Locator:
    return company.page.get_by_role("log", name="What the app says").locator("p")


async def test_what_the_bot_says_is_said_once_and_what_one_types_is_not(company: Company) -> None:
    page = company.page
    name = await page.locator(".title h2").inner_text()
    await company.nia.type("Mine")
    await company.post(section("*First*"), text="*First*, for <@" + company.omar.slack_id + ">")
    placed = await company.post(text="Same")
    await company.post(text="Same")
    await expect(spoken(company)).to_have_count(3)
    await company.bot.client.chat_update(**placed, text="Changed")
    await expect(page.locator(".edited")).to_be_visible()

    first = f"{name}: First, for @{company.omar.name}"
    await expect(spoken(company)).to_have_text([first, f"{name}: Same", f"{name}: Same"])


async def test_an_ephemeral_is_said_to_be_one(company: Company) -> None:
    channel = (await company.post(text="Hello"))["channel"]
    await company.bot.client.chat_postEphemeral(
        channel=channel, user=company.nia.slack_id, text="Psst"
    )

    await expect(spoken(company).last).to_contain_text("Only visible to you. ")


async def test_choosing_in_a_message_says_nothing_again(company: Company) -> None:
    shown = await company.show(*MESSAGE)
    await shown.get_by_role("radio", name="Two").check()
    await company.action()
    await expect(spoken(company)).to_have_count(1)


async def test_what_was_there_before_is_not_read_out(company: Company) -> None:
    await company.post()
    await expect(spoken(company)).to_have_count(1)
    await company.come()
    await expect(company.page.locator(".message")).to_have_count(1)
    await expect(spoken(company)).to_have_count(0)

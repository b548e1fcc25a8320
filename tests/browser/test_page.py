import pytest
from playwright.async_api import Page, expect
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncWebClient:
    """Slack's own client, as a bot has it."""
    return AsyncWebClient("xoxb-sandbox", base_url=sandbox.api_url, retry_handlers=[])


async def test_the_page_of_a_blank_sandbox_opens(sandbox: Sandbox, page: Page) -> None:
    sandbox.add_person("Nia Example")

    await page.goto(sandbox.url)

    await expect(page.get_by_text("Nia Example")).to_be_visible()


async def test_what_is_beyond_slack_s_limits_is_shown_as_its_refusal_with_the_field(
    sandbox: Sandbox, page: Page, client: AsyncWebClient
) -> None:
    nia = sandbox.add_person("Nia Example")
    await page.goto(f"{sandbox.url}/?person={nia.slack_id}&room=refused")
    long = {"type": "header", "text": {"type": "plain_text", "text": "planted " * 20}}
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel=nia.slack_id, text="Hi", blocks=[long])
    view = {"type": "home", "blocks": [long]}
    with pytest.raises(SlackApiError):
        await client.views_publish(user_id=nia.slack_id, view=view)

    main = page.locator("main")
    await expect(main).to_contain_text("chat.postMessage: invalid_blocks. /blocks/0/text/text")
    await expect(main).to_contain_text("views.publish: invalid_arguments. /view/blocks/0/text/text")
    await expect(page.locator("body")).not_to_contain_text("planted")


async def test_the_address_says_who_and_where_one_is(sandbox: Sandbox, page: Page) -> None:
    sandbox.add_person("Nia Example")
    await page.goto(sandbox.url)
    await page.get_by_role("button", name="Nia Example").click()
    await page.get_by_role("button", name="What Slack knows").click()
    await page.reload()

    await expect(page.get_by_role("heading", name="What Slack knows")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_label("Message or command")).to_be_visible()
    await expect(page).to_have_title("Nia Example · Sandbox")


async def test_who_opens_the_page_is_told_when_the_sandbox_has_stopped(
    sandbox: Sandbox, page: Page
) -> None:
    nia = sandbox.add_person("Nia Example")
    await page.goto(f"{sandbox.url}/?person={nia.slack_id}")
    await expect(page.get_by_label("Message or command")).to_be_visible()
    await sandbox.stop()

    await expect(page.get_by_text("The sandbox has stopped.")).to_be_visible()


async def test_an_address_that_nobody_knows_is_no_room(sandbox: Sandbox, page: Page) -> None:
    nia = sandbox.add_person("Nia Example")
    await page.goto(f"{sandbox.url}/?person={nia.slack_id}&room=constructor")

    await expect(page.get_by_label("Message or command")).to_be_visible()
    await expect(page.locator("main")).not_to_contain_text("native code")


async def test_escape_folds_the_suggestions_and_keeps_what_was_typed(
    sandbox: Sandbox, page: Page
) -> None:
    nia = sandbox.add_person("Nia Example")
    await page.goto(f"{sandbox.url}/?person={nia.slack_id}")
    line = page.get_by_label("Message or command")
    await line.fill("/res")
    await expect(page.get_by_role("listbox")).to_be_visible()
    await page.keyboard.press("Escape")

    await expect(page.get_by_role("listbox")).to_have_count(0)
    await expect(line).to_have_value("/res")


async def test_a_page_that_nobody_looks_at_keeps_no_line_and_catches_up_when_shown(
    sandbox: Sandbox, page: Page, client: AsyncWebClient
) -> None:
    nia = sandbox.add_person("Nia Example")
    await page.goto(f"{sandbox.url}/?person={nia.slack_id}")
    await expect(page.get_by_label("Message or command")).to_be_visible()
    for hidden in ("true", "false"):
        await page.evaluate(
            f"Object.defineProperty(document, 'hidden', {{value: {hidden}, configurable: true}});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )
        await client.chat_postMessage(channel=nia.slack_id, text=f"Hidden was {hidden}.")

    await expect(page.get_by_text("Hidden was true.")).to_be_visible()
    await expect(page.get_by_text("Hidden was false.").first).to_be_visible()

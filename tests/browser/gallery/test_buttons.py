"""What is pressed: what is seen, and what the bot hears."""

from playwright.async_api import Locator, expect

from tests.browser.gallery.company import Company
from tests.browser.gallery.parts import SURE, TWO, dots, element, said, ticks
from tests.sandbox.kit import actions, button, option, plain, section


async def test_a_button_says_what_it_is_and_the_bot_hears_which(company: Company) -> None:
    shown = await company.show(
        actions(
            button("Go", "go", value="1", style="primary"),
            button("Stop", "stop", value="2", style="danger", accessibility_label="Stop it all"),
            button("Later", "later"),
        )
    )
    await shown.get_by_role("button", name="Stop it all").click()
    await shown.get_by_role("button", name="Go").press("Enter")
    await shown.get_by_role("button", name="Later").press("Space")

    heard = [await company.action() for _ in range(3)]
    assert [(one["action_id"], one.get("value")) for one in heard] == [
        ("stop", "2"),
        ("go", "1"),
        ("later", None),
    ]


async def test_a_button_is_pressed_once_while_the_bot_takes_its_time(company: Company) -> None:
    shown = await company.show(actions(button("Go", "go")))
    go = shown.get_by_role("button", name="Go")
    company.bot.may_answer.clear()
    await go.press("Enter")
    await expect(go).to_have_attribute("aria-busy", "true")
    await go.press("Enter")
    await expect(go).to_be_focused()
    company.bot.may_answer.set()
    await expect(go).not_to_have_attribute("aria-busy", "true")

    await company.action()
    assert company.bot.heard.empty()


async def test_a_link_button_opens_a_page_and_tells_the_bot(company: Company) -> None:
    url = f"{company.sandbox.url}/browser/index.html"
    shown = await company.show(actions(button("Read", "read", url=url)))
    async with company.page.context.expect_page() as opened:
        await shown.get_by_role("button", name="Read").click()

    assert (await opened.value).url == url
    assert (await company.action())["url"] == url


ASKED = actions(
    button("Go", "go", confirm=SURE),
    element("static_select", options=TWO, confirm=SURE),
    dots(confirm=SURE),
    element("datepicker", confirm=SURE),
    ticks("checkboxes", confirm=SURE),
)


async def touch_all(shown: Locator, answer: str) -> None:
    """Touch each element of `ASKED`, and give the question that comes this answer."""
    await shown.get_by_role("button", name="Go").press("Enter")
    await _answer(shown, answer)
    await expect(shown.get_by_role("button", name="Go")).to_be_focused()
    await shown.locator("select").select_option("two")
    await _answer(shown, answer)
    await shown.get_by_label("More actions").click()
    await shown.get_by_role("button", name="Two").click()
    await _answer(shown, answer)
    await shown.locator("input[type=date]").fill("2030-02-01")
    await _answer(shown, answer)
    await shown.get_by_role("checkbox", name="One").click()
    await _answer(shown, answer)


async def _answer(shown: Locator, answer: str) -> None:
    question = shown.page.locator("dialog.question[open]")
    await expect(question).to_contain_text("It counts.")
    await question.get_by_role("button", name=answer).click()
    await expect(question).to_have_count(0)


async def test_what_counts_is_done_once_one_is_sure(company: Company) -> None:
    shown = await company.show(ASKED)
    await touch_all(shown, "Yes, do")

    kinds = [(await company.action())["type"] for _ in range(5)]
    assert kinds == ["button", "static_select", "overflow", "datepicker", "checkboxes"]


async def test_what_counts_is_not_done_when_one_is_not_sure(company: Company) -> None:
    shown = await company.show(ASKED)
    await touch_all(shown, "No")

    assert company.bot.heard.empty()
    await expect(shown.locator("select")).to_have_value("")
    await expect(shown.locator("input[type=date]")).to_have_value("")
    await expect(shown.get_by_role("checkbox", name="One")).not_to_be_checked()


async def test_thumbs_and_icons_are_buttons_with_words(company: Company) -> None:
    face = {"text": plain("Good"), "value": "+", "accessibility_label": "This helped"}
    shown = await company.show(
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "action_id": "thumbs",
                    "positive_button": face,
                    "negative_button": {"text": plain("Bad"), "value": "-"},
                },
                {
                    "type": "icon_button",
                    "action_id": "away",
                    "icon": "trash",
                    "text": plain("Away"),
                },
            ],
        }
    )
    await shown.get_by_role("button", name="This helped").click()
    await shown.get_by_role("button", name="Bad").click()
    await shown.get_by_role("button", name="Away").click()

    heard = [await company.action() for _ in range(3)]
    assert [(one["action_id"], one.get("value")) for one in heard] == [
        ("thumbs", "+"),
        ("thumbs", "-"),
        ("away", None),
    ]


async def test_the_menu_behind_three_dots_works_by_keyboard(company: Company) -> None:
    options = [{**option("Change"), "description": plain("what was said")}, option("Delete")]
    shown = await company.show(section("Beside", accessory=dots(options=options)))
    more = shown.locator("summary")
    await expect(more).to_have_accessible_name("More actions")
    await more.press("Enter")
    await expect(shown.get_by_text("what was said")).to_be_visible()
    await company.page.keyboard.press("Escape")
    await expect(shown.get_by_text("what was said")).not_to_be_visible()
    await expect(more).to_be_focused()
    await more.press("Enter")
    await company.page.keyboard.press("Tab")
    await company.page.keyboard.press("Tab")
    await company.page.keyboard.press("Enter")

    assert said(await company.action()) == "delete"


async def test_the_menu_behind_three_dots_closes_when_one_goes_elsewhere(company: Company) -> None:
    shown = await company.show(actions(dots(), button("Go", "go")))
    await shown.locator("summary").click()
    await shown.get_by_role("button", name="Go").focus()

    await expect(shown.get_by_role("button", name="Two")).not_to_be_visible()

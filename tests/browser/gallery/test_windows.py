"""Windows: one over the other, filled in, sent, refused, changed under somebody's hands."""

from playwright.async_api import Locator, expect

from tests.browser.gallery.company import Company
from tests.sandbox.kit import Json, actions, button, field, modal, option, section, text_field

REQUIRED = "Please complete this required field."


def said_of(window: Locator) -> Locator:
    return window.locator(".wrong")


FIRST = modal(text_field("Name", "name"), actions(button("Deeper", "deeper")), title="First")
SECOND = modal(section("Middle", accessory=button("Deepest", "deepest")), title="Second")
THIRD = modal(section("Bottom"), title="Third")


async def three(company: Company) -> Locator:
    """Open three windows over each other by keyboard, and return the one on top."""
    window = await company.window(FIRST)
    await expect(window.get_by_label("Name")).to_be_focused()
    await window.get_by_role("button", name="Deeper").press("Enter")
    await company.push(SECOND)
    await expect(window.get_by_role("heading", name="Second")).to_be_focused()
    await window.get_by_role("button", name="Deepest").press("Enter")
    return await company.push(THIRD)


async def test_three_windows_lie_over_each_other_and_come_back_one_by_one(company: Company) -> None:
    window = await three(company)
    await expect(window).to_contain_text("Window 3; 2 below")
    await window.get_by_role("button", name="‹ Back").click()
    await company.titled(SECOND)
    await company.page.keyboard.press("Escape")
    await company.titled(FIRST)
    await company.page.keyboard.press("Escape")

    await expect(window).to_have_count(0)


async def test_the_cursor_comes_back_to_where_it_was_before_a_window(company: Company) -> None:
    draft = company.page.get_by_label("Message or command")
    await draft.focus()
    window = await three(company)
    for before in ("Deepest", "Deeper"):
        await company.page.keyboard.press("Escape")
        await expect(window.get_by_role("button", name=before)).to_be_focused()
    await company.page.keyboard.press("Escape")

    await expect(draft).to_be_focused()


async def test_a_window_begins_where_the_bot_says(company: Company) -> None:
    second = {"type": "plain_text_input", "action_id": "typed", "focus_on_load": True}
    window = await company.window(modal(text_field("One", "one"), field("Two", second, "two")))

    await expect(window.get_by_label("Two")).to_be_focused()


async def test_tab_goes_through_a_window_in_reading_order_and_stays_in_it(company: Company) -> None:
    ticks = {"type": "checkboxes", "action_id": "t", "options": [option("Yes")]}
    window = await company.window(modal(text_field("One", "one"), field("Two", ticks, "two")))
    await window.get_by_role("heading").focus()
    names = []
    for _ in range(6):
        await company.page.keyboard.press("Tab")
        names.append(
            await company.page.evaluate(
                "(document.activeElement.ariaLabel ?? document.activeElement.labels?.[0]?.innerText"
                " ?? '').trim() || document.activeElement.innerText"
            )
        )

    assert names == ["Close", "Window", "One", "Yes", "Close", "Save"]


async def test_enter_in_a_field_sends_the_window(company: Company) -> None:
    window = await company.window(modal(text_field("Name", "name")))
    await window.get_by_label("Name").fill("Nia")
    await window.get_by_label("Name").press("Enter")

    assert await company.values() == {"name": "Nia"}
    await expect(window).to_have_count(0)


async def test_enter_in_a_window_that_asks_for_nothing_sends_nothing(company: Company) -> None:
    view = modal(section("Find", accessory={"type": "datepicker", "action_id": "d"}), title="Look")
    del view["submit"]
    window = await company.window(view)
    await window.locator("input").press("Enter")

    await expect(window.get_by_role("alert")).to_have_count(0)
    assert company.bot.heard.empty()


async def test_every_required_field_is_asked_for_at_once(company: Company) -> None:
    menu = {"type": "multi_static_select", "action_id": "m", "options": [option("One")]}
    window = await company.window(
        modal(
            text_field("Name", "name", hint={"type": "plain_text", "text": "As you like"}),
            field("Days", menu, "days"),
            text_field("More", "more", optional=True),
        )
    )
    await window.get_by_role("button", name="Save").click()

    await expect(said_of(window)).to_have_text([REQUIRED, REQUIRED])
    name = window.get_by_label("Name")
    await expect(name).to_be_focused()
    await expect(name).to_have_attribute("aria-invalid", "true")
    await expect(name).to_have_accessible_description(f"{REQUIRED} As you like")
    await expect(window.locator("summary")).to_have_accessible_description(REQUIRED)
    await expect(window.get_by_text("(optional)")).to_have_count(1)
    await name.fill("N")
    await expect(said_of(window)).to_have_text([REQUIRED])
    assert company.bot.heard.empty()


async def test_what_the_bot_refuses_stands_beside_its_field(company: Company) -> None:
    window = await company.window(modal(text_field("Name", "name"), text_field("Ward", "ward")))
    company.bot.answer = {"response_action": "errors", "errors": {"ward": "No such ward."}}
    await window.get_by_label("Name").fill("Nia")
    await window.get_by_label("Ward").fill("X")
    await window.get_by_role("button", name="Save").click()

    ward = window.get_by_label("Ward")
    await expect(ward).to_have_accessible_description("No such ward.")
    await expect(ward).to_be_focused()
    await expect(window.get_by_label("Name")).to_have_value("Nia")
    await expect(said_of(window)).to_have_count(1)


async def test_a_window_says_that_it_is_being_sent(company: Company) -> None:
    window = await company.window(modal(text_field("Name", "name")))
    company.bot.may_answer.clear()
    await window.get_by_label("Name").fill("Nia")
    await window.get_by_role("button", name="Save").press("Enter")
    sending = window.get_by_role("button", name="Sending…")
    await expect(sending).to_have_attribute("aria-busy", "true")
    await expect(sending).to_be_focused()
    await sending.press("Enter")
    company.bot.may_answer.set()
    await expect(window).to_have_count(0)

    await company.bot.next()
    assert company.bot.heard.empty()


async def test_a_window_says_that_the_bot_did_not_understand_and_keeps_what_was_typed(
    company: Company,
) -> None:
    window = await company.window(modal(text_field("Name", "name")))
    company.bot.answer = {"response_action": "errors", "errors": {"elsewhere": "No."}}
    await window.get_by_label("Name").fill("Nia")
    await window.get_by_role("button", name="Save").click()

    await expect(window.get_by_role("alert")).to_contain_text("We had some trouble connecting.")
    await expect(window.get_by_label("Name")).to_have_value("Nia")
    await window.get_by_role("button", name="Put away").click()
    await expect(window.get_by_role("alert")).to_have_count(0)


async def test_a_window_that_changes_keeps_what_was_typed(company: Company) -> None:
    window = await company.window(modal(text_field("Name", "name"), text_field("Ward", "ward")))
    await window.get_by_label("Name").press_sequentially("Nia")
    await window.get_by_label("Ward").fill("Three")
    await window.get_by_label("Name").focus()
    changed = modal(section("New"), text_field("Name", "name"), title="Changed")
    await _update(company, changed)

    await company.titled(changed)
    await expect(window.get_by_label("Name")).to_have_value("Nia")
    await expect(window.get_by_label("Name")).to_be_focused()
    await window.get_by_role("button", name="Save").click()
    # The field that is gone is asked for no more, and nothing of it is sent.
    assert await company.values() == {"name": "Nia"}


async def test_the_cursor_is_not_lost_when_its_field_goes(company: Company) -> None:
    window = await company.window(modal(text_field("Name", "name")))
    await window.get_by_label("Name").fill("Nia")
    await _update(company, modal(section("Thank you"), title="Done"))

    await expect(window.get_by_role("heading", name="Done")).to_be_focused()


async def test_an_answer_can_change_lay_over_or_clear_the_windows(company: Company) -> None:
    window = await company.window(modal(section("One"), title="One"))
    save = window.get_by_role("button", name="Save")
    for action, title in (("update", "Two"), ("push", "Three")):
        view = modal(section(title), title=title)
        company.bot.answer = {"response_action": action, "view": view}
        await save.click()
        await company.titled(view)
    await expect(window).to_contain_text("Window 2; 1 below")
    company.bot.answer = {"response_action": "clear"}
    await save.click()

    await expect(window).to_have_count(0)


async def test_the_bot_hears_that_a_window_was_closed(company: Company) -> None:
    window = await company.window(modal(section("Stay"), notify_on_close=True))
    await window.get_by_role("button", name="Close").first.click()

    assert (await company.bot.next())["type"] == "view_closed"


async def _update(company: Company, view: Json) -> None:
    opened = company.nia.modal
    assert opened is not None
    await company.bot.client.views_update(view_id=opened["id"], view=view)

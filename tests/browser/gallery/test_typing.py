"""What is typed, and everything that a window asks for at once."""

from typing import Any

from playwright.async_api import expect

from tests.browser.gallery.company import Company
from tests.browser.gallery.parts import GROUPS, TWO, element, said
from tests.sandbox.kit import Json, actions, button, field, modal, section


def typing(kind: str = "plain_text_input", **more: Any) -> Json:
    return field("Note", element(kind, **more), "note", dispatch_action=True)


async def test_the_bot_hears_of_what_is_typed_on_enter(company: Company) -> None:
    window = await company.window(modal(typing()))
    note = window.get_by_label("Note")
    await note.fill("tired")
    await note.press("Enter")

    assert said(await company.action()) == "tired"
    await expect(note).to_have_value("tired")
    await expect(note).to_be_focused()


async def test_the_bot_hears_of_what_is_typed_while_it_is_typed(company: Company) -> None:
    tells = {"trigger_actions_on": ["on_character_entered"]}
    window = await company.window(modal(typing(dispatch_action_config=tells)))
    note = window.get_by_label("Note")
    await note.press_sequentially("tir")

    assert said(await company.action()) == "tir"
    await note.press_sequentially("ed")
    assert said(await company.action()) == "tired"
    await expect(note).to_have_value("tired")


async def test_a_field_in_a_message_is_handed_over_with_the_button_beside_it(
    company: Company,
) -> None:
    note = field("Note", element("plain_text_input"), "note")
    shown = await company.show(note, actions(button("Keep", "keep")))
    await shown.get_by_label("Note").fill("tired")
    await shown.get_by_role("button", name="Keep").click()

    heard = await company.bot.next()
    assert heard["state"]["values"]["note"]["plain_text_input"]["value"] == "tired"


async def test_a_number_is_typed_within_its_bounds(company: Company) -> None:
    hours = element(
        "number_input", is_decimal_allowed=False, min_value="0", max_value="12", initial_value="8"
    )
    window = await company.window(modal(field("Hours", hours, "hours")))
    box = window.get_by_label("Hours")
    await expect(box).to_have_value("8")
    for wrong in ("13", "1.5", "many"):
        await box.fill(wrong)
        await window.get_by_role("button", name="Save").click()
        await expect(box).to_have_attribute("aria-invalid", "true")
    await box.fill("12")
    await window.get_by_role("button", name="Save").click()

    assert await company.values() == {"hours": "12"}


async def test_everything_chosen_in_a_window_is_submitted_together(company: Company) -> None:
    cohort = company.sandbox.add_channel(f"hall-{company.nia.slack_id.lower()}")
    omar = company.omar.slack_id
    kinds: dict[str, Json] = {
        "multi_static_select": {"option_groups": GROUPS, "initial_options": GROUPS[0]["options"]},
        "radio_buttons": {"options": TWO},
        "checkboxes": {"options": TWO},
        "multi_users_select": {"initial_users": [omar]},
        "users_select": {"initial_user": omar},
        "multi_channels_select": {"initial_channels": [cohort]},
        "channels_select": {"initial_channel": cohort},
        "multi_conversations_select": {"initial_conversations": [cohort]},
        "conversations_select": {"initial_conversation": cohort},
        "datepicker": {"initial_date": "2030-01-07"},
        "timepicker": {"initial_time": "08:30"},
        "plain_text_input": {"multiline": True, "initial_value": "two\nlines"},
    }
    made = {kind: {"type": kind, "action_id": kind, **more} for kind, more in kinds.items()}
    fields = [field(kind.upper(), one, kind) for kind, one in made.items()]
    window = await company.window(modal(*fields))
    await window.get_by_role("radio", name="Two").check()
    await window.get_by_role("checkbox", name="One", exact=True).check()
    await window.locator("summary", has_text="MULTI_STATIC_SELECT").click()
    await window.get_by_role("checkbox", name="Friday").check()
    await expect(window.locator("summary", has_text="MULTI_USERS_SELECT")).to_contain_text("Omar")
    await window.get_by_role("button", name="Save").click()

    assert await company.values() == {
        "multi_static_select": ["monday", "friday"],
        "radio_buttons": "two",
        "checkboxes": ["one"],
        "multi_users_select": [omar],
        "users_select": omar,
        "multi_channels_select": [cohort],
        "channels_select": cohort,
        "multi_conversations_select": [cohort],
        "conversations_select": cohort,
        "datepicker": "2030-01-07",
        "timepicker": "08:30",
        "plain_text_input": "two\nlines",
    }


async def test_the_home_is_touched_as_a_message_is(company: Company) -> None:
    home = await company.home(
        section("Welcome", accessory=button("Begin", "begin")),
        actions(element("static_select", options=TWO)),
    )
    await home.get_by_role("button", name="Begin").click()
    await home.locator("select").select_option("two")

    assert [(await company.action())["action_id"] for _ in range(2)] == ["begin", "static_select"]
    await expect(home.locator("select")).to_have_value("two")


async def test_a_command_is_completed_by_keyboard(company: Company) -> None:
    page = company.page
    draft = page.get_by_label("Message or command")
    await draft.press_sequentially("/")
    await expect(page.get_by_role("option")).to_contain_text(["/ask", "/raw"])
    await draft.press("ArrowDown")
    await draft.press("ArrowDown")
    await expect(page.get_by_role("option", selected=True)).to_contain_text("/raw")
    await draft.press("Enter")
    await expect(draft).to_have_value("/raw ")
    await draft.press_sequentially("it")
    await draft.press("Enter")

    heard = await company.bot.next()
    assert (heard["command"], heard["text"]) == ("/raw", "it")
    await expect(draft).to_have_value("")

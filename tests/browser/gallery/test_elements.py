"""Elements that are touched: what is seen, and what the bot hears."""

from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.browser.gallery.company import Company
from tests.sandbox.kit import Json, actions, button, field, modal, option, plain, section

TWO = [option("One"), option("Two")]
GROUPS = [
    {"label": plain("Days"), "options": [option("Monday")]},
    {"label": plain("Nights"), "options": [{**option("Friday"), "description": plain("late")}]},
]
SURE = {
    "title": plain("Sure?"),
    "text": {"type": "mrkdwn", "text": "It *counts*."},
    "confirm": plain("Yes, do"),
    "deny": plain("No"),
    "style": "danger",
}


def element(kind: str, **more: Any) -> Json:
    return {"type": kind, "action_id": kind, "placeholder": plain("Choose one"), **more}


def ticks(kind: str, **more: Any) -> Json:
    return {"type": kind, "action_id": kind, "options": TWO, **more}


def dots(**more: Any) -> Json:
    return {"type": "overflow", "action_id": "dots", "options": TWO, **more}


def said(action: Json) -> Any:
    """Return what an action says was chosen or written."""
    (value,) = (
        held for name, held in action.items() if name == "value" or name.startswith("selected_")
    )
    if isinstance(value, list):
        return [one["value"] if isinstance(one, dict) else one for one in value]
    return value["value"] if isinstance(value, dict) else value


# Buttons.


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


# Choosing, in a message: the bot hears at once.


async def test_a_menu_shows_groups_descriptions_and_what_is_chosen(company: Company) -> None:
    friday = GROUPS[1]["options"][0]
    menu = element("static_select", option_groups=GROUPS, initial_option=friday)
    shown = await company.show(section("Which shift?", accessory=menu))
    select = shown.get_by_role("combobox", name="Which shift?")

    await expect(select).to_have_value("friday")
    assert await select.locator("optgroup").evaluate_all("all => all.map(g => g.label)") == [
        "Days",
        "Nights",
    ]
    assert await select.locator("option").all_inner_texts() == [
        "Choose one",
        "Monday",
        "Friday – late",
    ]
    await select.focus()
    await company.page.keyboard.type("Mon")
    assert said(await company.action()) == "monday"
    await expect(select).to_have_value("monday")


async def test_several_are_chosen_up_to_as_many_as_may_be(company: Company) -> None:
    three = [*TWO, option("Three")]
    menu = element(
        "multi_static_select", options=three, initial_options=three[:1], max_selected_items=2
    )
    shown = await company.show(actions(menu))
    summary = shown.locator("summary")
    await expect(summary).to_have_text("Choose one: One", use_inner_text=True)
    await summary.press("Enter")
    await expect(shown.get_by_text("Up to 2")).to_be_visible()
    await shown.get_by_role("checkbox", name="Two").press("Space")

    assert said(await company.action()) == ["one", "two"]
    await expect(shown.get_by_role("checkbox", name="Three")).to_be_disabled()
    await shown.get_by_role("checkbox", name="One").press("Space")
    assert said(await company.action()) == ["two"]
    await company.page.keyboard.press("Escape")
    await expect(summary).to_be_focused()


async def test_many_people_are_found_by_typing(company: Company) -> None:
    everybody = [company.sandbox.add_person(f"Person {letter}") for letter in "ABCDEFGHI"]
    shown = await company.show(actions(element("multi_users_select")))
    await shown.locator("summary").click()
    await shown.get_by_label("Find in the list").fill("person h")
    visible = shown.locator("label:visible")
    await expect(visible).to_have_text(["Person H"])
    await visible.click()

    assert said(await company.action()) == [everybody[7].slack_id]


@pytest.mark.parametrize("kind", ["users", "channels", "conversations"])
async def test_people_and_channels_are_offered_by_name(company: Company, kind: str) -> None:
    cohort = company.sandbox.add_channel(f"room-{company.nia.slack_id.lower()}")
    omar = company.omar
    wanted = {"users": omar.slack_id, "channels": cohort, "conversations": cohort}[kind]
    more = {"conversations": {"filter": {"include": ["private"]}}}.get(kind, {})
    shown = await company.show(actions(element(f"{kind}_select", **more)))
    await shown.locator("select").select_option(wanted)

    assert said(await company.action()) == wanted
    if more:
        names = await shown.locator("option").all_inner_texts()
        assert omar.name not in names


async def test_radio_buttons_and_checkboxes_are_chosen_by_mouse_and_keyboard(
    company: Company,
) -> None:
    described = {
        "text": {"type": "mrkdwn", "text": "*Nights*"},
        "value": "n",
        "description": {"type": "mrkdwn", "text": "from _nine_"},
    }
    shown = await company.show(
        actions(
            ticks("radio_buttons", options=[*TWO, described], initial_option=TWO[0]),
            ticks("checkboxes", initial_options=TWO[:1]),
        )
    )
    await expect(shown.get_by_role("radio", name="One")).to_be_checked()
    await expect(shown.locator("small em")).to_have_text("nine")
    await shown.get_by_role("radio", name="Nights").click()
    assert said(await company.action()) == "n"
    await company.page.keyboard.press("ArrowUp")
    assert said(await company.action()) == "two"
    await expect(shown.get_by_role("radio", name="Two")).to_be_checked()
    await shown.get_by_role("checkbox", name="Two").press("Space")
    assert said(await company.action()) == ["one", "two"]
    await shown.get_by_role("checkbox", name="One").click()
    assert said(await company.action()) == ["two"]


async def test_a_day_an_hour_and_a_moment_are_picked(company: Company) -> None:
    shown = await company.show(
        actions(
            element("datepicker", initial_date="2030-01-07"),
            element("timepicker", initial_time="08:30", timezone="Europe/Berlin"),
            {"type": "datetimepicker", "action_id": "moment", "initial_date_time": 1894006800},
        )
    )
    day, hour, moment = (
        shown.locator(f"input[type={kind}]") for kind in ("date", "time", "datetime-local")
    )
    await expect(day).to_have_value("2030-01-07")
    await expect(hour).to_have_value("08:30")
    await expect(shown).to_contain_text("Europe/Berlin")
    await expect(moment).to_have_value("2030-01-07T04:00")
    await day.fill("2030-02-01")
    await hour.fill("21:15")
    await moment.fill("2030-01-07T05:00")

    heard = [await company.action() for _ in range(3)]
    assert [said(one) for one in heard] == ["2030-02-01", "21:15", 1894006800 + 3600]
    assert heard[1]["timezone"] == "Europe/Berlin"


# Typing.


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

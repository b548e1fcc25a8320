"""What is chosen: in a message the bot hears it at once, in a window when it is submitted."""

import pytest
from playwright.async_api import expect

from tests.browser.gallery.company import Company
from tests.browser.gallery.parts import GROUPS, TWO, element, said, ticks
from tests.sandbox.kit import actions, option, section


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

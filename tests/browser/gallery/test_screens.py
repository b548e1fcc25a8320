"""Screens that show everything, each in light, in dark and on a phone: they keep nobody out."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Look
from tests.browser.gallery.company import Company
from tests.browser.gallery.parts import MONTHS, chart, data_table, number, pie, text
from tests.sandbox.elements import FORM, MESSAGE
from tests.sandbox.kit import Json, modal, plain, section, text_field


async def _elements(company: Company) -> None:
    await company.show(*MESSAGE)


async def _texts(company: Company) -> None:
    channel = (await company.post(section("Hello")))["channel"]
    await company.show(
        section("*bold* _italic_ ~struck~ `code` <https://a.example/|link>\n> quoted"),
        {
            "type": "markdown",
            "text": "# Title\n- one\n  - two\n- [x] done\n1. first\n\n"
            "| a | b |\n|---|---|\n| 1 | 2 |\n```\ncode\n```",
        },
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "_small_"}]},
        {
            "type": "image",
            "image_url": "https://a.example/i.png",
            "alt_text": "A road",
            "title": plain("The way"),
        },
        {"type": "section", "fields": [plain(f"Field {index}") for index in range(4)]},
    )
    await company.bot.client.chat_postEphemeral(
        channel=channel, user=company.nia.slack_id, text="Psst, *you*"
    )
    await company.bot.client.files_upload_v2(channel=channel, filename="note.txt", content="hello")
    await expect(company.page.locator(".file")).to_be_visible()


async def _tables(company: Company) -> None:
    rows = [[text(f"Unit {index}"), number(index)] for index in range(1, 13)]
    await company.show(data_table(*rows))
    await company.show(
        {
            "type": "table",
            "rows": [[text("A"), text("B")], [text("words " * 20), number(3)]],
            "column_settings": [{"is_wrapped": True}, {"align": "right"}],
        }
    )


async def _lines(company: Company) -> None:
    two = {"Day shift": [3.0, -2.0, 4.0], "Night shift": [1.5, 4.0, 2.0]}
    axes = {"x_label": "Month", "y_label": "People"}
    await company.show(
        chart("line", two, MONTHS[:3], **axes), chart("bar", two, MONTHS[:3], **axes)
    )


async def _shapes(company: Company) -> None:
    six = {
        f"Group {index}": [float(index + place % 3) for place in range(20)] for index in range(6)
    }
    await company.show(
        chart("area", six, MONTHS, y_label="Percent"), pie(Days=30, Nights=12, Both=5, Float=1)
    )


async def _many(company: Company) -> None:
    six = {
        f"Group {index}": [float(index + place % 3) for place in range(20)] for index in range(6)
    }
    await company.show(chart("bar", six, MONTHS), chart("line", six, MONTHS))


async def _form(company: Company) -> None:
    window = await company.window(FORM)
    await window.get_by_role("button", name="Save").click()


async def _levels(company: Company) -> None:
    levels = ("default", "info", "warning", "error", "success")
    blocks: list[Json] = [
        {"type": "alert", "text": plain(f"This is {level}."), "level": level} for level in levels
    ]
    window = await company.window(modal(*blocks, text_field("Name", "name")))
    company.bot.may_answer.clear()
    await window.get_by_label("Name").fill("Nia")
    await window.get_by_role("button", name="Save").click()
    await expect(window.get_by_role("button", name="Sending…")).to_be_visible()


async def _home(company: Company) -> None:
    await company.home(*(block for block in MESSAGE if block["type"] != "context_actions"))


SCREENS: dict[str, Callable[[Company], Any]] = {
    function.__name__.strip("_"): function
    for function in (_elements, _texts, _tables, _lines, _shapes, _many, _form, _levels, _home)
}


@pytest.fixture(
    params=[Look(), Look("dark"), Look("light", 390, 844)], ids=["light", "dark", "phone"]
)
def look(request: pytest.FixtureRequest) -> Look:
    """Every screen is looked at in light, in dark and on a phone."""
    chosen: Look = request.param
    return chosen


@pytest.mark.parametrize("screen", SCREENS)
async def test_a_screen_keeps_nobody_out(company: Company, screen: str) -> None:
    await SCREENS[screen](company)

    assert await company.flaws(screen) == []
    company.bot.may_answer.set()

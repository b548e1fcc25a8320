"""The pages for people outside, opened in a real browser and printed."""

import re

import pytest
from playwright.async_api import Page

from bot.messages import programme, site_report
from bot.rules import side_by_side
from tests.browser.accessibility import findings
from tests.messages.report_values import HURTING, REPORT
from tests.messages.test_programme import FILES

PAGES = {
    "the report": site_report.page(REPORT),
    "hospitals side by side": programme.page(side_by_side.hospitals(FILES)),
}


@pytest.fixture(params=list(PAGES))
async def opened(request: pytest.FixtureRequest, page: Page) -> Page:
    """A page as somebody opens it who was sent the file; whatever else it asked for is a stray."""
    await page.set_content(PAGES[request.param])
    return page


async def test_it_opens_and_shuts_nobody_out(opened: Page) -> None:
    assert await findings(opened) == []


async def test_words_that_somebody_typed_do_nothing(opened: Page) -> None:
    assert await opened.get_by_text(HURTING).count() >= 1
    assert await opened.locator("script, a").count() == 0


async def test_it_prints_on_several_pages_and_nothing_is_cut(opened: Page) -> None:
    printed = await opened.pdf(format="A4")
    pages = len(re.findall(rb"/Type\s*/Page[^s]", printed))
    await opened.emulate_media(media="print")
    await opened.set_viewport_size({"width": 673, "height": 1000})
    wide = await opened.evaluate(
        "[...document.querySelectorAll('table, svg, p, li')]"
        ".filter((one) => one.getBoundingClientRect().right > innerWidth).length"
    )

    assert 3 <= pages <= 12
    assert wide == 0


async def test_every_label_of_a_chart_stands_inside_it(opened: Page) -> None:
    outside = await opened.evaluate(
        """() => [...document.querySelectorAll('svg')].flatMap((svg) => {
            const box = svg.getBoundingClientRect();
            return [...svg.querySelectorAll('text')].filter((text) => {
                const {left, right} = text.getBoundingClientRect();
                return left < box.left - 1 || right > box.right + 1;
            }).map((text) => text.textContent);
        })"""
    )

    assert outside == []

"""Tables and charts: read, turned, sorted, searched, and drawn for everybody."""

import re
from itertools import pairwise

import pytest
from playwright.async_api import Locator, expect

from tests.browser.gallery.company import Company
from tests.browser.gallery.parts import MONTHS, chart, data_table, number, pie, text


async def column(shown: Locator, index: int = 0) -> list[str]:
    return await shown.locator(f"tbody tr > :nth-child({index + 1})").all_inner_texts()


async def test_a_table_has_the_columns_the_bot_asked_for(company: Company) -> None:
    rich = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [{"type": "text", "text": "bold", "style": {"bold": True}}],
            }
        ],
    }
    shown = await company.show(
        {
            "type": "table",
            "rows": [[text("A"), text("B"), text("C")], [text("a " * 60), rich, number(3)]],
            "column_settings": [{"is_wrapped": True}, {"align": "center"}, {"align": "right"}],
        }
    )

    assert await shown.locator("th").all_inner_texts() == ["A", "B", "C"]
    styles = await shown.locator("td").evaluate_all(
        "all => all.map(one => [getComputedStyle(one).textAlign, getComputedStyle(one).whiteSpace])"
    )
    assert styles == [["left", "normal"], ["center", "nowrap"], ["right", "nowrap"]]
    await expect(shown.locator("td strong")).to_have_text("bold")


async def test_a_data_table_is_turned_page_by_page(company: Company) -> None:
    rows = [[text(f"Unit {index}"), number(index)] for index in range(1, 13)]
    shown = await company.show(data_table(*rows))

    await expect(shown.get_by_role("table", name="Reach")).to_be_visible()
    await expect(shown.get_by_role("status")).to_have_text("1–5 of 12")
    turn = shown.get_by_role("button", name="Next rows")
    await turn.press("Enter")
    await turn.press("Enter")
    await expect(shown.get_by_role("status")).to_have_text("11–12 of 12")
    assert await column(shown) == ["Unit 11", "Unit 12"]
    await turn.press("Enter")
    await expect(turn).to_be_focused()
    await shown.get_by_role("button", name="Previous rows").click()
    await expect(shown.get_by_role("status")).to_have_text("6–10 of 12")


async def test_a_data_table_is_sorted_and_searched(company: Company) -> None:
    rows = [
        [text(name), number(value)] for name, value in (("North", 9), ("East", 10), ("West", 8))
    ]
    shown = await company.show(data_table(*rows, page_size=2))
    reached = shown.get_by_role("button", name="Reached")
    await reached.click()
    await expect(shown.get_by_role("columnheader", name="Reached")).to_have_attribute(
        "aria-sort", "ascending"
    )
    assert await column(shown) == ["West", "North"]
    await reached.click()
    assert await column(shown) == ["East", "North"]
    await reached.click()
    assert await column(shown) == ["North", "East"]
    await shown.get_by_label("Find in this table").fill("WES")
    assert await column(shown) == ["West"]
    await expect(shown.get_by_role("status")).to_have_text("1–1 of 1")


async def test_a_data_table_names_its_rows_and_keeps_its_page_size(company: Company) -> None:
    rows = [[text(f"U{index}"), number(0.5, text="half")] for index in range(3)]
    shown = await company.show(data_table(*rows, page_size=3, row_header_column_index=1))

    assert await shown.get_by_role("rowheader").all_inner_texts() == ["half"] * 3
    await expect(shown.get_by_role("button", name="Next rows")).to_have_count(0)


@pytest.mark.parametrize(
    ("kind", "shape"), [("line", "polyline"), ("bar", "rect.bar"), ("area", "polygon.area")]
)
async def test_a_chart_draws_each_series_and_tells_its_numbers(
    company: Company, kind: str, shape: str
) -> None:
    values = {"Day": [3.0, -2.0], "Night": [1.5, 4.0]}
    shown = await company.show(
        chart(kind, values, ["May", "June"], x_label="Month", y_label="People")
    )

    await expect(shown.get_by_role("img")).to_have_accessible_name(
        "Reach. Day Night; May 3 1.5; June -2 4"
    )
    picture = shown.locator("figure > svg")
    await expect(picture.locator(shape)).to_have_count(4 if kind == "bar" else 2)
    assert await shown.locator(".legend li").all_inner_texts() == ["Day", "Night"]
    assert await picture.locator("text").all_text_contents() == [
        *("-2", "0", "2", "4"),
        *("MayMay", "JuneJune"),
        *("Month", "People"),
    ]
    await shown.get_by_text("Show as a table").click()
    assert await column(shown) == ["May", "June"]
    assert await column(shown, 2) == ["1.5", "4"]


async def test_bars_below_nothing_hang_down_from_it(company: Company) -> None:
    shown = await company.show(chart("bar", {"Change": [2, -2]}, ["a", "b"]))

    up, down = [await bar.bounding_box() for bar in await shown.locator(".bar").all()]
    assert up is not None
    assert down is not None
    assert up["y"] + up["height"] == pytest.approx(down["y"], abs=1.5)
    assert up["height"] == pytest.approx(down["height"], abs=1.5)


async def test_one_point_is_seen(company: Company) -> None:
    shown = await company.show(chart("line", {"Only": [0.25]}, ["May"]))

    await expect(shown.locator("figure > svg .mark")).to_be_visible()
    assert (await shown.locator("figure > svg text").first.text_content()) == "0"


async def test_twenty_categories_write_over_nobody(company: Company) -> None:
    series = {f"Group {index}": [float(index)] * 20 for index in range(6)}
    shown = await company.show(chart("bar", series, MONTHS))

    await expect(shown.locator(".bar")).to_have_count(120)
    boxes = await shown.locator("text.middle").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect())"
    )
    assert len(boxes) > 3
    assert all(one["right"] <= other["left"] for one, other in pairwise(boxes))


async def test_a_pie_names_its_slices_and_their_shares(company: Company) -> None:
    shown = await company.show(pie(Days=3, Nights=1, Nobody=0))

    assert await shown.locator(".legend li").all_inner_texts() == [
        "Days: 3 (75%)",
        "Nights: 1 (25%)",
        "Nobody: 0 (0%)",
    ]
    assert await shown.locator("figure > svg text").all_text_contents() == ["Days 3", "Nights 1"]
    await expect(shown.locator(".slice")).to_have_count(3)


@pytest.mark.parametrize("values", [[0, 0], [-3, -1], [1e-9, 2e-9], [1e12, -1e12], [0.1, 0.35]])
async def test_an_axis_fits_any_numbers(company: Company, values: list[float]) -> None:
    shown = await company.show(chart("area", {"Any": values}, ["a", "b"]))

    points = await shown.locator("polyline").get_attribute("points")
    assert points is not None
    heights = [float(point.split(",")[1]) for point in points.split(" ")]
    assert all(0 <= height <= 240 for height in heights)
    assert not re.search("NaN|Infinity", await shown.inner_html())

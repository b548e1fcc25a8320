"""Whatever a message, a name or an id says is text: nothing runs, and nothing leaves its column."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Look
from tests.browser.gallery.company import Company
from tests.sandbox.kit import (
    actions,
    button,
    field,
    modal,
    option,
    plain,
    section,
    text_field,
)

SCRIPT = "<script>window.ran = 1</script>"
IMAGE = "<img src=x onerror='window.ran = 1'>"
QUOTES = """"'><svg onload=window.ran=1> ${window.ran=1} `"""
BACKWARDS = "\u202eesrever \u05d0\u05d1\u05d2 \u0627\u0644\u0639"
LONG = "W" * 75
HOSTILE = (SCRIPT, IMAGE, QUOTES, BACKWARDS, LONG)
LINKS = (
    "<javascript:window.ran=1|click>",
    "<data:text/html,<script>window.ran=1</script>|click>",
    "<JaVaScRiPt:window.ran=1|click>",
    "<vbscript:x|click>",
)
# Each makes a careless reader look again and again for an end that never comes.
ENDLESS = (
    " *a",
    " _a",
    "~a ",
    "`a\n",
    "<a",
    "&lt;",
    "*_~",
    "[a](",
    "**a ",
    ">",
    "``` ",
    "http://a",
)


@pytest.fixture(params=[Look(), Look("dark", 390, 844)], ids=["desk", "phone"])
def look(request: pytest.FixtureRequest) -> Look:
    """Everything hostile is tried on both."""
    chosen: Look = request.param
    return chosen


async def unharmed(company: Company) -> None:
    """Nothing ran, nothing was made of what was said, and nothing sticks out."""
    page = company.page
    assert await page.evaluate("window.ran") is None
    made = "main :is(script, img, iframe, object), dialog :is(script, img, iframe, object)"
    await expect(page.locator(made)).to_have_count(0)
    bad = "a:not([href^='http:'], [href^='https:'], [href^='mailto:'], [href^='/'])"
    await expect(page.locator(bad)).to_have_count(0)
    assert await company.flaws("hostile") == []


async def test_a_text_is_text_wherever_it_stands(company: Company) -> None:
    page = company.page
    every = [
        block
        for words in (*HOSTILE, *LINKS)
        for block in (
            section(words),
            {"type": "header", "text": plain(words)},
            {"type": "context", "elements": [{"type": "mrkdwn", "text": words}]},
            {"type": "markdown", "text": f"# {words}\n[{words}](javascript:window.ran=1) {words}"},
            {"type": "section", "fields": [plain(words), plain(words)]},
        )
    ]
    await company.post(*every[:25])
    await company.post(*every[25:])
    await company.post(text=" ".join((*HOSTILE, *LINKS)))
    await expect(page.locator(".message")).to_have_count(3)
    await expect(page.locator("h3", has_text="<script>").first).to_have_text(SCRIPT)

    await unharmed(company)


async def test_rich_text_is_text(company: Company) -> None:
    spans = [
        {"type": "text", "text": "".join(HOSTILE)},
        {"type": "link", "url": "https://a.example/", "text": SCRIPT},
        {"type": "user", "user_id": "'><script>"},
        {"type": "emoji", "name": "<b>", "unicode": "zz-110000-<"},
        {"type": "color", "value": "url(/x)"},
        {"type": "date", "timestamp": 1e11, "format": "{nothing}<b>", "fallback": SCRIPT},
    ]
    parts = ("rich_text_section", "rich_text_quote", "rich_text_preformatted")
    shown = await company.show(
        {"type": "rich_text", "elements": [{"type": part, "elements": spans} for part in parts]}
    )
    await expect(shown.locator("pre")).to_contain_text(SCRIPT)

    await unharmed(company)


async def test_names_are_text(company: Company) -> None:
    page, nia = company.page, company.nia
    people = [company.sandbox.add_person(name) for name in HOSTILE]
    for name in HOSTILE:
        company.sandbox.add_channel(name, [nia.slack_id])
    mentions = " ".join(f"<@{person.slack_id}>" for person in people)
    await company.post(section(mentions), text=mentions)
    await people[1].type("I am here")
    await company.post(to=people[1])
    await expect(page.locator(".mention").first).to_have_text(f"@{SCRIPT}")
    await unharmed(company)
    await company.come(people[1])
    await expect(page.locator(".message .by").first).to_contain_text(IMAGE)

    await unharmed(company)


async def test_files_are_text(company: Company) -> None:
    channel = (await company.post())["channel"]
    names = ("".join(HOSTILE) + ".html", "../../etc/'\"<b>.txt")
    for name in names:
        await company.bot.client.files_upload_v2(channel=channel, filename=name, content="<b>x")
    await expect(company.page.locator(".file a")).to_have_text(names)

    await unharmed(company)


async def test_tables_and_charts_are_text(company: Company) -> None:
    cell = {"type": "raw_text", "text": SCRIPT + LONG * 3}
    row = [cell] * 4
    names = ["<script>1</script>", "\"'><b>", "W" * 20]
    data = [{"label": name, "value": 1e300} for name in names]
    plot = {
        "type": "bar",
        "series": [{"name": name, "data": data} for name in names],
        "axis_config": {"categories": names, "x_label": "W" * 50, "y_label": IMAGE[:50]},
    }
    pie = {"type": "pie", "segments": data}
    await company.post(
        {"type": "data_table", "caption": SCRIPT, "rows": [row, row]},
        {"type": "data_visualization", "title": IMAGE, "chart": plot},
        {"type": "data_visualization", "title": LONG[:50], "chart": pie},
    )
    await company.post({"type": "table", "rows": [row, row]})
    await expect(company.page.locator("svg title").first).to_have_text(names[0])

    await unharmed(company)


async def test_elements_and_windows_are_text(company: Company) -> None:
    page = company.page
    options = [option(words, f"{words}{index}") for index, words in enumerate(HOSTILE)]
    kinds = ("static_select", "multi_static_select", "radio_buttons", "checkboxes")
    ids = f"{QUOTES} a:b c"
    fields = [
        field(SCRIPT, {"type": kind, "action_id": ids, "options": options}, f"{ids}{kind}")
        for kind in kinds
    ]
    hint = {"hint": plain(IMAGE)}
    view = modal(*fields, text_field(LONG, f"{ids}typed", **hint), title="<b>" + "W" * 21)
    window = await company.window(view)
    await window.get_by_role("textbox").fill(SCRIPT)
    await window.locator("summary").click()
    await window.locator("details label").nth(1).click()
    await window.locator("select").select_option(index=2)
    await window.get_by_role("radio").nth(2).check()
    await window.locator(".ticks").last.get_by_role("checkbox").nth(0).check()
    await unharmed(company)
    await window.get_by_role("button", name="Save").click()

    values = await company.values()
    assert values[f"{ids}typed"] == SCRIPT
    assert values[f"{ids}static_select"] == options[1]["value"]
    await expect(page.locator("dialog.modal[open]")).to_have_count(0)


async def test_buttons_with_the_same_words_and_odd_ids_are_told_apart(company: Company) -> None:
    odd = [button(SCRIPT, f"{QUOTES}{index}", value=SCRIPT) for index in range(2)]
    shown = await company.show(actions(*odd), actions(*odd))
    await shown.get_by_role("button").nth(3).click()

    heard = await company.action()
    assert (heard["action_id"], heard["value"]) == (f"{QUOTES}1", SCRIPT)
    await unharmed(company)


async def test_forty_thousand_characters_are_read_at_once(company: Company) -> None:
    for part in ENDLESS:
        await company.post(text=(part * 40_000)[:40_000])
        await company.post({"type": "markdown", "text": (part * 12_000)[:12_000]})

    await expect(company.page.locator(".message")).to_have_count(2 * len(ENDLESS))
    wide = "[document.documentElement.scrollWidth, innerWidth]"
    needed, there = await company.page.evaluate(wide)
    assert needed == there

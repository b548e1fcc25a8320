"""Blocks that are read: each looks as in Slack."""

import pytest
from playwright.async_api import Locator, expect

from tests.browser.gallery.company import Company
from tests.sandbox.kit import Json, actions, button, plain, section


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def line(*spans: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(spans)}


def said(text: str, **style: bool) -> Json:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


async def marked_as(shown: Locator, tag: str) -> list[str]:
    return await shown.locator(f".block {tag}").all_inner_texts()


async def test_mrkdwn_shows_its_marks(company: Company) -> None:
    text = (
        "*bold* _italic_ ~struck~ `code` *_both_*\n"
        "> quoted\n"
        "&gt; quoted too\n"
        "```a *block*```\n"
        f"<@{company.omar.slack_id}> <!here> <https://a.example/x?a=1&amp;b=2|a link> "
        "<mailto:a@b.example> https://bare.example/y_z. 3 * 4 * 5 snake_case_word"
    )
    shown = await company.show(section(text))

    marks = {tag: await marked_as(shown, tag) for tag in ("strong", "em", "s", "pre", "blockquote")}
    assert marks == {
        "strong": ["bold", "both"],
        "em": ["italic", "both"],
        "s": ["struck"],
        "pre": ["a *block*"],
        "blockquote": ["quoted\nquoted too"],
    }
    assert await shown.locator("a").evaluate_all("all => all.map(a => a.href)") == [
        "https://a.example/x?a=1&b=2",
        "mailto:a@b.example",
        "https://bare.example/y_z",
    ]
    assert await marked_as(shown, ".mention") == [
        f"@{company.omar.name}",
        "@here",
    ]
    await expect(shown).to_contain_text("3 * 4 * 5 snake_case_word")


async def test_verbatim_text_makes_no_links_of_its_own(company: Company) -> None:
    text = {"type": "mrkdwn", "text": "https://bare.example/", "verbatim": True}
    shown = await company.show({"type": "section", "text": text})

    await expect(shown).to_contain_text("https://bare.example/")
    await expect(shown.locator("a")).to_have_count(0)


async def test_plain_text_has_no_marks(company: Company) -> None:
    shown = await company.show({"type": "section", "text": plain("*not bold* <@U1>")})

    await expect(shown.locator(".said")).to_have_text("*not bold* <@U1>")


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("<!date^1894006800^{date_short} at {time}|later>", "7 Jan 2030 at 04:00"),
        ("<!date^99999999999999^{date}|some day>", "some day"),
        ("<!date^never^{date}|some day>", "some day"),
    ],
)
async def test_a_date_is_shown_where_the_reader_lives(
    company: Company, date: str, words: str
) -> None:
    shown = await company.show(section(date))

    await expect(shown.locator(".said")).to_have_text(words)


async def test_a_section_has_fields_beside_each_other_and_something_beside_it(
    company: Company,
) -> None:
    fields = [mrkdwn("*One*\n1"), plain("Two")]
    shown = await company.show(
        {"type": "section", "fields": fields},
        section(
            "Beside",
            accessory={
                "type": "image",
                "image_url": "https://a.example/i.png",
                "alt_text": "A tree",
            },
        ),
    )

    tops = await shown.locator(".fields > *").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().top)"
    )
    assert tops[0] == tops[1]
    await expect(shown.get_by_role("img", name="A tree")).to_be_visible()


async def test_headers_contexts_dividers_and_pictures_are_what_they_are(company: Company) -> None:
    shown = await company.show(
        {"type": "header", "text": plain("A header")},
        {"type": "divider"},
        {
            "type": "context",
            "elements": [
                mrkdwn("_small_"),
                plain("print"),
                {"type": "image", "image_url": "https://a.example/i.png", "alt_text": "A face"},
            ],
        },
        {
            "type": "image",
            "slack_file": {"id": "F1"},
            "alt_text": "A road",
            "title": plain("The way"),
        },
    )

    await expect(shown.get_by_role("heading", name="A header")).to_be_visible()
    await expect(shown.get_by_role("separator")).to_have_count(1)
    await expect(shown.locator(".context")).to_have_text("small print A face", use_inner_text=True)
    await expect(shown.get_by_role("img", name="A road")).to_be_visible()
    await expect(shown).to_contain_text("The way")


async def test_rich_text_shows_every_part_of_it(company: Company) -> None:
    omar = company.omar.slack_id
    shown = await company.show(
        rich(
            line(
                said("bold", bold=True),
                said("italic", italic=True),
                said("struck", strike=True),
                said("under", underline=True),
                said("code", code=True),
            ),
            line(
                {"type": "link", "url": "https://a.example/", "text": "a link"},
                {"type": "user", "user_id": omar},
                {"type": "usergroup", "usergroup_id": "S1"},
                {"type": "broadcast", "range": "channel"},
                {"type": "emoji", "name": "wave", "unicode": "1f44b"},
                {"type": "emoji", "name": "unheard_of"},
                {"type": "color", "value": "#aa0000"},
                {"type": "date", "timestamp": 1894006800, "format": "{date_num}", "fallback": "x"},
            ),
            {"type": "rich_text_quote", "elements": [said("quoted")]},
            {"type": "rich_text_preformatted", "elements": [said("as  it\nis")]},
            {"type": "rich_text_list", "style": "bullet", "elements": [line(said("one"))]},
            {
                "type": "rich_text_list",
                "style": "ordered",
                "indent": 1,
                "offset": 2,
                "border": 1,
                "elements": [line(said("third"))],
            },
        )
    )

    tags = ("strong", "em", "s", "u", "code", "blockquote", "pre", "ul li", "ol li")
    assert [await marked_as(shown, tag) for tag in tags] == [
        ["bold"],
        ["italic"],
        ["struck"],
        ["under"],
        ["code"],
        ["quoted"],
        ["as  it\nis"],
        ["one"],
        ["third"],
    ]
    names = await marked_as(shown, ".mention")
    assert names == [f"@{company.omar.name}", "@S1", "@channel"]
    await expect(shown).to_contain_text("👋:unheard_of:#aa0000")
    assert await shown.locator("ol").get_attribute("start") == "3"


async def test_the_markdown_block_has_the_common_marks(company: Company) -> None:
    text = (
        "# A title\n\nSome **bold**, *italic*, ~~struck~~ and `code`, [a link](https://a.example/).\n"
        "- one\n- two\n  - deeper\n1. first\n- [x] done\n\n> quoted\n\n---\n"
        "```\nas *it* is\n```\n| a | b |\n|---|---|\n| 1 | 2 |"
    )
    shown = await company.show({"type": "markdown", "text": text})

    block = shown.locator(".markdown")
    tags = ("h3", "strong", "em", "s", "code", "a", "li", "blockquote", "pre", "th", "td")
    assert {tag: await marked_as(shown, tag) for tag in tags} == {
        "h3": ["A title"],
        "strong": ["bold"],
        "em": ["italic"],
        "s": ["struck"],
        "code": ["code"],
        "a": ["a link"],
        "li": ["one", "two", "deeper", "first", "☑ done"],
        "blockquote": ["quoted"],
        "pre": ["as *it* is"],
        "th": ["a", "b"],
        "td": ["1", "2"],
    }
    await expect(block.locator("hr")).to_have_count(1)


async def test_a_window_can_show_an_alert_of_every_level(company: Company) -> None:
    levels = ("default", "info", "warning", "error", "success")
    view: Json = {
        "type": "modal",
        "title": plain("Levels"),
        "blocks": [
            {"type": "alert", "text": mrkdwn(f"*{level}*"), "level": level} for level in levels
        ],
    }
    window = await company.window(view)

    assert await window.locator(".alert").all_inner_texts() == [
        "default",
        "Note: info",
        "Warning: warning",
        "Error: error",
        "Done: success",
    ]


async def test_only_the_reader_s_own_icon_buttons_are_shown(company: Company) -> None:
    def icon(text: str, *people: str) -> Json:
        only = {"visible_to_user_ids": list(people)} if people else {}
        return {"type": "icon_button", "icon": "trash", "text": plain(text), **only}

    for_nia, for_omar = company.nia.slack_id, company.omar.slack_id
    icons = [icon("Everybody's"), icon("Nia's", for_nia), icon("Omar's", for_omar)]
    shown = await company.show({"type": "context_actions", "elements": icons})

    assert [name.split()[-1] for name in await shown.get_by_role("button").all_inner_texts()] == [
        "Everybody's",
        "Nia's",
    ]


async def test_an_ephemeral_says_that_nobody_else_sees_it(company: Company) -> None:
    sandbox, nia = company.sandbox, company.nia
    cohort = sandbox.add_channel(f"cohort-{nia.slack_id.lower()}", [nia.slack_id])
    await company.page.get_by_role("button", name="cohort").click()
    blocks = [section("Psst"), actions(button("Go on", "on"))]
    await company.bot.client.chat_postEphemeral(
        channel=cohort, user=nia.slack_id, text="Psst", blocks=blocks
    )

    shown = company.page.locator(".message.ephemeral")
    await expect(shown).to_contain_text("Only visible to you")
    await shown.get_by_role("button", name="Go on").click()
    assert (await company.action())["action_id"] == "on"


async def test_a_file_can_be_opened_until_it_is_deleted(company: Company) -> None:
    channel = (await company.post())["channel"]
    upload = await company.bot.client.files_upload_v2(
        channel=channel, filename="note.txt", content="hello", initial_comment="Yours"
    )
    shown = company.page.locator(".file")
    async with company.page.expect_download() as download:
        await shown.get_by_role("link", name="note.txt").click()
    path = await (await download.value).path()
    assert path.read_text() == "hello"

    await company.bot.client.files_delete(file=upload["file"]["id"])
    await expect(shown).to_have_text("This file was deleted.")

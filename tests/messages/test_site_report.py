import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from bot.messages import site_report, svg
from bot.messages.shown import WORDS
from bot.messages.svg import Span
from bot.rules.shown import WITHHELD
from tests.messages.report_values import COHORTS, EMPTY, HURTING, REPORT, YEAR

PAGE = site_report.page(REPORT)
PARTS = [
    "1. Who was reached, and how far they came",
    "2. Who was trained",
    "3. What was offered, and how many took part",
    "4. How reactions changed",
    "5. Work: held back by stress, and thoughts of leaving",
    "6. Relevance and impact of the training",
    "7. Who got worse",
    "8. Treatment sessions led by people who took part",
    "9. People who stayed",
    "10. What no number here can show",
    "11. What is not shown",
]
# A word with which somebody would claim what nobody knows.
CLAIMS = re.compile(r"\b(caused|led to|thanks to|retained by|proves?|cured?)\b", re.IGNORECASE)


class Read(HTMLParser):
    """What somebody reads on a page, and what it is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []
        self.headings: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] != "style":
            self.words.append(data)
        if self.tags[-1:] == ["h2"] and data.strip():
            self.headings.append(data)


def text(page: str = PAGE) -> str:
    return " ".join(" ".join(Read(page).words).split())


def drawings(page: str = PAGE) -> list[str]:
    return re.findall(r"<svg.*?</svg>", page, re.DOTALL)


def test_it_has_every_part_an_evaluator_expects_in_order() -> None:
    assert Read(PAGE).headings == PARTS


def test_a_report_of_little_has_the_same_parts_and_says_what_is_not_there() -> None:
    page = site_report.page(EMPTY)

    assert Read(page).headings == PARTS
    assert "No time point of these cohorts was released in this time." in text(page)
    assert "Nobody has typed it yet: /resiliency reach" in text(page)


def test_it_fetches_nothing_and_runs_nothing() -> None:
    assert {"script", "link", "img", "iframe", "object"} & set(Read(PAGE).tags) == set()
    assert re.findall(r"(?:src|href|action)=|url\(|@import", PAGE) == []
    assert "default-src 'none'" in PAGE


def test_what_somebody_typed_stays_words() -> None:
    # Planted as the name of a cohort, and as the source of a figure.
    assert COHORTS[-1].name == HURTING
    assert PAGE.count(HURTING) == 0
    assert text().count(HURTING) == 2


@pytest.mark.parametrize("drawing", drawings(), ids=range(len(drawings())))
def test_every_chart_says_in_words_what_it_shows(drawing: str) -> None:
    root = ElementTree.fromstring(drawing)  # noqa: S314 -- our own
    title, described = (
        root.find(f"{{http://www.w3.org/2000/svg}}{name}") for name in ("title", "desc")
    )

    assert root.get("role") == "img"
    assert title is not None
    assert described is not None
    assert len(title.text or "") > 5
    assert (described.text or "").count(":") >= 1


def test_a_week_that_is_not_shown_has_no_mark_in_the_chart() -> None:
    (chart, *_) = drawings()

    assert WORDS[WITHHELD] in chart
    assert chart.count("<circle") == 7


def test_no_number_of_a_small_role_group_can_be_read_or_worked_out() -> None:
    small = [one for one in YEAR.caseloads.values() if one.trained < 11]

    assert [one.trained for one in small] == [7]
    assert "Doctors and advanced practice + Social work, psychology, chaplaincy 20 16" in text()
    # Its neighbour's number by itself would tell it.
    assert re.findall(r"(?<![\d.,])(7|13)(?![\d.,%])(?: (?:5|11))", text()) == []


def test_few_people_who_left_have_no_rate() -> None:
    words = text()

    assert "People who took part 1 Sep 2024 to 31 Aug 2025 Not shown: too few people" in words
    assert [number for number in ("43", "38 of 43", "88.4") if f" {number} " in words] == []


def test_every_share_of_outcomes_stands_beside_its_definition() -> None:
    words = text()

    for definition in ("self_reported_improvement", "any_decrease", "reliable_improvement"):
        assert f"{definition}:" in words
    assert "36 % improved" not in words


def test_those_who_only_say_so_report_improvement() -> None:
    summary = text().partition(PARTS[0])[0]

    assert "report improvement" in summary
    assert re.findall(r"\d improved", summary) == []


def test_who_got_worse_is_always_said() -> None:
    summary = text().partition(PARTS[0])[0]

    assert summary.count("have more reactions than before") == 3


def test_nothing_is_claimed_that_nobody_knows() -> None:
    assert CLAIMS.findall(text()) == []


def test_a_time_point_of_too_few_people_is_the_one_refusal() -> None:
    assert f"Six months later {WORDS[WITHHELD]}" in text()


def test_a_chart_of_nothing_is_still_a_chart() -> None:
    assert ElementTree.fromstring(svg.weeks("Nothing", [])) is not None  # noqa: S314 -- our own
    empty = [Span("nobody", 0, 0, "0")]
    assert ElementTree.fromstring(svg.spans("Nothing", empty, 0)) is not None  # noqa: S314 -- ours


@pytest.mark.parametrize("top", [1, 9, 10, 99, 100, 288_000, 1_300_000])
def test_an_axis_has_a_few_round_numbers(top: float) -> None:
    ticks = svg._ticks(top)

    assert 2 <= len(ticks) <= 7
    assert ticks[0] == 0
    assert ticks[-1] <= top

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import reports
from bot.messages.parts import Message
from bot.messages.reports import MEANING, NOTHING, SILENCE, Line, OpenWeek, Report
from bot.rules import asks
from bot.rules.figures import Figures
from bot.rules.shown import WITHHELD, Band, Mixed, Phrase, Share, Shown
from bot.sandbox.limits import problems
from tests.messages.reading import blocks_of, paragraphs
from tests.messages.values import COHORT, NEW_YORK, four_weeks, line, report, week

CALLS_EVERYBODY = "<!channel> & Co"
FORMULA = '=HYPERLINK("https://example.org")'

groups = st.sampled_from(["Riverbend", "Hillside", "Spring 2027"])
shares = st.integers(0, 20).map(lambda fifth: Share(5 * fifth))
bands = st.lists(st.sampled_from(Band), min_size=2, unique=True).map(
    lambda found: Mixed(tuple(found))
)
everything_shown = st.sampled_from([*Band, WITHHELD]) | shares | bands
weeks_shown = st.builds(line, groups, st.integers(0, 51).map(week), everything_shown)
blocks_shown = st.builds(four_weeks, everything_shown, st.sampled_from([*Phrase, WITHHELD]))
open_weeks = st.builds(
    OpenWeek,
    groups,
    st.integers(52, 54).map(week),
    st.just(datetime(2027, 12, 2, 13, tzinfo=UTC)),
    st.just(NEW_YORK),
)
reports_of_any_length = st.builds(
    Report,
    st.none() | st.just("Spring 2027"),
    st.integers(1, 52),
    st.lists(weeks_shown, max_size=140),
    st.lists(blocks_shown, max_size=20),
    st.lists(open_weeks, max_size=4),
)


def asked(lines: list[Line], cohort: str | None = None) -> Report:
    return Report(cohort, 8, lines, [], [])


def left_out(message: Message) -> list[str]:
    """What the text of a report says after its rows."""
    return message.text.splitlines()[1 + len(rows(message)) :]


def rows(message: Message) -> list[list[str]]:
    """The rows of the table, without its heading."""
    return [
        [cell["text"] for cell in row]
        for table in blocks_of(message.blocks, "data_table")
        for row in table["rows"][1:]
    ]


def charts(message: Message) -> list[dict[str, Any]]:
    return blocks_of(message.blocks, "data_visualization")


def values(chart: dict[str, Any]) -> list[int]:
    return [point["value"] for point in chart["chart"]["series"][0]["data"]]


@given(reports_of_any_length)
def test_the_text_of_a_report_says_what_its_rows_say(report: Report) -> None:
    message = reports.table(report)
    said = message.text.splitlines()[1 : 1 + len(rows(message))]
    assert [words.partition("; ")[0].removesuffix(".") for words in said] == [
        f"{group}, {when}: {words}".removesuffix(".") for when, group, words, _, _ in rows(message)
    ]


@given(reports_of_any_length)
def test_slack_takes_a_report_of_any_length(report: Report) -> None:
    assert problems(list(reports.table(report).blocks), "message") == []


def long_report(groups: list[str]) -> Message:
    """The longest answer to one question: every week of a year, withheld."""
    weeks = [week(number) for number in range(asks.MOST_WEEKS - 1, -1, -1)]
    return reports.table(
        Report(
            None,
            len(weeks),
            [line(group, monday, WITHHELD) for monday in weeks for group in groups],
            [],
            [],
        )
    )


@pytest.mark.parametrize(
    "groups_shown",
    [
        pytest.param(["Riverside Comprehensive Cancer Center"], id="a site"),
        pytest.param(["Riverside Comprehensive Cancer Center"] * 2, id="two sites"),
        pytest.param(["Comprehensive Cancer Center", "Infusion nurses, Spring"], id="a cohort too"),
        pytest.param(["A" * asks.LONGEST_NAME, "B" * asks.LONGEST_NAME], id="the longest names"),
    ],
)
def test_slack_takes_the_longest_report_that_can_be_asked_for(groups_shown: list[str]) -> None:
    assert problems(list(long_report(groups_shown).blocks), "message") == []


def test_a_report_that_is_too_long_shows_the_newest_weeks_and_says_so() -> None:
    message = long_report(["A", "B"])
    assert (len(rows(message)), rows(message)[0][0], left_out(message)[0]) == (
        100,
        "25 Oct to 31 Oct 2027",
        "Older weeks are left out here: ask for fewer weeks, or for one cohort.",
    )


def test_a_report_that_fits_leaves_nothing_out() -> None:
    assert left_out(long_report(["A"])) == [MEANING, SILENCE]


@pytest.mark.parametrize(
    ("cohort", "weeks", "title"),
    [
        pytest.param(None, 8, "Participation, all groups, last 8 weeks", id="all groups"),
        pytest.param("Spring", 4, "Participation, Spring, last 4 weeks", id="a cohort"),
    ],
)
def test_the_title_of_a_report_says_what_was_asked(
    cohort: str | None, weeks: int, title: str
) -> None:
    assert paragraphs(reports.table(Report(cohort, weeks, [], [], [])).blocks)[0] == title


def test_one_week_is_not_called_weeks() -> None:
    title = paragraphs(reports.table(Report(None, 1, [], [], [])).blocks)[0]
    assert title.endswith(" week")


def test_a_report_about_the_longest_name_has_a_title_that_fits() -> None:
    report_ = Report("&" * asks.LONGEST_NAME, 52, [], [], [])
    assert problems(list(reports.table(report_).blocks), "message") == []


def test_the_weeks_still_open_come_first_and_the_newest_of_them_before_all() -> None:
    open_first = [row[0] for row in rows(reports.table(report([Band.SOME], weeks_open=2)))]
    assert open_first == ["16 Nov to 22 Nov 2026", "9 Nov to 15 Nov 2026", "2 Nov to 8 Nov 2026"]


def test_a_report_of_nothing_says_so() -> None:
    message = reports.table(report([]))
    assert (message.text.splitlines()[1], paragraphs(message.blocks)[1:], rows(message)) == (
        NOTHING,
        [NOTHING],
        [],
    )


def test_a_released_week_is_one_row() -> None:
    assert rows(reports.table(report([Band.FEW], "Spring 2027"))) == [
        ["2 Nov to 8 Nov 2026", "Spring 2027", "fewer than a third", "–", "–"]
    ]


def test_an_open_week_says_when_it_is_shown() -> None:
    assert rows(reports.table(report([], weeks_open=1))) == [
        [
            "2 Nov to 8 Nov 2026",
            "Riverbend (invented)",
            "shown on Thursday 10 December, 08:00",
            "–",
            "–",
        ]
    ]


def test_a_week_over_the_turn_of_the_year_names_the_year_in_which_it_ends() -> None:
    assert rows(reports.table(asked([line("A", week(8), Band.MOST)])))[0][0] == (
        "28 Dec to 3 Jan 2027"
    )


def test_a_withheld_week_looks_the_same_whatever_is_behind_it() -> None:
    assert rows(reports.table(report([WITHHELD]))) == [
        [
            "2 Nov to 8 Nov 2026",
            "Riverbend (invented)",
            "Not shown: too few people to keep this private.",
            "–",
            "–",
        ]
    ]


def test_a_week_says_how_often_people_were_asked_and_how_many_keep_the_companion() -> None:
    full = Line("A", week(0), week(0), Figures(Band.SOME, 2, Band.MOST))
    message = reports.table(asked([full]))
    assert (rows(message)[0][2:], message.text.splitlines()[1].split("; ")[1:]) == (
        ["a third to two thirds", "2", "more than two thirds"],
        ["check-ins for each: 2", "have the companion: more than two thirds"],
    )


@pytest.mark.parametrize(
    ("answered", "zones", "said"),
    [
        pytest.param(
            Band.MOST,
            Phrase.ABOUT_HALF,
            "Answered at least once: more than two thirds. "
            "Of those who said how they were, about half were last in green or yellow: "
            "steady or stretched.",
            id="both",
        ),
        pytest.param(
            Band.MOST, WITHHELD, "Answered at least once: more than two thirds.", id="no zones"
        ),
        pytest.param(
            WITHHELD,
            WITHHELD,
            "Answered at least once: Not shown: too few people to keep this private.",
            id="nothing",
        ),
    ],
)
def test_four_weeks_are_said_in_a_sentence_or_two(answered: Shown, zones: Shown, said: str) -> None:
    message = reports.table(Report(COHORT, 8, [], [four_weeks(answered, zones)], []))
    sentence = f"{COHORT}, four weeks, 2 Nov to 29 Nov 2026. {said}"
    assert [part for part in (*paragraphs(message.blocks), *left_out(message)) if "four" in part][
        :2
    ] == [sentence, sentence]


@pytest.mark.parametrize(
    ("shown_in_weeks", "charted"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([Share(50)] * 3, [], id="three weeks of shares"),
        pytest.param([Share(5 * n) for n in range(4)], [[0, 5, 10, 15]], id="four weeks of shares"),
        pytest.param([Band.MOST] * 8, [], id="bands"),
        pytest.param([WITHHELD] * 8, [], id="nothing shown"),
        pytest.param([Share(50)] * 3 + [Band.MOST, WITHHELD], [], id="three shares among others"),
        pytest.param([Share(50), WITHHELD] * 4, [], id="four shares with gaps between"),
        pytest.param([Share(5 * (n % 20)) for n in range(24)], [[*range(20, 100, 5), 0, 5, 10, 15]],
                     id="the last twenty weeks"),
    ],
)  # fmt: skip
def test_a_chart_is_drawn_of_shares_from_four_weeks_on(
    shown_in_weeks: list[Shown], charted: list[list[int]]
) -> None:
    message = reports.table(report(shown_in_weeks))
    assert [values(chart) for chart in charts(message)] == charted


def test_a_chart_runs_from_the_oldest_week_to_the_newest() -> None:
    newest_first = [line("A", week(number), Share(50)) for number in (3, 2, 1, 0)]
    (chart,) = charts(reports.table(asked(newest_first)))
    assert chart["chart"]["axis_config"]["categories"] == ["02 Nov", "09 Nov", "16 Nov", "23 Nov"]


def test_slack_gets_two_charts_at_most() -> None:
    three_sites = [
        line(site, week(number), Share(50)) for site in ("A", "B", "C") for number in range(4)
    ]
    titles = [chart["title"] for chart in charts(reports.table(asked(three_sites)))]
    assert titles == ["A: answered", "B: answered"]


def test_a_name_that_calls_everybody_is_only_shown_in_the_text() -> None:
    text = reports.table(report([Band.FEW], CALLS_EVERYBODY)).text.splitlines()[1]
    assert text == "&lt;!channel&gt; &amp; Co, 2 Nov to 8 Nov 2026: fewer than a third"


def test_a_name_that_calls_everybody_is_only_shown_in_an_open_week() -> None:
    text = reports.table(report([], CALLS_EVERYBODY, weeks_open=1)).text.splitlines()[1]
    assert text.startswith("&lt;!channel&gt; &amp; Co, ")


@pytest.mark.parametrize("name", [CALLS_EVERYBODY, FORMULA])
def test_a_name_stands_in_the_table_as_plain_words(name: str) -> None:
    (table,) = blocks_of(reports.table(report([Band.FEW], name)).blocks, "data_table")
    assert table["rows"][1][1] == {"type": "raw_text", "text": name}

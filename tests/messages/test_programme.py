from dataclasses import replace

from bot.messages import programme
from bot.rules import side_by_side
from tests.messages.report_values import HURTING
from tests.messages.test_site_report import CLAIMS, Read, drawings
from tests.rules.test_rollups import BANDED, body

FILES = {
    "r2": body(quarter="2026Q2"),
    "r3": body(quarter="2026Q3"),
    "h2": body("hillside", "2026Q2", points={"month_1": [BANDED]}),
    "b3": body("bayview", "2026Q3", points={}, reach=[], retention=[]),
    "l3": replace(body("lakeside", "2026Q3"), site=HURTING),
}
PAGE = programme.page(side_by_side.hospitals(FILES))


def text(page: str = PAGE) -> str:
    return " ".join(" ".join(Read(page).words).split())


def test_four_hospitals_stand_side_by_side_and_together() -> None:
    words = text()

    for name in ("Riverbend (invented)", "Hillside (invented)", "Bayview (invented)", HURTING):
        assert f"{name} 2026Q" in words
    assert "All together 15 45 310" in words


def test_it_says_who_stopped_and_that_their_files_are_in() -> None:
    assert (
        "Hillside (invented): no file after 2026Q2. Its earlier files are in all figures." in text()
    )


def test_a_total_with_a_band_in_it_is_told_as_one() -> None:
    rows = text().partition("self_reported_improvement:")[2].partition("Nothing released")[0]

    assert "Riverbend (invented) 60 of 90" in rows
    assert "Hillside (invented) 90 % or more of about 30" in rows
    assert "All together 70 to 75 % of about 165" in rows


def test_a_hospital_without_a_release_is_not_called_too_small() -> None:
    assert "Nothing released yet: Bayview (invented)." in text()


def test_what_a_hospital_called_itself_stays_words() -> None:
    assert (PAGE.count(HURTING), HURTING in text()) == (0, True)


def test_it_fetches_nothing_and_runs_nothing() -> None:
    assert {"script", "link", "img"} & set(Read(PAGE).tags) == set()


def test_its_charts_say_in_words_what_they_show() -> None:
    assert [("<title>" in one, "<desc>" in one) for one in drawings(PAGE)] == [(True, True)] * 2


def test_nothing_is_claimed_that_nobody_knows() -> None:
    assert CLAIMS.findall(text()) == []


def test_nobody_yet_is_said_as_such() -> None:
    nobody = body(points={}, reach=[], retention=[], weeks=[])
    words = text(programme.page(side_by_side.hospitals({"r": nobody})))

    assert "No outcome has been released yet." in words
    assert "No hospital has typed its reach yet." in words

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.rules import point_figures, rollups, side_by_side
from bot.rules.point_figures import Figures
from bot.rules.rollups import Body, File, Group, NotARollupError, Reach, Stayed, Week
from bot.rules.shown import WITHHELD, Band, Mixed, Share
from bot.rules.splits import About, Between, Exactly, Fewer, Split
from bot.rules.versions import DEFINITIONS

DAY, LAST = date(2025, 9, 1), date(2026, 8, 31)
EXACT = Figures(
    "month_1",
    ("planted-cohort", "another"),
    60,
    {"following": Exactly(55), "pairs": Exactly(45)},
    said_better=Split(Exactly(45), {"self_reported_improvement": Exactly(30)}),
)
BANDED = replace(
    EXACT,
    flow={"following": About(45), "pairs": About(30)},
    said_better=Split(About(30), {"self_reported_improvement": Between(90, 100)}),
)


def body(site: str = "riverbend", quarter: str = "2026Q3", **different: object) -> Body:
    total = Group((), 62, 60, 40_000, 50_000, 60_000, 51_000)
    said: dict[str, object] = {
        "site_id": site,
        "site": f"{site.capitalize()} (invented)",
        "quarter": quarter,
        "cohorts": 3,
        "training_days": 9,
        "people": 62,
        "weeks": [
            Week(date(2026, 7, 6), Share(55)),
            Week(date(2026, 7, 13), Mixed((Band.FEW, Band.SOME))),
            Week(date(2026, 7, 20), WITHHELD),
        ],
        "points": {"month_1": [EXACT]},
        "reach": [Reach(DAY, LAST, [Group(("nurses",), 62, 60, 40_000, 50_000, 60_000), total])],
        "retention": [
            Stayed("took-part", DAY, LAST, "personnel", 88, 100),
            Stayed("all", DAY, LAST, "personnel"),
        ],
        "definitions": DEFINITIONS,
    }
    return Body(**(said | different))  # type: ignore[arg-type]


def same(found: Body, expected: Body) -> bool:
    return rollups.written(found) == rollups.written(expected)


def test_a_body_is_read_as_it_was_written() -> None:
    found = rollups.read(rollups.written(body()))

    assert same(found, body())
    assert found.weeks == body().weeks
    assert (found.reach, found.retention) == (body().reach, body().retention)


def test_the_same_body_is_always_the_same_text() -> None:
    turned = dict(reversed(DEFINITIONS.items()))

    assert rollups.written(body(definitions=turned)) == rollups.written(body())


def test_no_cohort_is_named() -> None:
    text = rollups.written(body())

    assert "planted-cohort" in point_figures.written(EXACT)[0]
    assert ("planted-cohort" in text, '"cohorts": ["1", "2"]' in text) == (False, True)


def test_a_file_is_read_as_it_was_written() -> None:
    file = File(rollups.written(body()), "key", "signature")

    assert rollups.file_read(rollups.file_written(file)) == file


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is no roll-up"),
        ("[]", "it is no roll-up"),
        ('{"format": "resiliency-rollup"}', "it is no roll-up"),
        (
            '{"format": "x", "version": 1, "body": "", "key": "", "signature": ""}',
            "it is no roll-up",
        ),
        (
            '{"format": "resiliency-rollup", "version": 1, "body": 1, "key": "", "signature": ""}',
            "it is no roll-up",
        ),
        pytest.param("[" * 100_000, "it is no roll-up", id="brackets in brackets"),
        (
            '{"format": "resiliency-rollup", "version": 1, "body": "", "key": "", "signature": "",'
            ' "note": "unsigned"}',
            "it holds more than was signed",
        ),
        (
            '{"format": "resiliency-rollup", "version": 9, "body": "", "key": "", "signature": ""}',
            "it is of another version of the bot",
        ),
    ],
)
def test_any_other_file_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(NotARollupError, match=f"^{said}$"):
        rollups.file_read(text)


@pytest.mark.parametrize(
    "lost", ["site_id", "weeks", "points", "reach", "retention", "definitions"]
)
def test_a_body_without_a_part_is_refused(lost: str) -> None:
    kept = json.loads(rollups.written(body()))
    del kept[lost]

    with pytest.raises(NotARollupError):
        rollups.read(json.dumps(kept))


def test_the_same_file_twice_counts_once() -> None:
    (one,) = side_by_side.hospitals({"a.json": body(), "copy of a.json": body()})

    assert (one.quarters, one.people) == (["2026Q3"], 62)


def test_two_files_that_disagree_are_both_named() -> None:
    files = {"a.json": body(), "b.json": body(people=63)}

    assert side_by_side.disagreements(files) == [
        "a.json and b.json say different things of Riverbend (invented), 2026Q3: leave one out."
    ]


def test_a_hospital_that_stopped_keeps_its_earlier_files_in() -> None:
    files = {
        "r2": body(quarter="2026Q2"),
        "h2": body("hillside", "2026Q2"),
        "r3": body(quarter="2026Q3"),
    }
    found = side_by_side.hospitals(files)
    told = side_by_side.at(found, "month_1")

    assert [one.name for one in side_by_side.stopped(found)] == ["Hillside (invented)"]
    assert told is not None
    assert (told.lots, told.listed) == (3, 180)


def test_people_are_counted_together_and_not_hospitals() -> None:
    large = replace(
        EXACT,
        listed=200,
        flow={"following": Exactly(180), "pairs": Exactly(150)},
        said_better=Split(Exactly(150), {"self_reported_improvement": Exactly(60)}),
    )
    files = {"r": body(), "h": body("hillside", points={"month_1": [large]})}
    told = side_by_side.at(side_by_side.hospitals(files), "month_1")

    assert told is not None
    assert told.said_better is not None
    share = told.said_better.share
    assert (share.k, share.people.number) == (90, 195)


def test_a_band_among_them_leaves_the_total_a_band() -> None:
    files = {"r": body(), "h": body("hillside", points={"month_1": [BANDED]})}
    told = side_by_side.at(side_by_side.hospitals(files), "month_1")

    assert told is not None
    assert told.said_better is not None
    assert told.said_better.share.k is None


def test_what_is_typed_for_a_year_counts_once_as_its_latest_file_has_it() -> None:
    mended = Reach(DAY, LAST, [Group((), 70, 65, 41_000, 51_000, 61_000, 52_000)])
    files = {
        "r3": body(quarter="2026Q3"),
        "r4": body(quarter="2026Q4", reach=[mended]),
        "h3": body("hillside", "2026Q3"),
    }
    total = side_by_side.together(side_by_side.hospitals(files))

    assert total == Group((), 132, 125, 81_000, 101_000, 121_000, 103_000)


def test_a_count_of_some_hospitals_is_not_told_as_one_of_all() -> None:
    uncounted = Reach(DAY, LAST, [Group((), 70, 65, 41_000, 51_000, 61_000)])
    files = {"r": body(), "h": body("hillside", reach=[uncounted])}
    total = side_by_side.together(side_by_side.hospitals(files))

    assert total is not None
    assert total.counted is None


def test_files_of_other_definitions_are_remarked_upon() -> None:
    older = body("hillside", definitions=DEFINITIONS | {"outcomes": 0})
    found = side_by_side.hospitals({"r": body(), "h": older})

    assert side_by_side.differing(found) == ["outcomes"]


def test_fewer_than_eleven_stay_fewer_than_eleven_on_the_way() -> None:
    lot = replace(EXACT, flow={"following": Exactly(55), "pairs": Fewer(11)})
    found = rollups.read(rollups.written(body(points={"month_1": [lot]})))

    assert found.points["month_1"][0].flow["pairs"] == Fewer(11)

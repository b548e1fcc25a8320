import pytest

from content.instruments import TIME_POINTS, Instrument, Question
from content.load import SHIPPED, library

INSTRUMENTS = library().instruments
OURS = {"strt_core", "zone_check", "daily"}
CORE = INSTRUMENTS["strt_core"]
LISTS = ["came-back", "kept-away", "felt-and-thought", "on-guard"]

ALL = [pytest.param(one, id=one.id) for one in INSTRUMENTS.values()]
OTHERS = [pytest.param(one, id=one.id) for one in INSTRUMENTS.values() if one.id not in OURS]


def test_twelve_instruments_are_there() -> None:
    specs = {"stss", "proqol5", "who5", "brs", "pss4", "cbi", "phq4", "burnout_single", "uwes3"}
    assert set(INSTRUMENTS) == OURS | specs


@pytest.mark.parametrize(
    ("name", "scores"),
    [
        ("stss", ["intrusion", "avoidance", "arousal", "total"]),
        ("proqol5", ["compassion_satisfaction", "burnout", "sts"]),
        ("cbi", ["personal", "work", "client"]),
        ("phq4", ["anxiety", "depression", "total"]),
        ("strt_core", ["intrusion", "avoidance", "mood", "alertness", "total"]),
        *((name, ["total"]) for name in
          ("who5", "brs", "pss4", "burnout_single", "uwes3", "zone_check", "daily")),
    ],
)  # fmt: skip
def test_evaluators_find_the_scores_they_know(name: str, scores: list[str]) -> None:
    assert [subscale.id for subscale in INSTRUMENTS[name].subscales] == scores


@pytest.mark.parametrize("instrument", OTHERS)
def test_what_belongs_to_others_has_no_words_and_says_why_it_cannot_be_sent(
    instrument: Instrument,
) -> None:
    assert instrument.licence != "ours"
    assert instrument.questions("pre") == ()
    assert instrument.obstacle == (
        f"{instrument.id} has no words here, because they belong to others; "
        "lay a pack over it that holds the licensed text"
    )


@pytest.mark.parametrize("name", sorted(OURS))
def test_what_is_ours_can_be_sent(name: str) -> None:
    assert INSTRUMENTS[name].licence == "ours"
    assert INSTRUMENTS[name].obstacle is None


@pytest.mark.parametrize("instrument", ALL)
def test_no_instrument_stands_on_a_lock_screen(instrument: Instrument) -> None:
    assert not instrument.lock_screen


@pytest.mark.parametrize("instrument", ALL)
def test_what_looks_for_reactions_is_marked_for_two_signatures(instrument: Instrument) -> None:
    assert instrument.reactions is (instrument.id not in {"brs", "uwes3"})


@pytest.mark.parametrize(
    ("time_point", "asked"),
    [
        ("pre", [*LISTS, "effectiveness-compromised", "considered-leaving"]),
        ("baseline_2", LISTS),
        ("end", ["relevance", "impact", "global-change"]),
        (
            "month_1",
            [*LISTS, "effectiveness-compromised", "considered-leaving",
             "relevance", "impact", "global-change"],
        ),
        ("month_3", [*LISTS, "effectiveness-compromised", "considered-leaving", "global-change"]),
        ("month_6", [*LISTS, "effectiveness-compromised", "considered-leaving", "global-change"]),
    ],
)  # fmt: skip
def test_each_time_point_asks_what_belongs_to_it(time_point: str, asked: list[str]) -> None:
    (known,) = [one for one in TIME_POINTS if one == time_point]
    assert [question.id for question in CORE.questions(known)] == asked


def test_nobody_is_ever_asked_more_than_nine_questions() -> None:
    assert max(len(CORE.questions(time_point)) for time_point in TIME_POINTS) == 9


def test_a_checklist_is_one_question_with_its_own_items() -> None:
    question = CORE.questions("pre")[0]
    assert question.ask == "In the last 7 days, what came back to you? Tick all that fit."
    assert question.checklist is not None
    assert [item.id for item in question.items] == [
        "moment-returned",
        "seen-again",
        "woke-from-work",
        "body-remembered",
    ]


def test_the_four_lists_are_the_four_clusters() -> None:
    listed = [{item.id for item in question.items} for question in CORE.questions("baseline_2")]
    clusters = [set(subscale.items) for subscale in CORE.subscales if subscale.id != "total"]
    assert listed == clusters


def test_the_count_of_reactions_needs_every_list() -> None:
    total = CORE.subscales[-1]
    assert (total.id, total.needs) == (
        "total",
        sum(item.checklist is not None for item in CORE.items),
    )


def test_a_question_of_our_own_is_short() -> None:
    asked: list[Question] = [
        question
        for name in OURS
        for time_point in TIME_POINTS
        for question in INSTRUMENTS[name].questions(time_point)
    ]
    assert max(len(question.ask.split()) for question in asked) <= 25


def test_orange_and_red_bring_the_help_card() -> None:
    (zone,) = INSTRUMENTS["zone_check"].items
    labels = INSTRUMENTS["zone_check"].scales[0].labels
    assert zone.support_from is not None
    assert [label.split(":")[0] for label in labels[zone.support_from :]] == ["Orange", "Red"]


@pytest.mark.parametrize(
    ("name", "score", "label"),
    [
        pytest.param("stss", 17, "little or none", id="the lowest there can be"),
        pytest.param("stss", 37, "mild", id="just below a cut-off"),
        pytest.param("stss", 37.5, "mild", id="between two whole scores"),
        pytest.param("stss", 38, "moderate", id="at a cut-off"),
        pytest.param("stss", 85, "severe", id="the highest there can be"),
        pytest.param("brs", 4.3, "normal", id="a mean below a cut-off"),
        pytest.param("brs", 13 / 3, "high", id="a mean above a cut-off"),
        pytest.param("who5", 52, "not low", id="where higher is better"),
        pytest.param("pss4", 16, None, id="a measure without bands"),
        pytest.param("strt_core", 16, None, id="ours"),
    ],
)
def test_evaluators_find_the_band_of_a_score(name: str, score: float, label: str | None) -> None:
    band = INSTRUMENTS[name].subscales[-1].band(score)
    assert (band and band.label) == label


def test_no_part_is_found_by_a_name_it_does_not_have() -> None:
    assert CORE.item("impact") is CORE.items[19]
    assert CORE.item("effect") is None
    assert CORE.scale("change") is CORE.scales[2]
    assert CORE.scale("changes") is None


@pytest.mark.parametrize("instrument", OTHERS)
def test_the_files_of_others_hold_no_text_of_an_item(instrument: Instrument) -> None:
    said = (SHIPPED / "instruments" / f"{instrument.id}.toml").read_text(encoding="utf-8")

    assert [word for word in ("text", "labels") if word in said] == []

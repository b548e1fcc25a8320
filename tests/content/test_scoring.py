from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.instruments import Instrument, Subscale
from content.load import library
from content.scoring import PRORATED, AnswerError, gathered, in_order, limits, score, takes

INSTRUMENTS = library().instruments
CYCLE = [number % 5 + 1 for number in range(1, 31)]

Row = list[int | str]


def scored(name: str, answers: Row) -> dict[str, int | float | None]:
    instrument = INSTRUMENTS[name]
    return dict(score(instrument, in_order(instrument, answers)).scores)


def flags(name: str, answers: Row) -> tuple[str, ...]:
    instrument = INSTRUMENTS[name]
    return score(instrument, in_order(instrument, answers)).flags


@pytest.mark.parametrize(
    ("name", "answers", "scores"),
    [
        ("who5", [5, 4, 3, 2, 1], {"total": 60}),
        ("who5", [0] * 5, {"total": 0}),
        ("who5", [5] * 5, {"total": 100}),
        ("brs", [4, 2, 4, 2, 4, 2], {"total": 4.0}),
        ("brs", [1, 5, 1, 5, 1, 5], {"total": 1.0}),
        ("brs", [3] * 6, {"total": 3.0}),
        ("brs", [5, 2, 4, 3, 4, 1], {"total": pytest.approx(4.166666666666667)}),
        ("pss4", [2, 3, 3, 1], {"total": 5}),
        ("pss4", [4, 0, 0, 4], {"total": 16}),
        ("pss4", [0, 4, 4, 0], {"total": 0}),
        ("proqol5", CYCLE, {"compassion_satisfaction": 28, "burnout": 28, "sts": 32}),
        ("proqol5", [1] * 30, {"compassion_satisfaction": 10, "burnout": 30, "sts": 10}),
        ("proqol5", [3] * 30, {"compassion_satisfaction": 30, "burnout": 30, "sts": 30}),
        ("proqol5", [5] * 30, {"compassion_satisfaction": 50, "burnout": 30, "sts": 50}),
        ("stss", CYCLE[:17], {"intrusion": 14, "avoidance": 22, "arousal": 14, "total": 50}),
        ("stss", [1] * 17, {"intrusion": 5, "avoidance": 7, "arousal": 5, "total": 17}),
        ("stss", [5] * 17, {"intrusion": 25, "avoidance": 35, "arousal": 25, "total": 85}),
        ("phq4", [1, 1, 2, 1], {"anxiety": 2, "depression": 3, "total": 5}),
        ("burnout_single", [3], {"total": 3}),
        ("uwes3", [6, 5, 3], {"total": pytest.approx(4.666666666666667)}),
    ],
)  # fmt: skip
def test_complete_answers_come_to_the_published_scores(
    name: str, answers: Row, scores: dict[str, float]
) -> None:
    assert scored(name, answers) == scores


@pytest.mark.parametrize(
    ("work", "comes_to"),
    [
        pytest.param([100, 75, 50, 75, 50, 25, 75], 57.142857142857146, id="its 7th is reversed"),
        pytest.param([100, "-", 50, "-", 50, "-", 75], 56.25, id="four of seven are enough"),
        pytest.param([100, "-", 50, "-", 50, "-", "-"], None, id="three of seven are not"),
    ],
)
def test_the_work_part_of_cbi_is_the_mean_of_what_was_answered(
    work: Row, comes_to: float | None
) -> None:
    assert scored("cbi", [*["-"] * 6, *work, *["-"] * 6]) == {
        "personal": None,
        "work": comes_to,
        "client": None,
    }


def test_fifteen_of_seventeen_answers_stand_for_all() -> None:
    # Their mean is 3, and so the two missing count as 3 each.
    answers: Row = [3] * 15
    assert scored("stss", [*answers, "-", "-"])["total"] == 51.0


def test_thirteen_of_seventeen_answers_do_not() -> None:
    answers: Row = [3] * 13
    assert scored("stss", [*answers, "-", "-", "-", "-"])["total"] is None


def test_a_score_that_stands_for_missing_answers_is_flagged() -> None:
    assert flags("brs", [4, 2, 4, 2, 4, "-"]) == (PRORATED,)
    assert flags("brs", [4, 2, 4, 2, 4, 2]) == ()
    assert flags("brs", [4, 2, 4, 2, "-", "-"]) == ()


@pytest.mark.parametrize("name", ["who5", "pss4", "phq4", "uwes3", "burnout_single"])
def test_short_measures_have_no_total_unless_every_item_is_answered(name: str) -> None:
    rest: Row = [1] * (len(INSTRUMENTS[name].items) - 1)
    assert scored(name, ["-", *rest])["total"] is None


@pytest.mark.parametrize(
    ("answers", "is_met"),
    [
        pytest.param(CYCLE[:17], True, id="three, five and two items are there"),
        pytest.param([2] * 17, False, id="no item is often enough"),
        pytest.param([3] * 17, True, id="three is often enough"),
        pytest.param(
            [3, 3, 1, 3, 3, 1, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1], True, id="just one, three and two",
        ),
        pytest.param(
            [3, 1, 1, 3, 3, 1, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1], False, id="nothing comes back",
        ),
        pytest.param(
            [3, 3, 1, 3, 3, 1, 1, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1], False, id="two kept away from",
        ),
        pytest.param(
            [3, 3, 1, 3, 3, 1, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], False, id="one keeps awake",
        ),
        pytest.param(
            [3, 3, *["-"], 3, 3, 1, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1], True,
            id="what is missing could only add to it",
        ),
    ],
)  # fmt: skip
def test_the_symptom_algorithm_of_stss_needs_all_three_parts(answers: Row, is_met: bool) -> None:
    assert ("symptom_algorithm" in flags("stss", answers)) is is_met


def test_a_missing_score_says_how_many_answers_it_needs() -> None:
    stss = INSTRUMENTS["stss"]
    (intrusion, total) = score(stss, in_order(stss, [*["-"] * 4, *[2] * 13])).reasons
    assert intrusion == "intrusion: 3 of 5 items are answered; it needs 4"
    assert total == "total: 13 of 17 items are answered; it needs 14"


def test_a_score_remembers_by_which_versions_it_was_made() -> None:
    brs = INSTRUMENTS["brs"].model_copy(update={"version": 4, "scoring_version": 2})
    made = score(brs, {"1": 3})
    assert (made.instrument, made.version, made.scoring_version) == ("brs", 4, 2)


@pytest.mark.parametrize(
    ("name", "answers", "said"),
    [
        ("who5", [("5", 6)], 'item "5" of who5 takes a whole number from 0 to 5'),
        ("who5", [("5", -1)], 'item "5" of who5 takes a whole number from 0 to 5'),
        ("who5", [("5", "four")], 'item "5" of who5 takes a whole number from 0 to 5'),
        ("who5", [("5", "")], 'item "5" of who5 takes a whole number from 0 to 5'),
        ("who5", [("5", "2.5")], 'item "5" of who5 takes a whole number from 0 to 5'),
        ("who5", [("5", "9" * 5000)], 'item "5" of who5 takes a whole number from 0 to 5'),
        ("cbi", [("19", 60)], 'item "19" of cbi takes 0, 25, 50, 75 or 100'),
        ("who5", [("6", 3)], 'who5 has no item "6"; use the ids of its file'),
        ("who5", [("5", 3), ("5", 3)], 'item "5" of who5 is answered twice; answer once'),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(
    name: str, answers: list[tuple[str, int | str]], said: str
) -> None:
    with pytest.raises(AnswerError) as refused:
        gathered(INSTRUMENTS[name], answers)
    assert str(refused.value) == said


def test_a_score_takes_no_answer_that_is_not_of_its_scale() -> None:
    with pytest.raises(AnswerError, match='item "1" of who5 takes a whole number from 0 to 5'):
        score(INSTRUMENTS["who5"], {"1": 6, "2": 5})


@pytest.mark.parametrize("count", [4, 6])
def test_a_row_has_one_answer_for_each_item(count: int) -> None:
    with pytest.raises(AnswerError) as refused:
        in_order(INSTRUMENTS["who5"], [3] * count)
    assert str(refused.value) == (
        f"the row for who5 must be 5 long, with an answer for each item, and is {count}; "
        'write "-" where there is none'
    )


@st.composite
def answered(draw: st.DrawFn) -> tuple[Instrument, dict[str, int]]:
    """Draw an instrument and answers to some or all of its items, in any order."""
    instrument = draw(st.sampled_from(list(INSTRUMENTS.values())))
    # Mostly answered, because otherwise hardly anything has a score.
    kept = draw(st.lists(st.integers(0, 9), min_size=len(instrument.items), max_size=100))
    items = [item for item, luck in zip(instrument.items, kept, strict=False) if luck]
    answers = {item.id: draw(st.sampled_from(scale_of(instrument, item.id))) for item in items}
    order = draw(st.permutations(list(answers)))
    return instrument, {item_id: answers[item_id] for item_id in order}


def scale_of(instrument: Instrument, item_id: str) -> range:
    item = instrument.item(item_id)
    assert item is not None
    scale = instrument.scale(item.scale)
    assert scale is not None
    return scale.values


def mirrored(instrument: Instrument, answers: dict[str, int]) -> dict[str, int]:
    ends = {one: (scale_of(instrument, one)[0], scale_of(instrument, one)[-1]) for one in answers}
    return {one: sum(ends[one]) - answer for one, answer in answers.items()}


def reckoned(instrument: Instrument, subscale: Subscale, answers: dict[str, int]) -> float | None:
    """Return the score, made anew in the plainest way: fill the gaps with the mean, then add up."""
    points = []
    for item_id in subscale.items:
        item = instrument.item(item_id)
        assert item is not None
        values = scale_of(instrument, item_id)
        if item_id in answers:
            answer = answers[item_id]
            points.append(list(values)[::-1][values.index(answer)] if item.reverse else answer)
    if len(points) < subscale.needs:
        return None
    mean = sum(points) / len(points)
    filled = [*points, *[mean] * (len(subscale.items) - len(points))]
    return subscale.multiply * (sum(filled) if subscale.method == "sum" else mean)


@given(answered())
def test_mirrored_answers_mirror_every_score(given: tuple[Instrument, dict[str, int]]) -> None:
    instrument, answers = given
    there = score(instrument, answers).scores
    back = score(instrument, mirrored(instrument, answers)).scores
    for subscale in instrument.subscales:
        lowest, highest = limits(instrument, subscale)
        here, other = there[subscale.id], back[subscale.id]
        if here is None:
            assert other is None
        else:
            assert other == pytest.approx(lowest + highest - here)


@given(answered())
def test_no_score_ever_leaves_its_range(given: tuple[Instrument, dict[str, int]]) -> None:
    instrument, answers = given
    scores = score(instrument, answers).scores
    for subscale in instrument.subscales:
        lowest, highest = limits(instrument, subscale)
        value = scores[subscale.id]
        assert value is None or lowest <= value <= highest


@given(answered())
def test_every_score_is_what_the_plainest_reckoning_gives(
    given: tuple[Instrument, dict[str, int]],
) -> None:
    instrument, answers = given
    scores = score(instrument, answers).scores
    for subscale in instrument.subscales:
        plain = reckoned(instrument, subscale, answers)
        assert scores[subscale.id] == (None if plain is None else pytest.approx(plain))


@given(answered(), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_makes_no_difference(
    given: tuple[Instrument, dict[str, int]], random: Random
) -> None:
    instrument, answers = given
    order = list(answers)
    random.shuffle(order)
    again = {item_id: answers[item_id] for item_id in order}
    assert score(instrument, again) == score(instrument, answers)


@given(answered(), st.data())
def test_an_answer_out_of_range_is_refused_with_its_item_and_what_it_takes(
    given: tuple[Instrument, dict[str, int]], data: st.DataObject
) -> None:
    instrument, answers = given
    item = data.draw(st.sampled_from(instrument.items))
    wrong = data.draw(st.integers().filter(lambda n: n not in scale_of(instrument, item.id)))
    scale = instrument.scale(item.scale)
    assert scale is not None
    with pytest.raises(AnswerError) as refused:
        score(instrument, answers | {item.id: wrong})
    assert str(refused.value) == f'item "{item.id}" of {instrument.id} takes {takes(scale)}'

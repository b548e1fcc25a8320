import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import sheets
from bot.rules.assessments import CORE, POINTS, Point
from bot.rules.forms import FieldsError
from bot.rules.sheets import Draft, Ref
from content import scoring
from content.load import library

INSTRUMENT, ZONE_CHECK = (library().instruments[name] for name in (CORE, "zone_check"))
BACK = ["moment-returned", "seen-again", "woke-from-work", "body-remembered"]


def read(point: Point, filled: dict[str, object]) -> dict[str, int]:
    return dict(sheets.read(INSTRUMENT, INSTRUMENT.questions(point), filled))


@pytest.mark.parametrize("point", POINTS)
def test_every_question_stands_on_one_page_in_its_order(point: Point) -> None:
    pages = sheets.sheets(INSTRUMENT.questions(point))

    assert [one for page in pages for one in page] == list(INSTRUMENT.questions(point))
    assert [] not in pages


@pytest.mark.parametrize(
    ("point", "sizes"),
    [("pre", [2, 2, 2]), ("baseline_2", [2, 2]), ("end", [3]), ("month_1", [2, 2, 3, 2])],
)
def test_a_page_is_read_at_one_look(point: Point, sizes: list[int]) -> None:
    assert [len(page) for page in sheets.sheets(INSTRUMENT.questions(point))] == sizes


def test_what_is_ticked_of_a_list_is_yes_and_the_rest_of_it_no() -> None:
    assert read("pre", {"came-back": BACK[:1]}) == dict(zip(BACK, [1, 0, 0, 0], strict=True))


def test_none_of_these_is_an_answer_to_each() -> None:
    assert read("pre", {"came-back": ["none"]}) == dict.fromkeys(BACK, 0)


@pytest.mark.parametrize("given_", [{}, {"came-back": []}, {"came-back": ["unsaid"]}])
def test_a_list_left_out_has_no_answers(given_: dict[str, object]) -> None:
    assert read("pre", given_) == {}


@pytest.mark.parametrize("ticked", [["none", BACK[0]], ["unsaid", BACK[0]], ["none", "unsaid"]])
def test_a_tick_beside_none_of_these_is_refused_at_its_list(ticked: list[str]) -> None:
    with pytest.raises(FieldsError) as error:
        read("pre", {"came-back": ticked})

    assert list(error.value.problems) == ["came-back"]


def test_an_answer_to_a_question_is_its_value() -> None:
    filled = {"impact": "80", "global-change": "-2", "relevance": "unsaid"}

    assert read("end", filled) == {"impact": 80, "global-change": -2}


@pytest.mark.parametrize("answer", ["85", "-10", "110", "x", "8e1"])
def test_an_answer_that_its_scale_does_not_have_is_refused_by_name(answer: str) -> None:
    with pytest.raises(FieldsError) as error:
        read("end", {"impact": answer})

    assert list(error.value.problems) == ["impact"]


def test_what_was_not_asked_is_not_read() -> None:
    assert read("end", {"came-back": BACK, "planted": "1"}) == {}


@given(st.dictionaries(st.sampled_from([one.id for one in INSTRUMENT.items]), st.integers(-5, 120)))
def test_what_still_fits_can_be_scored(answers: dict[str, int]) -> None:
    fitting = sheets.still_fitting(INSTRUMENT, answers)

    assert fitting.items() <= answers.items()
    scoring.score(INSTRUMENT, fitting)


@given(
    st.integers(1, 6).flatmap(
        lambda of: st.tuples(
            st.just(of), st.frozensets(st.integers(0, of - 1)), st.integers(-1, of)
        )
    )
)
def test_the_next_page_is_one_that_was_not_sent_off(
    known: tuple[int, frozenset[int], int],
) -> None:
    of, done, after = known
    found = sheets.next_open(of, done, after)

    assert found not in done
    assert (found is None) == (done == frozenset(range(of)))


@pytest.mark.parametrize("point", POINTS)
def test_what_a_window_carries_is_read_back(point: Point) -> None:
    ref = Ref("c0" * 16, point, 3, 2)

    assert sheets.read_ref(str(ref), POINTS) == ref


@pytest.mark.parametrize(
    "text", ["", "-", "c0/pre", "c0/planted/1/1", "c0/pre/x/1", "c0/pre/1/1/1"]
)
def test_anything_else_is_no_assessment(text: str) -> None:
    assert sheets.read_ref(text, POINTS) is None


def test_a_sheet_sent_off_again_takes_the_place_of_its_former_answers_and_of_no_others() -> None:
    questions = INSTRUMENT.questions("end")
    before = Draft({"impact": 80, "relevance": 90, "moment-returned": 1})

    found = sheets.with_sheet(before, questions, 0, {"impact": 20})
    assert found == Draft({"moment-returned": 1, "impact": 20}, frozenset({0}))


def test_of_a_sheet_of_former_questions_what_fits_is_salvaged() -> None:
    filled = {"impact": "80", "global-change": "no answer", "gone": "1"}

    assert sheets.salvaged(INSTRUMENT, INSTRUMENT.questions("end"), filled) == {"impact": 80}


@pytest.mark.parametrize(
    ("answer", "asks"), [({}, False), ({"zone": 1}, False), ({"zone": 2}, True)]
)
def test_the_help_card_comes_from_the_answer_on_that_the_file_names(
    answer: dict[str, int], asks: bool
) -> None:
    assert sheets.asks_for_support(ZONE_CHECK, answer) == asks

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.outcomes import ratings, rows
from bot.rules.outcomes.ratings import FROM_ONE, OURS
from bot.rules.outcomes.rows import Row, UnusableError

HEADER = "subject,time_point,score\n"
RATED = "subject,time_point,score,global_change\n"
GOOD = HEADER + "P1,pre,40\n"


def complaint(text: str) -> str:
    with pytest.raises(UnusableError) as caught:
        rows.read(text)
    return str(caught.value)


def rated(*given: object) -> rows.Rows:
    lines = [f"P{number},end,1,{one}" for number, one in enumerate(given)]
    return rows.read(RATED + "\n".join(lines))


def test_a_row_is_who_scored_what_and_when() -> None:
    assert rows.read(RATED + "P1,month_1,37.5,2\n").rows == (
        Row(2, "P1", "month_1", Fraction(75, 2), 2),
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("subject,time_point,score\r\nP1,pre,40\r\n", id="lines end as on Windows"),
        pytest.param("subject,time_point,score\rP1,pre,40\r", id="lines end as on an old Mac"),
        pytest.param("subject,time_point,score\nP1,pre,40", id="the last line does not end"),
        pytest.param(" subject , time_point,score\n P1 , pre ,  40 \n", id="spaces"),
        pytest.param('"subject","time_point","score"\n"P1", "pre","40"\n', id="quotes"),
        pytest.param("score,subject,time_point\n40,P1,pre\n", id="another order of columns"),
        pytest.param(HEADER + "\n  \n,,\nP1,pre,40\n\n", id="empty lines"),
        pytest.param(HEADER + "P1,pre,+40.0\n", id="a sign and a decimal"),
    ],
)
def test_what_spreadsheets_make_of_a_file_is_read(text: str) -> None:
    (row,) = rows.read(text).rows

    assert (row.subject, row.time_point, row.score) == ("P1", "pre", 40)


def test_a_subject_may_hold_a_comma_in_quotes() -> None:
    assert rows.read(HEADER + '"P1, night",pre,40\n').subjects == {"P1, night"}


def test_the_line_is_the_one_an_editor_shows() -> None:
    assert complaint(HEADER + "\n\nP1,pre,forty\n").startswith("line 4: ")


@pytest.mark.parametrize(
    "score", ["", "forty", "nan", "inf", "-Infinity", "1e3", "4,0", "1_0", "４"]
)
def test_a_score_that_is_no_plain_number_is_refused_by_its_line(score: str) -> None:
    assert complaint(GOOD + f'P2,pre,"{score}"\n') == (
        "line 3: the score is not a plain number; leave out the row where there is none."
    )


@pytest.mark.parametrize("score", ["12345678", "1" * 5000, "0." + "1" * 21])
def test_a_number_that_is_no_score_of_anything_is_refused(score: str) -> None:
    assert complaint(GOOD + f"P2,pre,{score}\n").startswith("line 3: the score is not a plain")


@pytest.mark.parametrize("point", ["", "month_2", "Pre", "post"])
def test_an_unknown_time_point_is_refused_by_its_line(point: str) -> None:
    assert complaint(GOOD + f"P2,{point},40\n") == (
        "line 3: the time point is none of pre, baseline_2, end, month_1, month_3, month_6."
    )


def test_a_row_without_a_subject_is_refused_by_its_line() -> None:
    assert complaint(GOOD + ",pre,40\n") == "line 3: the subject is missing."


@pytest.mark.parametrize("rating", ["8", "-4", "1.5", "better", "nan"])
def test_a_rating_that_is_on_no_scale_is_refused_by_its_line(rating: str) -> None:
    assert complaint(RATED + f"P1,end,40,{rating}\n") == (
        "line 2: global_change is a whole number from -3 to 3, or from 1 to 7, or nothing."
    )


@pytest.mark.parametrize(("line", "fields"), [("P2,pre", 2), ("P2,pre,40,1", 4)])
def test_a_row_with_other_fields_than_the_first_is_refused(line: str, fields: int) -> None:
    assert complaint(GOOD + line) == f"line 3: it has {fields} fields, and the first line names 3."


def test_somebody_twice_at_one_time_point_is_refused_with_both_lines() -> None:
    text = GOOD + "P2,pre,41\n P1 ,pre,40\n"

    assert complaint(text) == "line 4: this subject has a score at pre already, in line 2."


@pytest.mark.parametrize("text", ["", "\n\n", " \r\n,,\r\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    assert complaint(text) == "The file is empty."


def test_a_file_with_a_first_line_alone_is_refused() -> None:
    assert complaint(HEADER) == "There is nothing below the first line."


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("subject,time_point,score,ward", "Not one of these: column 4."),
        ("P1,pre,40", "Not one of these: column 1, 2, 3."),
        ("subject,score", "time_point is missing."),
        ("subject,time_point,score,score", "a column is there twice."),
    ],
)
def test_a_first_line_that_names_other_columns_is_refused(header: str, words: str) -> None:
    found = complaint(header + "\nP1,pre,40\n")

    assert found.startswith("The first line has to name the columns: subject,time_point,score")
    assert found.endswith(words)


def test_semicolons_are_refused_with_what_to_do() -> None:
    assert complaint("subject;time_point;score\nP1;pre;40\n") == (
        "The columns have to be separated by commas, not semicolons."
    )


@pytest.mark.parametrize("line", ['P2,pre,"40', 'P2,"pre"x,40'])
def test_quotes_that_do_not_match_are_refused_by_their_line(line: str) -> None:
    assert complaint(GOOD + line) == "line 3: the quotes or characters here cannot be read."


@given(st.text(max_size=200))
def test_whatever_a_file_holds_is_read_or_refused(text: str) -> None:
    for before in ("", HEADER, RATED):
        with suppress(UnusableError):
            rows.read(before + text)


@given(st.text("abcdefgh,-0123456789. ", min_size=8, max_size=40))
def test_a_complaint_says_nothing_of_what_stands_in_a_line(text: str) -> None:
    planted = f"planted{text}"
    for line in (f"{planted},pre,40,1,1,1", f"P,{planted},1", f"P,pre,{planted}"):
        assert "planted" not in complaint(HEADER + line)


def test_time_points_come_in_the_order_of_the_protocol() -> None:
    found = rows.read(HEADER + "P1,month_1,1\nP1,pre,1\nP1,baseline_2,1\n")

    assert found.time_points == ("pre", "baseline_2", "month_1")


@pytest.mark.parametrize(
    ("given", "scale"),
    [
        pytest.param((-2, 0, 3), OURS, id="below zero"),
        pytest.param((1, 4, 7), FROM_ONE, id="above three"),
        pytest.param((1, 2, 3), OURS, id="both would fit"),
        pytest.param(("2.0", "", "-1.0"), OURS, id="as a program writes whole numbers"),
    ],
)
def test_the_scale_of_ratings_is_the_one_that_fits(
    given: tuple[object, ...], scale: ratings.Scale
) -> None:
    assert ratings.scale(rated(*given)) == scale


def test_the_scale_of_ratings_is_the_one_said_to_be() -> None:
    assert ratings.scale(rated(1, 2, 3), unchanged=4) == FROM_ONE


@pytest.mark.parametrize(
    ("given", "unchanged", "words"),
    [
        ((5, 0), None, "line 3: this global_change is not on the scale from 1 to 7"),
        ((5, 1), 0, "line 2: this global_change is not on the scale from -3 to 3"),
    ],
)
def test_ratings_on_two_scales_are_refused_by_their_line(
    given: tuple[int, ...], unchanged: int | None, words: str
) -> None:
    with pytest.raises(UnusableError, match=words):
        ratings.scale(rated(*given), unchanged)


@pytest.mark.parametrize(("rating", "better"), [(3, True), (1, True), (0, False), (-1, False)])
def test_only_what_is_above_the_same_is_better(rating: int, better: bool) -> None:
    (row,) = rated(rating).rows

    assert ratings.better(row, OURS) is better

import pytest

from content import reading

EASY = "You had a hard day. Sit down. Let your feet rest on the floor."
HARD = (
    "Organizational interventions necessitate comprehensive implementation strategies, "
    "particularly considering interdisciplinary communication."
)


def test_short_words_in_short_sentences_are_for_the_first_years_of_school() -> None:
    assert reading.grade([EASY]) < 2


def test_long_words_in_long_sentences_are_for_nobody_at_four_in_the_morning() -> None:
    assert reading.grade([HARD]) > 20


def test_a_text_without_words_has_no_grade() -> None:
    assert reading.grade(["", "…"]) == 0


def test_texts_are_graded_together_and_none_runs_into_the_next() -> None:
    assert reading.grade(["Sit down", "Let go"]) == reading.grade(["Sit down. Let go."])


@pytest.mark.parametrize("more", ["911", "988"])
def test_a_number_counts_as_a_short_word(more: str) -> None:
    assert reading.grade([f"Call {more}."]) == reading.grade(["Call us."])

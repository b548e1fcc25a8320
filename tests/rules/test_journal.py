from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import journal
from bot.rules.journal import NotAJournalError

TAG = "0123456789abcdef" * 2
JOURNALS = st.dictionaries(st.text("0123456789abcdef", min_size=32, max_size=32), st.dates())


@given(JOURNALS)
def test_a_journal_that_was_written_is_read_as_it_was(kept: dict[str, date]) -> None:
    assert journal.read(journal.written(kept)) == kept


def test_a_line_holds_a_day_and_a_tag_and_nothing_else() -> None:
    assert journal.written({TAG: date(2026, 11, 10)}) == f"2026-11-10 {TAG}\n"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("", id="an empty line"),
        pytest.param(TAG, id="no day"),
        pytest.param("2026-11-10", id="no tag"),
        pytest.param(f"2026-11-31 {TAG}", id="no such day"),
        pytest.param(f"2026-11-10 {TAG.upper()}", id="capitals"),
        pytest.param(f"2026-11-10 {TAG[:-1]}", id="a tag cut short"),
        pytest.param(f"2026-11-10 {TAG} planted", id="something more"),
    ],
)
def test_a_line_that_is_something_else_is_named_and_not_repeated(line: str) -> None:
    with pytest.raises(NotAJournalError) as caught:
        journal.read(f"2026-11-10 {TAG}\n{line}\n")

    assert str(caught.value) == "line 2 is not a day and a tag"

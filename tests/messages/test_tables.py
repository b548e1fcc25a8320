import pytest

from bot.messages import tables
from bot.messages.tables import Table

# Of a few letters in each row, so many are more than one message takes.
TOO_MANY = 130


@pytest.mark.parametrize(
    ("number", "caption"),
    [
        (1, "Cohorts, 1 line"),
        (4, "Cohorts, 4 lines"),
        (TOO_MANY, f"Cohorts, {tables.MOST_ROWS} of {TOO_MANY} lines"),
    ],
)
def test_a_table_is_named_by_what_it_is_and_how_long(number: int, caption: str) -> None:
    rows = [("Spring", "Riverbend")] * number
    says = tables.message(Table("Cohorts", ("Cohort", "Hospital"), rows, "None."))

    assert [one["caption"] for one in says.blocks if one["type"] == "data_table"] == [caption]

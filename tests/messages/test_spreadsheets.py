import csv
from io import StringIO

import pytest

from bot.messages import spreadsheets


@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        " =1",
        "\r=1",
        "\uff1d1+1",
        "\u200b=1",
        "\ufeff \u202e@x",
    ],
)
def test_no_cell_is_a_formula_to_a_spreadsheet(name: str) -> None:
    written = spreadsheets.sheet([["Group"], [name]])
    (_, (cell,)) = csv.reader(StringIO(written, newline=""))

    assert cell == f"'{name}"


def test_commas_quotes_and_lines_stay_in_their_cell() -> None:
    cell = 'Spring, "the first"\nof two'
    written = spreadsheets.sheet([["Group", "Answered"], [cell, "about half"]])

    assert list(csv.reader(StringIO(written, newline="")))[1] == [cell, "about half"]

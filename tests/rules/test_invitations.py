import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import invitations
from bot.rules.invitations import LONGEST_LINE, MOST_LINES, Pasted


def addresses(text: str) -> list[str | None]:
    return [one.address for one in invitations.pasted(text)]


@pytest.mark.parametrize(
    "text",
    [
        "ada@ward.example\nbo@ward.example",
        "ada@ward.example, bo@ward.example",
        "Ada Example <ada@ward.example>; Bo Example <bo@ward.example>;",
        '  "Ada" <ADA@ward.example>\r\n\n(bo@ward.example).  ',
        "ada@ward.example\nADA@WARD.EXAMPLE\nbo@ward.example",
    ],
)
def test_addresses_are_found_however_they_were_pasted(text: str) -> None:
    assert addresses(text) == ["ada@ward.example", "bo@ward.example"]


@pytest.mark.parametrize(
    "line", ["Ada Example", "ada@ward", "@ward.example", "ada at ward.example"]
)
def test_a_line_without_an_address_is_kept_as_it_was_written(line: str) -> None:
    assert invitations.pasted(line) == (Pasted(line, None),)


def test_nothing_is_no_line() -> None:
    assert invitations.pasted(" \n ,; \n") == ()


@given(st.text(max_size=3000))
def test_whatever_is_pasted_each_line_can_be_answered_once(text: str) -> None:
    lines = invitations.pasted(text)
    known = [one.address or one.line for one in lines if one.address]
    assert len(known) == len(set(known))
    assert all(0 < len(one.line) <= LONGEST_LINE for one in lines)


def test_a_thousand_lines_are_too_many_at_once() -> None:
    lines = invitations.pasted("\n".join(str(number) for number in range(1000)))
    said = "These are 1,000 lines. Paste 60 at most, and the rest after that."
    assert invitations.too_many(lines, picked=0) == said


def test_people_picked_count_with_the_lines() -> None:
    lines = invitations.pasted("\n".join(f"p{number}@ward.example" for number in range(MOST_LINES)))
    assert invitations.too_many(lines, picked=0) is None
    assert invitations.too_many(lines, picked=1) is not None

from datetime import date

import pytest

from bot.rules import report_asks
from bot.rules.asks import NotUnderstoodError
from bot.rules.spans import Span, SpanError

# A Wednesday.
TODAY = date(2026, 12, 2)
ONE = {"riverbend": "Riverbend (invented)"}
BOTH = ONE | {"hillside": "Hillside"}


def span(text: str) -> Span:
    site, found = report_asks.report(text, ONE, TODAY)

    assert site == "riverbend"
    return found


@pytest.mark.parametrize(
    ("text", "starts_on", "ends_on"),
    [
        ("", "2026-08-31", "2026-11-29"),
        ("2026Q3", "2026-06-29", "2026-09-27"),
        ("2026-q3", "2026-06-29", "2026-09-27"),
        ("this quarter", "2026-09-28", "2026-12-06"),
        ("last 4 weeks", "2026-11-02", "2026-11-29"),
        ("from 1 July to 30 September", "2026-06-29", "2026-10-04"),
        ("2026-07-01 to 2026-09-30", "2026-06-29", "2026-10-04"),
        ("since 2 November", "2026-11-02", "2026-12-06"),
        ("Riverbend (invented) since 2 November", "2026-11-02", "2026-12-06"),
        ("of riverbend 2026Q3", "2026-06-29", "2026-09-27"),
    ],
)
def test_days_in_words_are_whole_weeks(text: str, starts_on: str, ends_on: str) -> None:
    assert span(text) == Span(date.fromisoformat(starts_on), date.fromisoformat(ends_on))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("since yesteryear", "I do not know that day."),
        ("all of it", "I cannot read that."),
        ("=1+1", "I cannot read that."),
        ("x" * 3000, "That is too long for a question."),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_an_example(text: str, said: str) -> None:
    with pytest.raises(NotUnderstoodError) as refused:
        span(text)

    assert str(refused.value) == f"{said} Ask like this: {report_asks.EXAMPLE}"


def test_an_end_before_the_start_says_so() -> None:
    with pytest.raises(SpanError, match="is before the first"):
        span("from 30 September to 1 July")


def test_of_several_sites_one_has_to_be_named() -> None:
    with pytest.raises(NotUnderstoodError) as refused:
        report_asks.report("2026Q3", BOTH, TODAY)

    assert str(refused.value) == "Say of which site: report hillside or report riverbend."


def test_a_site_is_named_by_its_name_or_its_id() -> None:
    sites = [report_asks.report(text, BOTH, TODAY)[0] for text in ("Hillside", "hillside 2026Q3")]

    assert sites == ["hillside", "hillside"]

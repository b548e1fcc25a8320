"""Days as people write them: `2026-11-02`, `1 March`, `last monday`, `3 weeks ago`."""

import re
from datetime import date, datetime, timedelta

# Longer than any day in words.
LONGEST = 40
# A number or a letter by itself is a day to a program, and to nobody else.
_MEANT = re.compile(r"(?=.*[^\W\d_]{3})[\w ,./-]+|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}")


def read(text: str, today: date, *, ends: bool = False) -> date | None:
    """Return the day that is meant, the last such one that has come; None for anything else.

    A month by itself is its first day; where something `ends` with it, its last.

    >>> read("2026-11-02", date(2027, 5, 3)), read("1 March", date(2027, 2, 3))
    (datetime.date(2026, 11, 2), datetime.date(2026, 3, 1))
    >>> read("yesteryear", date(2027, 5, 3)), read("10", date(2027, 5, 3))
    (None, None)
    """
    words = " ".join(text.split()).strip(" ,.")
    if len(words) > LONGEST or not _MEANT.fullmatch(words):
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        return _in_words(words, today, "last" if ends else "first")


def quarter(today: date) -> date:
    """Return the first day of the quarter in which a day lies."""
    return today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1)


def _in_words(words: str, today: date, of_month: str) -> date | None:
    # It reads dozens of files when it is first used, and `run` may never need it.
    import dateparser  # noqa: PLC0415 -- see above

    # With dots, the day comes first wherever dates are written so.
    order = "DMY" if re.fullmatch(r"[\d.]+", words) else "MDY"
    midnight = datetime(today.year, today.month, today.day) + timedelta(hours=12)  # noqa: DTZ001 -- a day, of no zone
    found = dateparser.parse(
        words,
        languages=["en"],
        settings={
            "RELATIVE_BASE": midnight,
            "PREFER_DATES_FROM": "past",
            "PREFER_DAY_OF_MONTH": of_month,
            "DATE_ORDER": order,
        },
    )
    return found.date() if found else None

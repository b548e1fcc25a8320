from datetime import date

from bot.messages import ledger
from bot.rules.ledger import Ledger, Line


def test_the_columns_of_a_ledger_stand_beneath_each_other_whatever_the_kind() -> None:
    kinds = ("certification", "notice", "post")
    lines = tuple(Line("2026-W45", kind, "sent", 12) for kind in kinds)
    printed = ledger.text(Ledger(date(2026, 11, 2), "2026-W46", lines, (), enough=15))

    columns = [line.index("12  sent") for line in printed.splitlines() if "12  sent" in line]
    assert columns == columns[:1] * len(kinds)

from pathlib import Path

import pytest

from content.load import sites
from content.model import ContentError

EXAMPLE = Path(__file__).parents[2] / "sites.example.toml"

SITE = """
[[sites]]
id = "riverside"
name = "Riverside"
zone = "America/Chicago"
coordinators = ["U0COORD01"]

[[sites.help_routes]]
name = "Peers"
reach = "Call 555-0101"
hours = "always"
checked_on = 2026-01-31
"""


def problems(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "sites.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        sites(path)
    return [problem.removeprefix(f"{path}: ") for problem in refused.value.problems]


def test_the_example_reads_as_two_invented_sites() -> None:
    example = sites(EXAMPLE)
    assert [site.id for site in example] == ["riverside", "hillcrest"]
    assert all("invented example" in site.name for site in example)
    assert all("555-01" in route.reach for site in example for route in site.help_routes)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        pytest.param(
            "America/Chicago", "Chicago",
            'zone: "Chicago" is no time zone; write one such as "America/Chicago"', id="zone",
        ),
        pytest.param(
            '"riverside"', '"River Side"',
            'id: "River Side" is no id; use small letters, digits and hyphens, '
            'such as "feet-and-seat"', id="id",
        ),
        pytest.param(
            "U0COORD01", "@maria",
            'coordinators 1: "@maria" is no Slack member id; copy it from the profile in Slack, '
            'where it looks like "U0COORD01"', id="coordinator",
        ),
        pytest.param(
            '["U0COORD01"]', "[]",
            "coordinators: is 0 long; it needs at least 1", id="nobody coordinates",
        ),
        pytest.param(
            '"always"', '"all day"',
            'help_routes 1, hours: "all day" are not hours; write "always", or days and times '
            'such as "mon-fri 08:00-18:00, sat 09:00-12:00"', id="hours",
        ),
        pytest.param(
            "checked_on = 2026-01-31", "",
            "help_routes 1: nobody says when this was tried; call it, then add checked_on",
            id="never tried",
        ),
        pytest.param(
            "2026-01-31", '"last week"',
            "help_routes 1, checked_on: must be a date such as 2026-01-31, without quotes",
            id="not a date",
        ),
        pytest.param(
            "name = \"Riverside\"", "nam = \"Riverside\"",
            "nam: is not known here; correct its spelling or remove it", id="misspelt",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_site_is_named(tmp_path: Path, old: str, new: str, what: str) -> None:
    assert f"sites 1, {what}" in problems(tmp_path, SITE.replace(old, new, 1))


def test_everything_wrong_with_all_sites_is_said_at_once(tmp_path: Path) -> None:
    wrong_zone = SITE.replace("America/Chicago", "Mars")
    wrong_hours = SITE.replace('"always"', '"mon 08:00-08:00"')

    assert problems(tmp_path, wrong_zone + wrong_hours) == [
        'sites 1, zone: "Mars" is no time zone; write one such as "America/Chicago"',
        'sites 2, help_routes 1, hours: "mon 08:00-08:00" opens and closes at once; '
        "for a whole day write 00:00-24:00",
        'sites: the id "riverside" is there twice; give each site its own',
    ]


def test_a_file_without_sites_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, "") == ["sites: is missing; add it"]
    assert problems(tmp_path, "sites = []") == ["sites: is 0 long; it needs at least 1"]
    assert problems(tmp_path, "sites = 3") == ["sites: must be a list"]
    assert problems(tmp_path, "sites = [3]") == ["sites 1: must be a table with keys of its own"]


def test_a_file_that_is_not_there_or_not_toml_is_named(tmp_path: Path) -> None:
    assert problems(tmp_path, "[[sites]") == [
        "is not TOML: Expected ']]' at the end of an array declaration "
        "(at line 1, column 8); mend that line"
    ]
    missing = tmp_path / "nowhere.toml"
    with pytest.raises(ContentError, match=r"nowhere\.toml: is not there; check the path"):
        sites(missing)
    with pytest.raises(ContentError, match="cannot be read: Is a directory; check the path"):
        sites(tmp_path)

import traceback
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import app
from bot.settings import LEVELS, Settings, SettingsError, is_loopback, read
from tests.hospital import SITES
from tests.packs import attested

# Nobody would type it, so wherever it stands it was leaked.
SECRET = "planted-8c1f02"

REQUIRED = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "BOT_SECRET_KEYS", "KEY_KEEPER", "SITES")


@pytest.fixture
def environ(settings: dict[str, str]) -> dict[str, str]:
    """The environment of a bot that could run, and asks Slack itself."""
    beside_a_sandbox = {"SLACK_API_URL", "CONTENT_SENT"}
    return {name: value for name, value in settings.items() if name not in beside_a_sandbox}


def problems(environ: dict[str, str]) -> list[str]:
    """Return what is said of an environment, line by line."""
    try:
        app.configured(environ)
    except SettingsError as error:
        return str(error).splitlines()
    return []


def named(environ: dict[str, str]) -> list[str]:
    """Return the variables that something is said of."""
    return [line.split()[0] for line in problems(environ) if not line.startswith(" ")]


def test_what_is_complete_is_read_as_it_was_written(environ: dict[str, str]) -> None:
    assert app.configured(environ) == Settings(
        bot_token="xoxb-sandbox",
        app_token="xapp-sandbox",
        api_url="https://slack.com/api/",
        database_url=environ["DATABASE_URL"],
        secret_keys=environ["BOT_SECRET_KEYS"],
        key_keeper="the invented keeper",
        sites=Path(environ["SITES"]),
        content_paths=(),
        clock_url=None,
        log_level="INFO",
        log_format="TEXT",
        health_port=None,
        pacing="UNLIMITED",
    )


def test_everything_missing_is_named_at_once() -> None:
    assert problems({}) == [
        "SLACK_BOT_TOKEN is missing: the token from Slack that starts with xoxb-",
        "SLACK_APP_TOKEN is missing: the token from Slack that starts with xapp-",
        "BOT_SECRET_KEYS is missing: set it or BOT_SECRET_KEYS_FILE; "
        "`python -m bot keys new` makes a key",
        "KEY_KEEPER is missing: who keeps the keys, as the consent names them",
        "SITES is missing: the TOML file of your sites",
    ]


@pytest.mark.parametrize("name", REQUIRED)
def test_one_thing_missing_is_named_alone(environ: dict[str, str], name: str) -> None:
    del environ[name]

    assert named(environ) == [name]


@pytest.mark.parametrize("name", REQUIRED)
def test_what_is_blank_is_missing(environ: dict[str, str], name: str) -> None:
    assert problems(environ | {name: " \t"}) == problems(
        {key: value for key, value in environ.items() if key != name}
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        pytest.param(
            "SLACK_BOT_TOKEN",
            f"xapp-{SECRET}",
            "SLACK_BOT_TOKEN does not start with xoxb-: copy it again from Slack",
            id="the other token of the bot",
        ),
        pytest.param(
            "SLACK_APP_TOKEN",
            SECRET,
            "SLACK_APP_TOKEN does not start with xapp-: copy it again from Slack",
            id="no token of the app",
        ),
        pytest.param(
            "BOT_SECRET_KEYS",
            f"k1:{SECRET}",
            "BOT_SECRET_KEYS is not id:key[,id:key]; `python -m bot keys new` makes a key",
            id="no key",
        ),
        pytest.param(
            "BOT_SECRET_KEYS",
            f"\udcff{SECRET}:{'A' * 43}",
            "BOT_SECRET_KEYS is not id:key[,id:key]; `python -m bot keys new` makes a key",
            id="bytes that are no text",
        ),
        pytest.param(
            "DATABASE_URL",
            f"mysql://bot:{SECRET}@host/db",
            "DATABASE_URL names a database this bot does not speak; use sqlite or postgresql",
            id="another database",
        ),
        pytest.param(
            "DATABASE_URL",
            f"postgresql://bot:one@two:{SECRET}@host/db",
            "DATABASE_URL is not a database address; try sqlite:///resiliency.db",
            id="a password that was not escaped",
        ),
        pytest.param(
            "LOG_LEVEL",
            SECRET,
            "LOG_LEVEL is none of DEBUG, INFO, WARNING, ERROR",
            id="no level",
        ),
        pytest.param(
            "CONTENT_PATHS",
            f"/nowhere/{SECRET}",
            "CONTENT_PATHS names a folder that does not exist",
            id="no folder",
        ),
        pytest.param(
            "SLACK_API_URL",
            SECRET,
            "SLACK_API_URL is not a web address: leave it empty for Slack",
            id="no address of Slack",
        ),
        pytest.param(
            "SLACK_API_URL",
            f"https://[{SECRET}",
            "SLACK_API_URL is not a web address: leave it empty for Slack",
            id="half an address of Slack",
        ),
        pytest.param(
            "CLOCK_URL",
            f"http://clock.example.org/{SECRET}",
            "CLOCK_URL is for a sandbox on this machine only: remove it",
            id="a clock elsewhere",
        ),
        pytest.param(
            "CLOCK_URL",
            f"http://[::1/{SECRET}",
            "CLOCK_URL is for a sandbox on this machine only: remove it",
            id="no address of a clock",
        ),
        pytest.param(
            "SMALLEST_LIST",
            SECRET,
            "SMALLEST_LIST is not a whole number: leave it empty for the usual one",
            id="no number",
        ),
    ],
)
def test_a_malformed_value_is_named_and_never_repeated(
    environ: dict[str, str], name: str, value: str, sentence: str
) -> None:
    assert problems(environ | {name: value}) == [sentence]


@pytest.mark.parametrize("value", ["0", "65536", "-1", "0.0.0.0:9090", "127.0.0.1:9090", "²"])
def test_what_is_no_port_alone_is_refused(environ: dict[str, str], value: str) -> None:
    assert problems(environ | {"HEALTH_PORT": value}) == [
        "HEALTH_PORT is not a number from 1 to 65535: it takes a port alone, which is open to "
        "this machine and to no other"
    ]


@pytest.mark.parametrize("value", ["json", "JSON"])
def test_the_format_of_the_log_may_be_written_small(environ: dict[str, str], value: str) -> None:
    assert app.configured(environ | {"LOG_FORMAT": value}).log_format == "JSON"


@pytest.mark.parametrize("name", [*REQUIRED, "DATABASE_URL", "LOG_LEVEL", "CLOCK_URL"])
def test_a_traceback_of_malformed_settings_shows_no_value(
    environ: dict[str, str], name: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        app.configured(environ | {name: SECRET, "SLACK_BOT_TOKEN": SECRET, "SITES": "/nowhere"})

    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_everything_malformed_is_named_at_once_with_everything_missing(
    environ: dict[str, str],
) -> None:
    wrong = {
        "SLACK_BOT_TOKEN": SECRET,
        "SLACK_APP_TOKEN": SECRET,
        "DATABASE_URL": SECRET,
        "BOT_SECRET_KEYS": SECRET,
        "KEY_KEEPER": "",
        "SITES": "/nowhere/sites.toml",
        "CONTENT_PATHS": "/nowhere",
        "CLOCK_URL": SECRET,
        "CONTENT_SENT": SECRET,
        "LOG_LEVEL": SECRET,
        "LOG_FORMAT": SECRET,
        "HEALTH_PORT": SECRET,
    }

    assert sorted(named(environ | wrong)) == sorted(wrong)


@pytest.mark.parametrize(
    ("name", "floor"), [("SMALLEST_LIST", 15), ("SMALLEST_PART", 11), ("SMALLEST_SCORED", 10)]
)
def test_a_hospital_may_ask_for_more_people_and_never_for_fewer(
    environ: dict[str, str], name: str, floor: int
) -> None:
    app.configured(environ | {name: str(floor)})

    assert problems(environ | {name: str(floor - 1)}) == [
        f"{name} is below {floor}: fewer people would not keep anybody private"
    ]


def test_what_is_wrong_in_the_file_of_the_sites_is_named(
    environ: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(SITES.replace('zone = "America/New_York"', 'zone = "Mars/Base"'))

    first, *rest = problems(environ | {"SITES": str(file)})

    assert first == "SITES names a file with problems:"
    assert [line.strip().partition(": ")[0] for line in rest] == [str(file)]


def test_a_file_of_sites_that_is_not_there_is_named(
    environ: dict[str, str], tmp_path: Path
) -> None:
    first, *rest = problems(environ | {"SITES": str(tmp_path / "none.toml")})

    assert first == "SITES names a file with problems:"
    assert [line.strip().partition(": ")[0] for line in rest] == [str(tmp_path / "none.toml")]


def test_a_pack_with_problems_is_named(environ: dict[str, str], tmp_path: Path) -> None:
    assert problems(environ | {"CONTENT_PATHS": str(attested(tmp_path))}) == [
        "CONTENT_PATHS names a pack with problems:",
        f"  {tmp_path}: holds no content; give a folder with checkins/ or exercises/",
    ]


def test_the_keys_may_stand_in_a_file(environ: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(environ.pop("BOT_SECRET_KEYS") + "\n")

    found = app.configured(environ | {"BOT_SECRET_KEYS_FILE": str(file)})

    assert found.secret_keys == file.read_text()


def test_the_file_of_keys_comes_before_the_variable(
    environ: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "keys"
    file.write_text(app.new_key())

    found = app.configured(environ | {"BOT_SECRET_KEYS_FILE": str(file)})

    assert found.secret_keys == file.read_text()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(
            None,
            "BOT_SECRET_KEYS_FILE cannot be read: check its path and rights",
            id="no file",
        ),
        pytest.param(
            b"\xff\xfe" + SECRET.encode(),
            "BOT_SECRET_KEYS_FILE cannot be read: check its path and rights",
            id="bytes that are no text",
        ),
        pytest.param(
            f"k1:{SECRET}".encode(),
            "BOT_SECRET_KEYS_FILE is not id:key[,id:key]; `python -m bot keys new` makes a key",
            id="no keys",
        ),
    ],
)
def test_what_is_wrong_with_the_file_of_keys_is_named_and_not_repeated(
    environ: dict[str, str], tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    file = tmp_path / SECRET
    if content is not None:
        file.write_bytes(content)

    assert problems(environ | {"BOT_SECRET_KEYS_FILE": str(file)}) == [sentence]


@pytest.mark.parametrize(
    "written", ["http://127.0.0.1:8080/api", "http://127.0.0.1:8080/api/", " https://slack.test "]
)
def test_the_address_of_slack_gets_one_slash_at_its_end(
    environ: dict[str, str], written: str
) -> None:
    found = app.configured(environ | {"SLACK_API_URL": written})

    assert found.api_url == written.strip().rstrip("/") + "/"


@pytest.mark.parametrize("level", [*LEVELS, *map(str.lower, LEVELS), " info "])
def test_a_level_is_read_whatever_its_capitals(environ: dict[str, str], level: str) -> None:
    assert app.configured(environ | {"LOG_LEVEL": level}).log_level == level.strip().upper()


def test_several_packs_stand_in_their_order(environ: dict[str, str], tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "another")]
    for folder in folders:
        folder.mkdir()

    found = read(environ | {"CONTENT_PATHS": f"{folders[0]}:{folders[1]}"}, {})

    assert found.content_paths == tuple(folders)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_a_clock_may_be_followed_beside_a_sandbox(environ: dict[str, str], host: str) -> None:
    clock = f"http://{host}:8080/control/calendar"

    found = app.configured(environ | {"SLACK_API_URL": f"http://{host}/api", "CLOCK_URL": clock})

    assert found.clock_url == clock


@pytest.mark.parametrize(
    ("api_url", "clock_url"),
    [
        pytest.param("https://slack.com/api/", "http://127.0.0.1/x", id="Slack's own"),
        pytest.param("http://127.0.0.1/api/", "http://10.0.0.7/x", id="another machine's clock"),
        pytest.param("http://10.0.0.7/api/", "http://127.0.0.1/x", id="another machine's Slack"),
        pytest.param("http://127.0.0.1/api/", "http://127.0.0.1.example.org/x", id="a likeness"),
        pytest.param("http://127.0.0.1/api/", "http://localhost@example.org/x", id="a name before"),
        pytest.param("http://127.0.0.1/api/", "file://localhost/etc/passwd", id="a file"),
        pytest.param("http://127.0.0.1/api/", "127.0.0.1:8080/x", id="no address"),
    ],
)
def test_a_clock_is_refused_unless_both_are_on_this_machine(
    environ: dict[str, str], api_url: str, clock_url: str
) -> None:
    assert problems(environ | {"SLACK_API_URL": api_url, "CLOCK_URL": clock_url}) == [
        "CLOCK_URL is for a sandbox on this machine only: remove it"
    ]


@given(st.from_regex(r"[a-z0-9.-]{1,20}", fullmatch=True))
def test_no_other_name_is_this_machine(host: str) -> None:
    assert is_loopback(f"http://{host}/") == (host in {"127.0.0.1", "localhost"})


def test_what_nobody_has_signed_is_sent_beside_a_sandbox_only(environ: dict[str, str]) -> None:
    unsigned = environ | {"CONTENT_SENT": "all"}

    assert app.configured(environ).content_sent == "SIGNED"
    assert (
        app.configured(unsigned | {"SLACK_API_URL": "http://127.0.0.1/api"}).content_sent == "ALL"
    )
    assert problems(unsigned) == [
        "CONTENT_SENT=all is for a sandbox on this machine only: remove it, and have clinicians "
        "sign the content"
    ]


def test_sending_keeps_to_what_slack_allows_unless_somebody_says_otherwise(
    environ: dict[str, str],
) -> None:
    read = [app.configured(environ | {"PACING": value}).pacing for value in ("", "unlimited")]

    assert read == ["SLACK", "UNLIMITED"]

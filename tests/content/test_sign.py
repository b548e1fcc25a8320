import shutil
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from content import signing
from content.__main__ import main
from content.load import SHIPPED, survey
from content.signing import Standing
from tests.packs import attested, written

Sign = Callable[..., tuple[int, str, str]]

TODAY = date(2026, 11, 22)
PAUSE = "exercises/a-pause-together.toml"
HARD_SHIFT = "exercises/feet-and-seat.toml"


@pytest.fixture
def sign(copy: Path, capsys: pytest.CaptureFixture[str]) -> Sign:
    """Sign in a copy of the library; return the exit code, and what was said where."""

    def signed(*arguments: str, by: str = "Psychologist") -> tuple[int, str, str]:
        code = main(["sign", "--by", by, "--path", str(copy), *arguments], TODAY)
        said = capsys.readouterr()
        return code, said.out, said.err

    return signed


def standings(folder: Path) -> dict[str, Standing]:
    draft, problems = survey([folder])
    assert problems == ()
    return signing.standings(draft)


def test_an_id_is_signed_and_no_other(copy: Path, sign: Sign) -> None:
    assert sign("a-pause-together") == (0, f"{PAUSE}: signed\n", "")
    found = standings(copy)
    assert [file for file, how in found.items() if how is not Standing.UNSIGNED] == [PAUSE]
    assert found[PAUSE] is Standing.SIGNED


def test_a_signature_says_who_when_and_which_text(copy: Path, sign: Sign) -> None:
    sign("a-pause-together")
    item = survey([copy])[0].exercises["a-pause-together"]
    assert tomllib.loads((copy / PAUSE).read_text())["signatures"] == [
        {"by": "Psychologist", "on": TODAY, "hash": signing.digest(item)}
    ]


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(lambda text: text, id="as it is"),
        pytest.param(lambda text: text.rstrip(b"\n"), id="without a last line break"),
        pytest.param(lambda text: text + b"\n# A note.\n\n", id="with a note below"),
        pytest.param(lambda text: b"\xef\xbb\xbf" + text, id="with a mark before it"),
        pytest.param(lambda text: text.replace(b"\n", b"\r\n"), id="with line breaks of Windows"),
    ],
)
def test_not_a_letter_of_the_text_is_changed(
    copy: Path, sign: Sign, before: Callable[[bytes], bytes]
) -> None:
    text = before((copy / PAUSE).read_bytes())
    (copy / PAUSE).write_bytes(text)

    assert sign("a-pause-together")[0] == 0

    assert (copy / PAUSE).read_bytes().startswith(text)
    assert standings(copy)[PAUSE] is Standing.SIGNED


def test_signing_twice_in_one_role_changes_nothing_and_says_so(copy: Path, sign: Sign) -> None:
    sign("a-pause-together")
    once = (copy / PAUSE).read_bytes()

    assert sign("a-pause-together", by=" psychologist ") == (
        0,
        f"{PAUSE}: signed by this role before; nothing was changed\n",
        "",
    )
    assert (copy / PAUSE).read_bytes() == once


def test_what_needs_two_roles_says_so_until_the_second_has_signed(copy: Path, sign: Sign) -> None:
    assert sign("feet-and-seat")[1] == f"{HARD_SHIFT}: signed; a second role must sign it too\n"
    assert sign("feet-and-seat", by="Charge nurse")[1] == f"{HARD_SHIFT}: signed\n"
    assert standings(copy)[HARD_SHIFT] is Standing.SIGNED


def test_a_changed_text_is_signed_anew(copy: Path, sign: Sign) -> None:
    sign("a-pause-together")
    text = (copy / PAUSE).read_text()
    (copy / PAUSE).write_text(text.replace("version  = 1", "version  = 2"))
    assert standings(copy)[PAUSE] is Standing.CHANGED

    assert sign("a-pause-together")[1] == f"{PAUSE}: signed\n"
    assert standings(copy)[PAUSE] is Standing.SIGNED


def test_a_unit_is_signed_by_its_number(copy: Path, sign: Sign) -> None:
    assert sign("--unit", "10")[0] == 0
    draft = survey([copy])[0]
    units = {
        signing.items(draft)[file].unit  # type: ignore[attr-defined]
        for file, how in signing.standings(draft).items()
        if how is not Standing.UNSIGNED
    }
    assert units == {"closing"}


def test_all_is_everything_that_has_words(copy: Path, sign: Sign) -> None:
    assert sign("--all")[0] == sign("--all", by="Charge nurse")[0] == 0
    assert set(standings(copy).values()) == {Standing.SIGNED}


@pytest.mark.parametrize(
    ("arguments", "by", "complaint"),
    [
        pytest.param(
            ["a-pause-together"], " ",
            '--by is empty: say in which role, such as "Clinical psychologist".', id="no role",
        ),
        pytest.param(
            ["a-pause-together"], "r" * 61,
            "--by is no role: say it in plain words, 60 letters at most.", id="a long role",
        ),
        pytest.param(
            ["a-pause-together"], "Nurse\x07",
            "--by is no role: say it in plain words, 60 letters at most.", id="a bell",
        ),
        pytest.param(
            ["a-pause"], "Nurse",
            '"a-pause" is not there to sign: an id is the name of a file.', id="an unknown id",
        ),
        pytest.param(
            ["curriculum"], "Nurse",
            '"curriculum" is not there to sign: an id is the name of a file.', id="no text",
        ),
        pytest.param(
            ["--unit", "0"], "Nurse",
            "--unit 0 is none: the units are numbered 1 to 10.", id="unit 0",
        ),
        pytest.param(
            ["--unit", "11"], "Nurse",
            "--unit 11 is none: the units are numbered 1 to 10.", id="unit 11",
        ),
        pytest.param(
            [], "Nurse", "Choose what to sign: ids, or --unit N, or --all.", id="nothing",
        ),
        pytest.param(
            ["--all", "--unit", "3"], "Nurse",
            "Choose what to sign: ids, or --unit N, or --all.", id="two ways at once",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_signed_is_said_in_one_sentence(
    copy: Path, sign: Sign, arguments: list[str], by: str, complaint: str
) -> None:
    before = {path: path.read_bytes() for path in copy.rglob("*.toml")}
    assert sign(*arguments, by=by) == (2, "", f"{complaint}\n")
    assert {path: path.read_bytes() for path in copy.rglob("*.toml")} == before


def test_an_id_that_stands_in_two_folders_is_written_with_its_folder(
    copy: Path, sign: Sign
) -> None:
    shutil.copy(copy / "checkins/how-it-fit.toml", copy / "checkins/a-pause-together.toml")

    assert sign("a-pause-together")[2] == (
        '"a-pause-together" is there twice: '
        "write checkins/a-pause-together or exercises/a-pause-together.\n"
    )
    assert sign("exercises/a-pause-together") == (0, f"{PAUSE}: signed\n", "")


def test_a_file_with_problems_is_not_signed_and_the_others_are(copy: Path, sign: Sign) -> None:
    (copy / PAUSE).write_text("version = ")
    other = copy / "exercises/small-awe.toml"
    other.write_text(other.read_text().replace("Looking at", "Patients looking at"))

    code, said, _ = sign("a-pause-together", "small-awe", "thank-a-colleague")

    assert (code, said.splitlines()) == (
        1,
        [
            f"{PAUSE}: not signed: it has problems; python -m content names them",
            "exercises/small-awe.toml: not signed: it has problems; python -m content names them",
            "exercises/thank-a-colleague.toml: signed",
        ],
    )


def test_a_line_that_leaves_no_room_for_a_signature_is_named(copy: Path, sign: Sign) -> None:
    text = (copy / PAUSE).read_text() + "signatures = []\n"
    (copy / PAUSE).write_text(text)

    assert sign("a-pause-together")[:2] == (
        1,
        f'{PAUSE}: not signed: remove its line "signatures = […]" first\n',
    )
    assert (copy / PAUSE).read_text() == text


def test_a_role_may_have_any_letters(copy: Path, sign: Sign) -> None:
    role = 'Ärztin "Onkologie" \\ Nacht'
    sign("a-pause-together", by=role)
    (signature,) = survey([copy])[0].exercises["a-pause-together"].signatures
    assert signature.by == role


def test_nothing_is_left_beside_a_signed_file(copy: Path, sign: Sign) -> None:
    before = sorted(copy.rglob("*"))
    sign("--all")
    assert sorted(copy.rglob("*")) == before


def test_a_signed_file_keeps_its_rights(copy: Path, sign: Sign) -> None:
    (copy / PAUSE).chmod(0o640)
    sign("a-pause-together")
    assert (copy / PAUSE).stat().st_mode & 0o777 == 0o640


def test_a_file_behind_a_link_is_signed_where_it_is(copy: Path, sign: Sign, tmp_path: Path) -> None:
    real = Path(shutil.move(copy / PAUSE, tmp_path / "real.toml"))
    (copy / PAUSE).symlink_to(real)
    sign("a-pause-together")
    assert (copy / PAUSE).is_symlink()
    assert standings(copy)[PAUSE] is Standing.SIGNED


def test_in_a_pack_only_the_pack_is_signed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = attested(tmp_path / "pack")
    written(pack / PAUSE, (SHIPPED / PAUSE).read_text())

    assert main(["sign", "--by", "Psychologist", "--all", "--pack", str(pack)], TODAY) == 0

    assert capsys.readouterr().out == f"{PAUSE}: signed\n"
    draft = survey([SHIPPED, pack])[0]
    assert signing.standings(draft)[PAUSE] is Standing.SIGNED


def test_a_pack_that_nobody_attests_is_not_signed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path / PAUSE, (SHIPPED / PAUSE).read_text())
    assert main(["sign", "--by", "Nurse", "--all", "--pack", str(tmp_path)], TODAY) == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path}: is not taken: ")


def test_the_check_remarks_an_outdated_signature_and_finds_no_problem(
    copy: Path, sign: Sign, capsys: pytest.CaptureFixture[str]
) -> None:
    sign("a-pause-together")
    text = (copy / PAUSE).read_text()
    (copy / PAUSE).write_text(text.replace("version  = 1", "version  = 2"))

    assert main(["--path", str(copy)], TODAY) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        f"remark: {PAUSE}: has changed since Psychologist signed it on 2026-11-22; "
        "have it read and signed again"
    )


def test_signatures_that_are_no_hash_are_a_problem(copy: Path) -> None:
    with (copy / PAUSE).open("a") as file:
        file.write('\n[[signatures]]\nby = "Nurse"\non = 2026-11-22\nhash = "yes"\n')
    assert survey([copy])[1] == (
        f'{PAUSE}: signatures 1, hash: "yes" is no signature of ours; '
        "remove these lines and sign again: python -m content sign",
    )

import base64
import json
import string
from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from storage import seal
from storage.seal import KEY_BYTES, MalformedKeysError, NotOpenedError, Ring

PLAIN = st.binary(max_size=200)
ROWS = st.text(max_size=40)
KEYS = st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES)
KEY_IDS = st.text(string.ascii_letters + string.digits + "-_.", min_size=1, max_size=8)
RINGS = st.dictionaries(KEY_IDS, KEYS, min_size=1, max_size=4).map(Ring)
# What is answered is named as the content's files and the weeks are.
NAMES = st.text(string.ascii_lowercase + string.digits + "-/", min_size=1, max_size=20)
THINGS = st.tuples(NAMES, NAMES)


def written(keys: dict[str, bytes]) -> str:
    return ",".join(
        f"{key_id}:{base64.urlsafe_b64encode(key).decode()}" for key_id, key in keys.items()
    )


def opens(ring: Ring, sealed: bytes, row: str) -> bool:
    try:
        ring.open(sealed, row)
    except NotOpenedError:
        return False
    return True


@given(RINGS, PLAIN, ROWS)
def test_what_is_sealed_opens_again_for_the_same_row(ring: Ring, plain: bytes, row: str) -> None:
    assert ring.open(ring.seal(plain, row), row) == plain


@given(KEY_IDS, KEY_IDS, KEYS, KEYS, PLAIN, ROWS)
def test_what_is_renewed_opens_with_the_first_key_alone(
    key_id: str, another: str, key: bytes, old: bytes, plain: bytes, row: str
) -> None:
    assume(key_id != another)
    sealed = Ring({another: old}).seal(plain, row)

    renewed = Ring({key_id: key, another: old}).renew(sealed, row)

    assert Ring({key_id: key}).open(renewed, row) == plain


@given(RINGS, PLAIN, ROWS)
def test_what_the_first_key_sealed_is_renewed_to_itself(ring: Ring, plain: bytes, row: str) -> None:
    sealed = ring.seal(plain, row)

    assert ring.renew(sealed, row) == sealed


@given(RINGS, PLAIN, ROWS, ROWS)
def test_what_does_not_open_is_not_renewed(
    ring: Ring, plain: bytes, row: str, another: str
) -> None:
    assume(row != another)

    with pytest.raises(NotOpenedError):
        ring.renew(ring.seal(plain, row), another)


@given(RINGS, PLAIN, ROWS, ROWS)
def test_what_is_sealed_does_not_open_for_another_row(
    ring: Ring, plain: bytes, row: str, another: str
) -> None:
    assume(row != another)

    assert not opens(ring, ring.seal(plain, row), another)


@given(KEY_IDS, KEYS, KEYS, PLAIN, ROWS)
def test_what_is_sealed_does_not_open_with_another_key_of_the_same_id(
    key_id: str, key: bytes, another: bytes, plain: bytes, row: str
) -> None:
    assume(key != another)

    assert not opens(Ring({key_id: another}), Ring({key_id: key}).seal(plain, row), row)


@given(KEY_IDS, KEY_IDS, KEYS, PLAIN, ROWS)
def test_what_is_sealed_does_not_open_when_its_key_is_not_on_the_ring(
    key_id: str, another: str, key: bytes, plain: bytes, row: str
) -> None:
    assume(key_id != another)

    assert not opens(Ring({another: key}), Ring({key_id: key}).seal(plain, row), row)


@given(RINGS, PLAIN, ROWS, st.data())
def test_what_is_sealed_does_not_open_when_any_byte_changed(
    ring: Ring, plain: bytes, row: str, data: st.DataObject
) -> None:
    sealed = bytearray(ring.seal(plain, row))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))

    assert not opens(ring, bytes(sealed), row)


@given(RINGS, PLAIN, ROWS, st.data())
def test_what_is_sealed_does_not_open_when_it_was_cut_short(
    ring: Ring, plain: bytes, row: str, data: st.DataObject
) -> None:
    sealed = ring.seal(plain, row)
    kept = data.draw(st.integers(0, len(sealed) - 1))

    assert not opens(ring, sealed[:kept], row)


@given(RINGS, ROWS, st.binary(max_size=80))
def test_nothing_else_opens(ring: Ring, row: str, anything: bytes) -> None:
    assert not opens(ring, anything, row)


@given(st.dictionaries(KEY_IDS, KEYS, min_size=1, max_size=3), KEY_IDS, KEYS, PLAIN, ROWS)
def test_what_was_sealed_before_a_new_first_key_still_opens(
    keys: dict[str, bytes], key_id: str, key: bytes, plain: bytes, row: str
) -> None:
    assume(key_id not in keys)
    sealed = Ring(keys).seal(plain, row)

    assert Ring({key_id: key} | keys).open(sealed, row) == plain


@given(KEYS, KEYS, PLAIN, ROWS)
def test_the_first_key_seals(first: bytes, second: bytes, plain: bytes, row: str) -> None:
    sealed = seal.read_keys(written({"first": first, "second": second})).seal(plain, row)

    assert Ring({"first": first}).open(sealed, row) == plain


@given(RINGS, PLAIN, ROWS)
def test_the_same_words_never_seal_the_same(ring: Ring, plain: bytes, row: str) -> None:
    assert ring.seal(plain, row) != ring.seal(plain, row)


@given(RINGS, st.integers(0, 255), ROWS)
def test_what_is_sealed_shows_nothing_but_its_length(ring: Ring, byte: int, row: str) -> None:
    plain = bytes([byte]) * 24

    assert plain not in ring.seal(plain, row)


@given(KEYS, THINGS, THINGS)
def test_one_person_has_another_pseudonym_for_each_thing_answered(
    link_key: bytes, thing: Sequence[str], another: Sequence[str]
) -> None:
    assume(thing != another)

    assert seal.pseudonym(link_key, thing) != seal.pseudonym(link_key, another)


@given(KEYS, KEYS, THINGS)
def test_two_people_have_different_pseudonyms_for_one_thing(
    link_key: bytes, another: bytes, thing: Sequence[str]
) -> None:
    assume(link_key != another)

    assert seal.pseudonym(link_key, thing) != seal.pseudonym(another, thing)


@given(KEYS, THINGS)
def test_a_pseudonym_is_128_bits_in_hexadecimal(link_key: bytes, thing: Sequence[str]) -> None:
    name = seal.pseudonym(link_key, thing)

    assert (len(name), set(name) <= set("0123456789abcdef")) == (32, True)


@given(KEYS, KEYS, ROWS, THINGS)
def test_a_pseudonym_outlives_the_rotation_of_the_keys(
    old: bytes, new: bytes, row: str, thing: Sequence[str]
) -> None:
    link_key = seal.new_link_key()
    before = seal.pseudonym(link_key, thing)
    sealed = Ring({"old": old}).seal(link_key, row)
    rotated = Ring({"new": new, "old": old})

    resealed = Ring({"new": new}).open(rotated.seal(rotated.open(sealed, row), row), row)

    assert seal.pseudonym(resealed, thing) == before


def test_link_keys_are_never_made_twice() -> None:
    assert len({seal.new_link_key() for _ in range(1000)}) == 1000


@given(KEY_IDS, PLAIN)
def test_a_new_key_is_read_as_it_was_printed(key_id: str, plain: bytes) -> None:
    ring = seal.read_keys(seal.new_key(key_id))

    assert ring.open(ring.seal(plain, "row"), "row") == plain


@given(KEY_IDS, KEYS, st.integers(0, 3))
def test_the_padding_of_a_key_is_optional(key_id: str, key: bytes, padding: int) -> None:
    bare = written({key_id: key}).rstrip("=")

    sealed = seal.read_keys(bare + "=" * padding).seal(b"plain", "row")

    assert Ring({key_id: key}).open(sealed, "row") == b"plain"


@pytest.mark.parametrize("between", [",", "\n", "\r\n", " , ", ",\n", ",,", "\n\n"])
def test_keys_stand_on_lines_or_between_commas(between: str) -> None:
    keys = [seal.new_key("first"), seal.new_key("second")]

    ring = seal.read_keys(between.join(keys) + between)

    assert opens(ring, seal.read_keys(keys[1]).seal(b"plain", "row"), "row")


KEY = base64.urlsafe_b64encode(bytes(range(KEY_BYTES))).decode()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param(" ,\n,", id="only separators"),
        pytest.param(KEY, id="no id"),
        pytest.param(f":{KEY}", id="an empty id"),
        pytest.param("k1:", id="no key"),
        pytest.param(f"k1:{KEY[:-2]}", id="a key too short"),
        pytest.param(f"k1:{KEY[:-1]}A", id="a key too long"),
        pytest.param(f"k1:{'é' * 43}", id="a key of other letters"),
        pytest.param(f"k1:{KEY[:20]} {KEY[20:]}", id="a key with a gap"),
        pytest.param(f"k1:{KEY},k1:{KEY}", id="an id twice"),
        pytest.param(f"k1:{KEY},{KEY}", id="a second key without id"),
        pytest.param(f"{'k' * 256}:{KEY}", id="an id too long to be kept"),
        pytest.param(f"\udcff:{KEY}", id="an id that is no text"),
        pytest.param(json.dumps({"k1": KEY}), id="another form"),
    ],
)
def test_malformed_keys_are_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(MalformedKeysError) as caught:
        seal.read_keys(text)

    assert str(caught.value) == ""


@given(st.text(st.characters(codec=None)))
def test_anything_else_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(MalformedKeysError) as caught:
        seal.read_keys(text)

    assert str(caught.value) == ""

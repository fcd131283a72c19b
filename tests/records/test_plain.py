"""JSON strictly read, hashed and written."""

import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.core.errors import BadInput
from verify.records import plain

data = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()
    ),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=6,
)


@settings(max_examples=10)
@given(st.dictionaries(st.text(), data))
def test_data_are_read_as_written_in_lines_too(document):
    clean = plain.readable(document)
    assert plain.parse(plain.to_json(clean)) == clean
    assert plain.parse(plain.to_lines(clean)) == clean


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 100_000, "nested too deep"),
        ('{"a": {"b": 1, "c": 2, "b": 3}}', "the key 'b' stands twice"),
        ("[NaN]", "NaN is not a number"),
        ("[-Infinity]", "Infinity is not a number"),
        ("[1e999]", "1e999 is not a number"),
        ("1" * 5000, "not JSON"),
        ("\x00", "not JSON"),
        ('"\x00"', "not JSON"),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_what_can_be_read_in_two_ways_or_not_at_all(tmp_path, text, says):
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=says) as told:
        plain.read(tmp_path / "a.json", "something")
    assert str(told.value).endswith("give something")


def test_bytes_that_are_no_text(tmp_path):
    (tmp_path / "a").write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="not JSON"):
        plain.read(tmp_path / "a", "something")


def test_devices_pipes_folders_and_what_is_too_large_are_not_read(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe")
    for path in ("/dev/zero", tmp_path / "pipe", tmp_path):
        with pytest.raises(BadInput, match="cannot read"):
            plain.read(path, "something")
    monkeypatch.setattr(plain, "MOST_BYTES", 2**20)
    with (tmp_path / "large").open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(BadInput, match="larger than 1 MB"):
        plain.read(tmp_path / "large", "something")


@given(st.dictionaries(st.text(), data, min_size=1))
def test_a_seal_breaks_with_any_change(document):
    document.pop("sha256", None)
    document = plain.readable(document) or {"a": 1}
    sealed = plain.sealed(document)
    assert plain.is_sealed(sealed)
    assert plain.is_sealed(json.loads(json.dumps(sealed)))
    name = next(iter(document))
    assert not plain.is_sealed({**sealed, name: [document[name]]})
    assert not plain.is_sealed({k: v for k, v in sealed.items() if k != name})
    assert not plain.is_sealed({**sealed, "further": 1} if "further" not in document else {})
    assert not plain.is_sealed(document)


@pytest.mark.parametrize("value", [None, [], 3, "x", {}])
def test_what_has_no_seal(value):
    assert not plain.is_sealed(value)


def test_texts_are_readable():
    assert plain.readable({"a\x00": ["\ud800b", ("é\n\t", 1)]}) == {"a\\x00": ["\\xd800b", ["é\n\t", 1]]}

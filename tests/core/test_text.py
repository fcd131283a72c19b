"""Foreign text as it is shown: nothing that a terminal obeys, nothing without end, no exception."""

import pytest

from verify.core.text import kind, shown, told, written


class Mute(BaseException):
    def __str__(self):
        raise SystemExit

    def __repr__(self):
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain, with spaces é", "plain, with spaces é"),
        ("\x1b[31mred\x07", r"\x1b[31mred\x07"),
        ("a\nb\tc\r\0", r"a\nb\tc\r\x00"),
        ("‮evil\x9b2J\ud800", "\\u202eevil\\x9b2J\\ud800"),
        ("", ""),
    ],
)
def test_what_a_terminal_would_obey_is_escaped(text, seen):
    assert shown(text) == seen


def test_it_is_cut():
    assert shown("x" * 10**7, 5) == "xxxxx... (10000000 characters)"
    assert len(written("y" * 10**6)) < 400
    assert len(told(ValueError("\0" * 10**6))) < 2000


def test_what_cannot_be_written():
    assert told(Mute()) == "Mute: (its message cannot be written)"
    assert written(Mute()) == "a Mute that cannot be written"
    assert told(ValueError()) == "ValueError"
    assert told(KeyError("k")) == "KeyError: 'k'"
    assert kind(type("\x1b", (), {})()) == r"\x1b"

"""Blocks of a document, run as they stand."""

import re
import subprocess
import sys
from fnmatch import fnmatchcase

import pytest

from verify.cli.main import answer

BLOCK = re.compile(r"```(python|lisp|console)\n(.*?)```", re.S)


def outputs(block):
    """Each command of a console block with the lines that it has to print, `*` for what varies."""
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed.splitlines()


def matches(line, pattern):
    return fnmatchcase(line, pattern.replace("[", "[[]"))


def printed_by(words, monkeypatch, capfd):
    if words[0] == "verify":
        monkeypatch.setattr(sys, "argv", words)
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            answer()
        out, err = capfd.readouterr()
        assert ended.value.code in (0, 1), err
        return out
    command = [sys.executable, *(["-m", "pytest", "-p", "no:cacheprovider"] if words[0] == "pytest" else [])]
    return subprocess.run([*command, *words[1:]], capture_output=True, text=True, check=False).stdout

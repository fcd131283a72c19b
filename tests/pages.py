"""Blocks of a document, run as they stand, and what they print held against what is printed there."""

import re
import subprocess
import sys

import pytest

from verify.cli.main import answer

BLOCK = re.compile(r"```(python|lisp|console)\n(.*?)```", re.S)
# What differs from machine to machine: results in hex, figures with a point or an exponent, and counts of
# thousands. Other whole numbers (lines, inputs that were asked for) and the figure zero are the same.
HEX = r"-?0x[01]\.[0-9a-f]+p[+-]\d+"
DECIMAL = r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?"
COUNT = r"\d{1,3}(?:,\d{3})+"
FIGURE = re.compile(rf"{HEX}|{COUNT}|-?\d+\.\d+(?:e[+-]?\d+)?|-?\d+e[+-]?\d+")
PART = re.compile(rf"(?P<any>\.\.\.)|(?P<figure>{FIGURE.pattern})|(?P<space> +)|(?P<rest>.)")


def outputs(block):
    """Each command of a console block with what it has to print; `...` stands for what is left out."""
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed


def agrees(out, printed):
    """Is this what is printed, line by line? Figures may be others, zeros may not; `...` is anything."""
    lines = [_line(line) for line in printed.rstrip("\n").split("\n")]
    whole = "".join(r"(?:.*\n)*?" if line is None else rf"{line} *\n" for line in lines)
    return re.fullmatch(whole, out.rstrip("\n") + "\n") is not None


def _line(line):
    """The pattern of one line; None where any lines may stand."""
    return None if line.strip() == "..." else "".join(map(_part, PART.finditer(line.rstrip())))


def _part(found):
    if found["any"]:
        return ".*"
    if found["figure"]:
        zero = not re.search("[1-9]", re.sub(r"^-?0x|[ep].*", "", found["figure"]))
        return re.escape(found["figure"]) if zero else rf"(?:{HEX}|{COUNT}|{DECIMAL})"
    return " +" if found["space"] else re.escape(found["rest"])


def printed_by(words, monkeypatch, capfd, loaded):
    if words[0] == "verify":
        monkeypatch.setattr(sys, "argv", words)
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            answer()
        out, err = capfd.readouterr()
        assert ended.value.code in (0, 1), err
        return out
    if words[0] == "python":
        return loaded.run(*words[1:]).stdout
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]  # rewrites what is not loaded yet
    return subprocess.run([*command, *words[1:]], capture_output=True, text=True, check=False).stdout

"""What the rows of guilty lines and branches say, in words."""

import os
import re
from pathlib import Path

from verify.core.numbers import bound_text
from verify.records.plain import Row
from verify.records.shares import share_text

ZERO = re.compile(r"\[0 \+/- (\S+)\]")  # how a ball about zero is written


def branch_text(b: Row) -> str:
    """line 16: `value == 0` came out True; exact arithmetic says False."""
    place = f"{Path(b['file']).name}, line {b['line']}: `{b['code']}`"
    operands = " and ".join(repr(float.fromhex(x)) for x in b["operands"])
    times = f", {b['count']} times" if b["count"] > 1 else ""
    if b["kind"] == "exact":
        if operands == "nan":
            return f"{place} depends on what is not followed: the path from here on is not known{times}"
        return f"{place} used the digits of {operands} themselves, which is not followed{times}"
    if b["kind"] == "number":
        return (
            f"{place} takes {operands} for a number; whether exact arithmetic has one is not settled{times}"
        )
    if b["kind"] in ("floor", "ceil", "trunc", "nearest", "decimal"):
        says = (
            "rounds otherwise in exact arithmetic" if b["exact"] is False else "is a tie that is not settled"
        )
        return f"{place} {says} ({operands}){times}"
    says = (
        "is not settled in exact arithmetic" if b["exact"] is None else f"is {b['exact']} in exact arithmetic"
    )
    return f"{place} came out {b['taken']} for {operands}, and {says}{times}"


def place_text(line: Row) -> str:
    """bench.py, line 3; of an expression with its column and text."""
    found = f"{shown(line['file'])}, line {line['line']}"
    column = line.get("column")
    return found if column is None else f"{found}, column {column}, {line['codes'][0]}"


def verdict(line: Row) -> str:
    """makes 97% of the rounding error, by up to 0.5 ulp; magnifies it: condition number 1e16."""
    found = []
    turns = line.get("turns")
    if line["makes"] and turns is not None and abs(turns) > abs(line["share"] or 0):
        found.append(f"makes {share_text(turns, 'the error that turned the branch')}")
    elif line["makes"]:
        ulps = f", by up to {size_text(line['local_ulps'])} ulps" if line["local_ulps"] else ""
        found.append(f"makes {share_text(line['share'], 'the rounding error')}{ulps}")
    if line["magnifies"] and line.get("rounds_decimals"):
        found.append("magnifies it: rounds to decimal places otherwise than exact arithmetic")
    elif line["magnifies"]:
        bits = line["cancelled_bits"]
        cancels = f"cancels {size_text(bits)} bits, " if isinstance(bits, str) or bits >= 3 else ""
        found.append(f"magnifies it: {cancels}condition number {size_text(line['condition_number'])}")
    return "; ".join(found)


def shown(file: str) -> str:
    """As one would name it: below the current folder without that, and of a package from the package on."""
    path, here = Path(file), Path.cwd()
    if "site-packages" in path.parts:
        return file.rpartition(f"site-packages{os.sep}")[2]
    return str(path.relative_to(here)) if path.is_relative_to(here) else file


def about_zero(row: Row) -> str | None:
    """How far from zero the value that counts is at most, where no float lies between; else None.

    Of zero there is no relative error, and its ulp is the least number of the format.
    """
    found = ZERO.fullmatch(row["truth"] or row["exact"] or "")
    return None if found is None or float(found[1]) else found[1]


def summary(row: Row) -> str:
    """In one sentence: how much is right, and which lines are answerable for the rest."""
    missed_zero = row["total_ulps"] is None and row["digits"] == 0  # of zero no ulps are counted
    if row["exact"] is None or row["digits"] is None or not (missed_zero or (row["total_ulps"] or 0) > 2):
        return ""
    right = max(int(row["digits"]), 0)
    digits = "No digit is right" if right == 0 else f"{right} digit{'s are' if right > 1 else ' is'} right"
    if (off := about_zero(row)) is not None:
        nearly = "" if off == "0" else f" or at most {off} from it"
        which = "exact" if row["truth"] is None else "true"
        digits = f"The {which} value is zero{nearly}, the computed one is not"
    turned = [b for b in row["branches"] if b["exact"] is not None and b["kind"] != "decimal"]
    if turned:
        (place,) = _places(row, turned[0])
        return f"{digits}: {place} decides otherwise than exact arithmetic does."
    if (row["truncation_ulps"] or 0) > (row["rounding_ulps"] or 0):
        return f"{digits}: what the function computes is not the truth, however little its lines round."
    makers = sorted((line for line in row["guilty"] if line["makes"]), key=lambda x: -abs(x["share"] or 0))
    magnifiers = [line for line in row["guilty"] if line["magnifies"]]
    if not makers:
        return f"{digits}."
    maker, *magnifier = _places(row, makers[0], *magnifiers[:1])
    said = f"{digits}: {maker} rounds"
    if not magnifier:
        return f"{said} once or many times, and no line magnifies it."
    return f"{said}, and {'it' if magnifiers[0] is makers[0] else magnifier[0]} magnifies what was lost."


def _places(row: Row, *lines: Row) -> list[str]:
    """Lines of the function's own file by their numbers; of several files with the file's name."""
    own = row["target"].rpartition(":")[0]
    names = {Path(line["file"]).name for line in lines} | ({Path(own).name} if own.endswith(".py") else set())
    return [
        f"line {line['line']}" + (f" of {Path(line['file']).name}" if len(names) > 1 else "")
        for line in lines
    ]


def size_text(x: float | str) -> str:
    return x if isinstance(x, str) else bound_text(x) if x < 1000 else f"{x:.2g}"

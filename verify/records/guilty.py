"""What the rows of guilty lines and branches say, in words."""

from pathlib import Path

from verify.core.numbers import bound_text
from verify.records.plain import Row


def branch_text(b: Row) -> str:
    """line 16: `value == 0` came out True; exact arithmetic says False."""
    place = f"{Path(b['file']).name}, line {b['line']}: `{b['code']}`"
    operands = " and ".join(repr(float.fromhex(x)) for x in b["operands"])
    times = f", {b['count']} times" if b["count"] > 1 else ""
    if b["kind"] == "exact":
        if operands == "nan":
            return f"{place} depends on what is not followed: the path from here on is not known{times}"
        return f"{place} used the digits of {operands} themselves, which is not followed{times}"
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
    found = f"{_shown(line['file'])}, line {line['line']}"
    return found if line["column"] is None else f"{found}, column {line['column']}, {line['codes'][0]}"


def verdict(line: Row) -> str:
    """makes 97% of the rounding error, by up to 0.5 ulp; magnifies it: condition number 1e16."""
    found = []
    if line["makes"]:
        ulps = f", by up to {size_text(line['local_ulps'])} ulps" if line["local_ulps"] else ""
        found.append(f"makes {_share(line['share'])}the rounding error{ulps}")
    if line["magnifies"]:
        bits = line["cancelled_bits"]
        cancels = f"cancels {size_text(bits)} bits, " if isinstance(bits, str) or bits >= 3 else ""
        found.append(f"magnifies it: {cancels}condition number {size_text(line['condition_number'])}")
    return "; ".join(found)


def _shown(file: str) -> str:
    """As one would type it: below the current folder without that."""
    path, here = Path(file), Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else file


def _share(x: float | None) -> str:
    if x is None:
        return ""
    return f"{100 * x:.3g}% of " if abs(x) < 10 else f"{x:.3g} times "


def size_text(x: float | str) -> str:
    return x if isinstance(x, str) else bound_text(x) if x < 1000 else f"{x:.2g}"

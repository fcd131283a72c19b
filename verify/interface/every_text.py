"""What a check of every input prints below what every check prints."""

from rich.console import Console

from verify.core.numbers import bound_text
from verify.records.plain import Row


def print_every(found: Row, out: Console) -> None:
    judged = found["inputs"] - found["outside"] - found["undecided"]
    if found["max_ulps"] is not None:
        low, high = found["max_ulps"]["low"], found["max_ulps"]["high"]
        size = f"{bound_text(low, 6, up=False)} to {bound_text(high, 6)} ulps"
        at = ", ".join(f"{name} = {float.fromhex(x)!r} ({x})" for name, x in found["at"].items())
        out.print(
            f"  every input: the largest error is {size}, at {at}",
            soft_wrap=True,
        )
    out.print(
        f"  {found['inputs']:,} inputs, {judged:,} with a finite truth: {found['correctly_rounded']:,} "
        f"correctly rounded, {found['faithful']:,} faithful, {found['failed']:,} failed; "
        f"{found['pieces']:,} {'piece' if found['pieces'] == 1 else 'pieces'}, {found['seconds']:.1f} s",
        soft_wrap=True,
    )

"""verify functions: what a formula may say."""

import click

from verify.cli.options import AS_JSON
from verify.language.functions import CONSTANTS, TABLE
from verify.language.plane_rows import PLANE
from verify.mathematics.arrays.table import OPERATIONS
from verify.mathematics.families.table import FAMILIES
from verify.records import plain


@click.command("functions")
@AS_JSON
def functions_command(as_json: bool) -> None:
    """List the functions and constants of the formula language. Each function comes with its domain."""
    if as_json:
        rows = [
            {
                "name": f.name,
                "arguments": list(f.arguments),
                "domain": f.says,
                "derivatives": list(f.derivatives),
                "complex": f.name in PLANE or f.name == "abs",
            }
            for f in TABLE
        ]
        operations = [{"name": o.name, "call": o.call} for o in OPERATIONS.values()]
        families = [{"name": f.name, "call": f.call, "says": f.says} for f in FAMILIES.values()]
        of_arrays = {"operations": operations, "families": families}
        document = {"constants": list(CONSTANTS), "functions": rows, **of_arrays}
        click.echo(plain.to_json(document), nl=False)
        return
    click.echo("numbers, variables, + - * / ^, comparisons with and, or, not")
    click.echo("x^y: y whole (x != 0 for y < 0); x > 0; x = 0 with y > 0")
    click.echo("constants: " + ", ".join(CONSTANTS))
    for function in TABLE:
        complex_ = "; complex" if function.name in PLANE else ""
        click.echo(f"{function.signature}: {function.says}{complex_}")
    click.echo("integrate(f, x, a, b): f analytic in x on [a, b] and at its ends, both finite")
    click.echo("root(f, x, near): a simple root, which Newton's iteration from near finds")
    click.echo("of arrays (--array): A @ b, x[k], " + ", ".join(o.call for o in OPERATIONS.values()))
    for family in FAMILIES.values():
        click.echo(f"family {family.call}: {family.says}")
    click.echo("of complex numbers: 1j, complex(x, y), real(z), imag(z), conj(z), abs(z), arg(z)")

"""Programs drawn at random, of floats, float32, integers and arrays: as followed, and as Fractions run them.

A drawn piece is a pair of texts. What a format rounds, Fractions keep; what goes among integers is cut in
both. On the exact side arrays are numpy's arrays of objects, so that views, slices and stores are numpy's own
there, too.
"""

import math
from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np

Pair = tuple[str, str]
SIZE = 3
SCALARS, ARRAYS = ["x", "y", "s", "t"], ["v", "w", "h", "k", "u"]
LITERALS = ["0.1", "1.7", "0.25", "10.0", "3.3", "0.5"]


def both(template: str, *parts: Pair, exact: str | None = None) -> Pair:
    """A pair made of pairs by a template, or by one for each side."""
    plain, fractions = ([p[k] for p in parts] for k in (0, 1))
    return template.format(*plain), (exact or template).format(*fractions)


def scalar(draw: Random, depth: int) -> Pair:
    if depth <= 0:
        kind = draw.randrange(4)
        if kind == 0:
            text = draw.choice(LITERALS)
            return text, f"F('{text}')"
        if kind == 1:
            return both(str(draw.choice([1, 2, 3, -2])))
        name = draw.choice(SCALARS if kind == 2 else ARRAYS)
        return both(name if kind == 2 else f"{name}[{draw.randrange(-SIZE, SIZE)}]")
    a, b = scalar(draw, depth - 1), scalar(draw, draw.randrange(depth))
    return draw.choice(SCALAR_FORMS)(draw, a, b, depth)


def array(draw: Random, depth: int) -> Pair:
    if depth <= 0:
        return both(draw.choice(ARRAYS))
    a, b = array(draw, depth - 1), array(draw, draw.randrange(depth))
    return draw.choice(ARRAY_FORMS)(draw, a, b, depth)


def form(template: str, exact: str | None = None) -> Callable[..., Pair]:
    return lambda draw, a, b, depth: both(template, a, b, exact=exact)


def of_arrays(template: str, exact: str | None = None) -> Callable[..., Pair]:
    """A number made of arrays."""
    return lambda draw, a, b, depth: both(
        template, array(draw, depth - 1), array(draw, depth - 1), a, exact=exact
    )


def of_scalars(template: str, exact: str | None = None) -> Callable[..., Pair]:
    """An array made of numbers."""
    return lambda draw, a, b, depth: both(template, *(scalar(draw, depth - 1) for _ in range(3)), exact=exact)


ARITHMETIC = [form(f"({{}} {op} {{}})") for op in "+-*"] + [form("({} / {})", "over({}, {})")]
SCALAR_FORMS = ARITHMETIC * 2 + [
    form("abs({})"),
    form("-{}"),
    form("max({}, {})"),
    form("min({}, {})"),
    form("({0} if {0} < {1} else {1} * 2)"),
    form("float({})", "({})"),
    form("np.float64({})", "({})"),
    form("np.float32({})", "({})"),
    form("int({})", "trunc({})"),
    form("math.floor({})"),
    form("np.floor({})", "math.floor({})"),
    form("np.trunc({})", "trunc({})"),
    form("round({}, 2)", "places({}, 2)"),
    form("round(np.float64({}), 1)", "places({}, 1)"),
    form("({} % 3)"),
    form("({} // 0.5)", "({} // F('0.5'))"),
    form("sum([{}, {}])"),
    form("({}) ** 2"),
    form("np.square({})", "({}) ** 2"),
    form("(lambda q: q * {1})({0})"),
    form("[{}, {}][-1]"),
    form("np.add({}, {})", "({} + {})"),
    form("np.array([{}, {}]).sum()", "({} + {})"),
    of_arrays("{0}.sum()"),
    of_arrays("np.sum({0}[1:])"),
    of_arrays("sum({0})"),
    of_arrays("np.dot({0}, {1})"),
    of_arrays("({0} @ {1})"),
    of_arrays("{0}.max()"),
    of_arrays("min({0})"),
    of_arrays("{0}.mean()", "({0}.sum() / F(3))"),
    of_arrays("({0} > {2}).sum()", "sum(q > {2} for q in {0})"),
    of_arrays("np.prod({0})"),
    of_arrays("{0}[np.argmax({1})]"),
    of_arrays("{0}.item(1)", "{0}[1]"),
    of_arrays("{0}.tolist()[2]", "{0}[2]"),
    of_arrays("np.linalg.norm({0}, 1)", "sum(abs(q) for q in {0})"),
]
ARRAY_FORMS = ARITHMETIC * 2 + [
    form("-{}"),
    form("abs({})"),
    form("{}[::-1]"),
    form("{}.copy()"),
    form("np.where({0} > {1}, {0}, {1})"),
    form("np.where({0} > 1, {0}, 0.1)", "np.where({0} > 1, {0}, F('0.1'))"),
    form("np.where({0} > {1}, 1, {0})"),
    form("np.concatenate([{}[:1], {}[1:]])"),
    form("np.append({}[:2], 2)"),
    form("np.maximum({}, {})"),
    form("np.cumsum({})"),
    form("np.roll({}, 1)"),
    form("np.sort({})"),
    form("{}.astype(np.float32)", "({}).copy()"),
    form("{}.astype(float)", "({}).copy()"),
    form("{}.astype(int)", "cut({})"),
    form("np.floor({})"),
    form("np.reshape({}, (3, 1))[:, 0]"),
    form("np.stack([{}, {}])[1]"),
    form("np.array([{}, {}])[0]"),
    form("np.array([{0}, {1}]).T @ np.array([2, 1])", "({0} * 2 + {1})"),
    form("np.outer({}, {})[1]"),
    form("np.diff(np.append({}, 1))"),
    form("np.take({}, [2, 0, 1])"),
    form("np.clip({}, -1, 2)"),
    of_scalars("np.array([{}, {}, {}])", "row([{}, {}, {}])"),
    of_scalars("np.full(3, float({}))", "row([{}] * 3)"),
    of_scalars("np.array([{}, {}, {}], dtype=np.float32)", "row([{}, {}, {}])"),
]


def store(draw: Random) -> list[Pair]:
    """A statement that writes into an array, into a part of it, or by way of a view."""
    name = draw.choice(ARRAYS)
    number, whole = scalar(draw, 1), array(draw, 1)
    cut = ("trunc({0})", "cut({0})") if name == "k" else ("{0}", "{0}")
    one, many = both("{0}", number, exact=cut[0]), both("{0}", whole, exact=cut[1])
    place = draw.randrange(-SIZE, SIZE)
    kept = f"s = {{0}}; {name}[{place}] = " + cut[0].format("s")
    new = ("pass", "pass") if name in "hk" else (f"{name} = {{}} * 1.0", f"{name} = ({{}}) * 1")
    forms = [
        both(f"{name}[{place}] = {{}}", one),
        both(f"{name}[:] = {{}}", many),
        both(f"{name}[1:] = {{}}[:2]", many),
        both(f"{name}[{place}], s = {{}}, {{}}", one, number),
        both(f"s = {name}[{place}] = {{}}", number, exact=kept),
        both(f"for {name}[{place}] in [{{}}]: pass", one),
        both(new[0], whole, exact=new[1]),
        both(f"{name}[{name} > 1] = {{}}", one),
    ]
    if name != "k":
        forms += [
            both(f"{name} += {{}}", whole),
            both(f"{name} *= {{}}", number),
            both(f"{name}[{place}] -= {{}}", number),
            both(f"z = {name}[1:]\n    z[0] = {{}}", number),
            both(f"np.multiply({name}, {{}}, out={name})", number, exact=f"{name}[:] = {name} * {{}}"),
        ]
    return [draw.choice(forms)]


def statement(draw: Random) -> list[Pair]:
    kind = draw.randrange(6)
    if kind < 2:
        return [
            both(f"{draw.choice(['s', 't'])} {draw.choice(['=', '+=', '*=', '-='])} {{}}", scalar(draw, 2))
        ]
    if kind == 2:
        inner = scalar(draw, 2)
        return [both("if {} > {}:\n        s = {}", scalar(draw, 1), scalar(draw, 1), inner)]
    return store(draw)


def program(draw: Random) -> Pair:
    lines = [
        ("s, t = y, 1.5", "s, t = y, F('1.5')"),
        ("v = np.array([x, 0.7, y])", "v = row([x, F('0.7'), y])"),
        ("w = v * 0.3", "w = v * F('0.3')"),
        ("h = np.zeros(3, dtype=np.float32)", "h = row([0, 0, 0])"),
        ("h[:] = v", "h[:] = v"),
        ("k = np.zeros(3, dtype=int)", "k = row([0, 0, 0])"),
        ("k[1:] = [3, -2]", "k[1:] = [3, -2]"),
        ("u = np.array([1.1, -2.3, 0.9], dtype=np.float32)", "u = row([F('1.1'), F('-2.3'), F('0.9')])"),
    ]
    for _ in range(draw.randrange(2, 7)):
        lines += statement(draw)
    lines.append(both("return {} + {}", scalar(draw, 2), scalar(draw, 2)))
    texts = ["\n".join(["def f(x, y):", *(f"    {line[k]}" for line in lines)]) + "\n" for k in (0, 1)]
    return "import math\nimport numpy as np\n\n\n" + texts[0], texts[1]


def row(values: list[Any]) -> np.ndarray:
    found = np.empty(len(values), dtype=object)
    found[:] = [q if isinstance(q, int) else Fraction(q) for q in values]
    return found


def cut(values: np.ndarray) -> np.ndarray:
    return row([math.trunc(q) for q in values])


def places(q: Any, digits: int) -> Fraction:
    return Fraction(round(Fraction(q) * 10**digits), 10**digits)


def over(a: Any, b: Any) -> Any:
    return a * Fraction(1) / b  # of two integers, too


def on_fractions(text: str) -> Callable[..., Fraction]:
    """The exact side."""

    def ratio(q: Any) -> Any:
        return Fraction(q)

    space: dict[str, Any] = {"F": Fraction, "np": np, "math": math, "trunc": math.trunc}
    space |= {"row": row, "cut": cut, "places": places, "over": over}
    exec(text, space)
    return lambda *x: ratio(space["f"](*map(Fraction, x)))

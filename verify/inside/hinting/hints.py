"""Hints: for a line that magnifies, an expression that is equal in exact arithmetic and better in float64.

A row of the table of remedies is a theorem; that its hypothesis holds, and that both sides are defined, is
decided in balls over the whole box of inputs. Then both sides are computed in float64 at the inputs at hand
and judged by a ball of the truth. What cannot be proved, or is not better, is not shown.
"""

import ast
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flint import arb

from verify.arithmetic.precision import enclose, lower, precision, upper
from verify.inside.hinting import patterns, templates
from verify.inside.hinting.equal import Formulas, equal_over, falsified
from verify.inside.hinting.formulas import BUILTINS, MODULES, Translation, Unknown, Value, computed
from verify.inside.hinting.remedies import TABLE, Remedy
from verify.inside.hinting.rewrites import REWRITES
from verify.language.expressions import Undefined, evaluate
from verify.measure.distance import ulp
from verify.measure.measurement import digits

Ball = arb | Sequence[arb]
TRUTH_BITS, MAX_BITS = 128, 4096


@dataclass(frozen=True)
class Hint:
    """An expression of the source, what may stand in its place, and why: the two are equal wherever both are
    defined and `holds`, a condition in Python, is true."""

    name: str
    before: str
    after: str
    says: str
    holds: str | None = None


@dataclass(frozen=True)
class Proof:
    """A hint that is equal over the box and better here: correct digits rounded down, ulps outward."""

    hint: Hint
    digits_before: float
    digits_after: float
    ulps_before: float
    ulps_after: float
    says: str


# --- finding ----------------------------------------------------------------------------------------------


def propose(
    code: str,
    operands: Mapping[str, Value],
    definitions: Mapping[str, str] | None = None,
    scope: Mapping[str, object] | None = None,
) -> list[Hint]:
    """The remedies whose pattern occurs in an expression whose variables (by their text) are the operands.

    definitions: what single assignments before it gave to names, as code; they are put in the names' place.
    scope: the globals of the function; without them math, np and sqrt are taken to be what they are called.
    """
    tree = expression(code)
    if tree is None:
        return []
    given = {name: body for name, text in (definitions or {}).items() if (body := expression(text))}
    named = patterns.substituted(tree, given)
    if scope is not None and not all(_is_itself(node, scope) for node in ast.walk(named)):
        return []
    found: dict[tuple[str, str], Hint] = {}
    for read, as_written in ((tree, True), (named, False)):
        for hint in _matched(read, as_written):
            kept = found.get((hint.name, hint.before))
            # Of the same remedy found twice (a - b, and b - a negated) the shorter is shown.
            if (kept is None or len(hint.after) < len(kept.after)) and _known(hint, operands):
                found[hint.name, hint.before] = hint
    return list(found.values())


def _is_itself(node: ast.AST, scope: Mapping[str, object]) -> bool:
    """Is a module or a function the one that its name says? Others are none of the table's."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in MODULES:
        return scope.get(node.value.id) is MODULES[node.value.id]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        name = node.func.id
        known = [BUILTINS.get(name), *(getattr(module, name, None) for module in MODULES.values())]
        return any(scope.get(name, BUILTINS.get(name)) is own for own in known if own is not None)
    return True


def expression(code: str) -> ast.expr | None:
    """The expression of a line: what it returns, assigns or is. Decimals keep the text they were typed as."""
    try:
        body = ast.parse(code.strip()).body
    except SyntaxError:
        return None
    value = getattr(body[0], "value", None) if len(body) == 1 else None
    if not isinstance(value, ast.expr):
        return None
    return templates.typed(value, code.strip())


def _known(hint: Hint, operands: Mapping[str, Value]) -> bool:
    """Can it be judged: has every part a meaning in the truth language and every variable a value?"""
    try:
        translated = _Sides.of(hint, operands)
    except Unknown:
        return False
    return all(text in operands for text in translated.translation.names)


def _matched(tree: ast.expr, as_written: bool) -> Iterator[Hint]:
    before = templates.written(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.BinOp | ast.UnaryOp | ast.Call):
            continue
        for remedy, new, holds_here in _rewritten(node, as_written):
            after = templates.written(spelled(templates.replaced(tree, node, new), tree))
            if after != before:
                yield Hint(remedy.name, before, after, remedy.why, holds_here)


def _rewritten(node: ast.expr, as_written: bool) -> Iterator[tuple[Remedy, ast.expr, str | None]]:
    for remedy in TABLE:
        for bound, sign, left in patterns.within(patterns.pattern(remedy.before), node):
            new = templates.instantiated(remedy.after, bound)
            if templates.is_sum(remedy.before):
                new = patterns.summed([(sign, new), *left])
            elif left:
                new = patterns.multiplied([(1, new), *left])
            holds = remedy.holds
            yield remedy, new, holds and templates.written(templates.instantiated(holds, bound))
    for remedy, rewrite, through_names in REWRITES:
        rewritten = rewrite(node) if as_written or through_names else None
        if rewritten is not None:
            yield remedy, rewritten, None


def spelled(code: ast.expr, like: ast.expr) -> ast.expr:
    """The functions of the table under the module whose functions the code calls."""
    names = [
        n.value.id for n in ast.walk(like) if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name)
    ]
    used = [name for name in names if name in MODULES]
    for node in ast.walk(code):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id not in BUILTINS:
            name = node.func.id
            module = next((m for m in (*used, "math", "statistics") if hasattr(MODULES[m], name)), "")
            if module:
                node.func = ast.Attribute(ast.Name(module, ast.Load()), name, ast.Load())
    return code


# --- proving ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Sides:
    """Both sides of a hint and its hypothesis, as code and as formulas."""

    before: ast.expr
    after: ast.expr
    formulas: Formulas
    translation: Translation

    @classmethod
    def of(cls, hint: Hint, given: Mapping[str, object]) -> "_Sides":
        before, after = expression(hint.before), expression(hint.after)
        if before is None or after is None:
            raise Unknown(f"{hint.before} and {hint.after} are not two expressions")
        translation = Translation({name: len(v) for name, v in given.items() if isinstance(v, Sequence)})
        holds_if = expression(hint.holds) if hint.holds is not None else None
        condition = None if holds_if is None else translation.node(holds_if)
        formulas = Formulas(translation.node(before), translation.node(after), condition)
        return cls(before, after, formulas, translation)


def verified(hint: Hint, box: Mapping[str, Ball], at: Mapping[str, Value]) -> Proof | None:
    """The hint with its proof; None where it is not proved equal over the box, or not better here."""
    try:
        sides = _Sides.of(hint, at)
        balls = {name: arb(v) for name, v in sides.translation.values(box).items()}
        values = {name: arb(float(v)) for name, v in sides.translation.values(at).items()}
    except (Unknown, KeyError):
        return None
    if not all(balls[name].contains(value) for name, value in values.items()):
        return None
    if not equal_over(sides.formulas, balls) or falsified(sides.formulas, balls, values):
        return None
    return _measured(hint, sides, values, at)


def _measured(hint: Hint, sides: _Sides, values: Mapping[str, arb], at: Mapping[str, Value]) -> Proof | None:
    try:
        found = enclose(lambda: evaluate(sides.formulas.before, values), bits=TRUTH_BITS, max_bits=MAX_BITS)
    except Undefined:
        return None
    if not found.done:
        return None
    with precision(found.bits):
        before, after = (_judged(computed(side, at), found.value) for side in (sides.before, sides.after))
    # Certified: the least that the one is wrong by is more than the most that the other is.
    if not after.most < before.least or math.floor(after.digits) <= math.floor(before.digits):
        return None
    says = f"{hint.after} here: {math.floor(after.digits)} digits instead of {math.floor(before.digits)}"
    return Proof(hint, before.digits, after.digits, before.least, after.most, says)


@dataclass(frozen=True)
class _Judged:
    least: float  # ulps, rounded outward
    most: float
    digits: float  # rounded down


def _judged(result: float, truth: arb) -> _Judged:
    if not math.isfinite(result):
        return _Judged(math.inf, math.inf, 0.0)
    error = abs(arb(result) - truth)
    ulps = error / ulp(truth)
    return _Judged(lower(ulps), upper(ulps), digits(error / abs(truth)))

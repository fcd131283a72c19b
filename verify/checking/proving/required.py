"""What preconditions say of the parts of a computation: a + b > c of (a + b - c)/2, that it is positive."""

from collections.abc import Mapping, Sequence
from typing import Any

from flint import arb, fmpq

from verify.checking.subjects.identity import polynomial
from verify.checking.subjects.subject import Subject
from verify.language.nodes import Call, Node, parts_of

Ends = tuple[arb, arb]  # from below and above, infinite where there is none
Terms = dict[tuple[int, ...], fmpq]


def ends_of_parts(done: Node, what: Subject) -> Mapping[int, Ends]:
    """By the identity of a part of the operations: what bounds it in exact arithmetic, wherever the
    preconditions hold. A part that is alpha q + beta for a precondition q >= 0 is at least beta for alpha > 0
    and at most beta for alpha < 0."""
    known = [q for q in (_terms(node, what.names) for node in _not_negative(what)) if q]
    found: dict[int, Ends] = {}
    for part in parts_of(done) if known else ():
        if isinstance(part, Call) and (p := _terms(part, what.names)):
            for alpha, beta in filter(None, (_line(p, q) for q in known)):
                low, high = found.get(id(part), (arb.neg_inf(), arb.pos_inf()))
                found[id(part)] = (low.max(arb(beta)), high) if alpha > 0 else (low, high.min(arb(beta)))
    return found


def _not_negative(what: Subject) -> list[Node]:
    """Differences that preconditions make so: of comparisons, and what is joined by `and`."""
    found: list[Node] = []
    waiting = [*(c for c in what.conditions if not callable(c)), *what.assured]
    while waiting:
        match waiting.pop():
            case Call("and", parts):
                waiting += parts
            case Call("<" | "<=", (left, right)):
                found.append(Call("-", (right, left)))
            case Call(">" | ">=", (left, right)):
                found.append(Call("-", (left, right)))
    return found


def _terms(node: Node, names: Sequence[str]) -> Terms | None:
    """Coefficients by exponents; None of what is no polynomial, or constant."""
    found: Any = polynomial(node, names)
    terms: Terms = {} if found is None else found.to_dict()
    return terms if any(any(powers) for powers in terms) else None


def _line(p: Terms, q: Terms) -> tuple[fmpq, fmpq] | None:
    """alpha and beta of p = alpha q + beta."""
    p_varies, q_varies = ({k: c for k, c in terms.items() if any(k)} for terms in (p, q))
    if p_varies.keys() != q_varies.keys():
        return None
    ratios = {p_varies[k] / q_varies[k] for k in p_varies}
    if len(ratios) > 1:
        return None
    (alpha,), nothing = ratios, (0,) * len(next(iter(p_varies)))
    return alpha, p.get(nothing, fmpq(0)) - alpha * q.get(nothing, fmpq(0))

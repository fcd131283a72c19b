"""Rewriting of source: what the instrumented form of each expression and statement is.

    a + b      becomes  add(a, b, 17)         17 numbers the place in the source
    f(x)       becomes  call(18, f, x)
    0.1        becomes  literal[19]

and so on, with ENTRY before each of these names, which the namespace of the compiled code has to hold. The
order of evaluation is kept. Chained comparisons of calls, `is` and subscripts stay as they are: followed
numbers answer them themselves.
"""

import ast
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from verify.inside.source import sites
from verify.inside.source.sites import Site
from verify.inside.source.syntax import BINARY, COMPARED, ENTRY, UNARY, copied, index, named, stored

# These look at the frame that calls them, or are known to the compiler.
BY_FRAME = {"super", "locals", "globals", "vars", "dir", "eval", "exec", "breakpoint", "__import__"}
OBJECT, INDEX = f"{ENTRY}object", f"{ENTRY}index"
OF_SETS = (ast.BitOr, ast.BitAnd, ast.BitXor)
WHOLE = ("flat", "real", "imag")  # attributes of arrays that stand for their entries


class Instrumenter(ast.NodeTransformer):
    """Rewrites one module; the segments of code are cut from the text once."""

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.lines = [line.encode() for line in text.splitlines(keepends=True)]  # columns count bytes
        self.sites: dict[int, Site] = {}
        self.literals: dict[int, tuple[float, Fraction]] = {}
        self.storing: ast.stmt | None = None  # the assignment whose targets are rewritten

    def segment(self, node: ast.expr | ast.stmt) -> str:
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        if last >= len(self.lines):
            return ""
        pieces = self.lines[first : last + 1]
        pieces[-1] = pieces[-1][: node.end_col_offset]
        pieces[0] = pieces[0][node.col_offset :]
        return b"".join(pieces).decode(errors="replace")

    def site(self, node: ast.expr | ast.stmt, operation: str) -> int:
        number = next(sites.fresh)
        code = sites.shortened(self.segment(node))
        self.sites[number] = Site(self.path, node.lineno, node.col_offset + 1, code, operation)
        return number

    def to(self, node: ast.expr, name: str, arguments: Sequence[ast.expr]) -> ast.Call:
        """A call of the dispatcher in place of a node."""
        return ast.copy_location(ast.Call(named(ENTRY + name), list(arguments), []), node)

    # --- expressions ----------------------------------------------------------------------------------

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        known = BINARY.get(type(node.op))
        if known is None:
            self.generic_visit(node)
            return self.to(node, "set", [node]) if isinstance(node.op, OF_SETS) else node
        site = self.site(node, known[1])
        self.generic_visit(node)
        return self.to(node, known[0], [node.left, node.right, ast.Constant(site)])

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        if isinstance(node.op, ast.Not):
            return ast.copy_location(ast.UnaryOp(node.op, self.tested(node.operand)), node)
        known = UNARY.get(type(node.op))
        if known is None:
            return self.generic_visit(node)
        site = self.site(node, known[1])
        self.generic_visit(node)
        return self.to(node, known[0], [node.operand, ast.Constant(site)])

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        middle_is_simple = all(isinstance(c, ast.Name | ast.Constant) for c in node.comparators[:-1])
        sides = [node.left, *node.comparators]
        if len(node.ops) > 1 and middle_is_simple:
            # A name or a constant in the middle of a chain is read twice and comes to the same.
            pairs = zip(node.ops, sides, sides[1:], strict=False)
            links = (ast.Compare(copied(left), [op], [copied(right)]) for op, left, right in pairs)
            parts: list[Any] = [self.visit(ast.copy_location(link, node)) for link in links]
            return ast.copy_location(ast.BoolOp(ast.And(), parts), node)
        if len(node.ops) > 1 or type(node.ops[0]) not in COMPARED:
            return self._asked_for(node)
        name, symbol = COMPARED[type(node.ops[0])]
        site = self.site(node, symbol)
        return self.to(node, name, [*map(self.visit, sides), ast.Constant(site)])

    def _asked_for(self, node: ast.Compare) -> ast.AST:
        """x in {1, 2}: of a set that is written there nothing else is asked.

        numpy would look for a followed number among integers as for a mere float: x in y is a call.
        """
        node.left = self.visit(node.left)
        for k, side in enumerate(node.comparators):
            new: Any = self.generic_visit(side) if isinstance(side, ast.Set) else self.visit(side)
            node.comparators[k] = new
        no_array = isinstance(node.comparators[0], ast.Set | ast.Tuple | ast.List | ast.Dict | ast.Constant)
        if len(node.ops) > 1 or no_array or not isinstance(node.ops[0], ast.In | ast.NotIn):
            return node
        found = self.to(node, "contains", [node.left, *node.comparators])
        return (
            ast.copy_location(ast.UnaryOp(ast.Not(), found), node)
            if isinstance(node.ops[0], ast.NotIn)
            else found
        )

    def visit_Call(self, node: ast.Call) -> ast.AST:
        direct = isinstance(node.func, ast.Name) and node.func.id in BY_FRAME
        site = self.site(node, "call")
        self.generic_visit(node)
        if direct:
            return node
        arguments = [ast.Constant(site), node.func, *node.args]
        return ast.copy_location(ast.Call(named(f"{ENTRY}call"), arguments, node.keywords), node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, complex):
            return self._imaginary(node, node.value.imag)
        if not isinstance(node.value, float):
            return node
        return self._literal(node, node.value, self.segment(node).replace("_", ""))

    def _imaginary(self, node: ast.Constant, value: float) -> ast.AST:
        """0.1j: the imaginary part is the decimal that was typed."""
        part = self._literal(node, value, self.segment(node).replace("_", "").rstrip("jJ"))
        return ast.copy_location(ast.Call(named(f"{ENTRY}imaginary"), [part], []), node)

    def _literal(self, node: ast.Constant, value: float, text: str) -> ast.expr:
        try:
            says = Fraction(text)
        except ValueError:  # not where the syntax tree says: in an f-string of Python 3.11
            says = Fraction(repr(value)) if abs(value) < float("inf") else Fraction(0)
        if abs(value) == float("inf"):  # 1e999
            return ast.copy_location(ast.Constant(value), node)
        site = self.site(node, "literal")
        self.literals[site] = (value, says)
        literal = ast.Subscript(named(f"{ENTRY}literal"), ast.Constant(site), ast.Load())
        return ast.copy_location(literal, node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        self._formatted(node)
        return self.to(node, "text", [self.to(node, "written", []), node])

    def _formatted(self, node: ast.JoinedStr) -> None:
        """The values within; a format within a format stays what it is."""
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                part.value = self.visit(part.value)
                if isinstance(part.format_spec, ast.JoinedStr):
                    self._formatted(part.format_spec)

    # --- tests: what is asked whether it is true ------------------------------------------------------

    def tested(self, test: ast.expr) -> Any:
        """A test whose value may be a number."""
        asks = isinstance(test, ast.Name | ast.Attribute | ast.Subscript | ast.Call | ast.BinOp)
        site = self.site(test, "truth") if asks else 0
        new = self.visit(test)
        return self.to(test, "test", [new, ast.Constant(site)]) if asks else new

    def _with_test(self, node: Any) -> Any:
        node.test = self.tested(node.test)
        for field in ("body", "orelse"):
            inner = getattr(node, field)
            setattr(node, field, self._block(inner) if isinstance(inner, list) else self.visit(inner))
        return node

    visit_If = visit_While = visit_IfExp = _with_test

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        node.test = self.tested(node.test)
        node.msg = None if node.msg is None else self.visit(node.msg)
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        node.values = [self.tested(value) for value in node.values]
        return node

    def _block(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        found: list[ast.stmt] = []
        for statement in statements:
            new = self.visit(statement)
            found += new if isinstance(new, list) else [new]
        return found

    # --- sets, whose order is of bits ---------------------------------------------------------------------

    def visit_Set(self, node: ast.Set | ast.SetComp) -> ast.AST:
        self.generic_visit(node)
        return self.to(node, "set", [node])

    visit_SetComp = visit_Set

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        node.target, node.iter = self.visit(node.target), self.visit(node.iter)
        node.ifs = [self.tested(condition) for condition in node.ifs]
        return node

    # --- statements -----------------------------------------------------------------------------------

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        """t op= v: the target is evaluated once, read, the value is evaluated, the result stored."""
        known = BINARY.get(type(node.op))
        if known is None:
            return self.generic_visit(node)
        site = ast.Constant(self.site(node, known[1]))
        before: list[ast.stmt] = []
        target = node.target
        read: ast.expr
        write: ast.expr
        if isinstance(target, ast.Name):
            read, write = named(target.id), target
        else:
            before.append(stored(OBJECT, self.visit(target.value)))
            if isinstance(target, ast.Attribute):
                read = ast.Attribute(named(OBJECT), target.attr, ast.Load())
                owner = self.to(target, "owner", [named(OBJECT), site])
                whole = target.attr in WHOLE
                write = ast.Attribute(owner if whole else named(OBJECT), target.attr, ast.Store())
            else:
                before.append(stored(INDEX, index(self.visit(target.slice))))
                read = ast.Subscript(named(OBJECT), named(INDEX), ast.Load())
                owner = self.to(target, "owner", [named(OBJECT), site])
                write = ast.Subscript(owner, named(INDEX), ast.Store())
        value = ast.Call(named(f"{ENTRY}i{known[0]}"), [read, self.visit(node.value), site], [])
        statements = [*before, ast.Assign([write], value)]
        for statement in statements:
            for part in ast.walk(statement):
                if not hasattr(part, "lineno"):
                    ast.copy_location(part, node)
        return statements

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        before, self.storing = self.storing, node
        node.targets = [self.visit(target) for target in node.targets]
        self.storing = before
        node.value = self.visit(node.value)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """o[i] that is stored into, be it by =, in a tuple, by for or with: o is asked how, and before i."""
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Store):
            node.value = self._owner(node, node.value)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Store) and node.attr in WHOLE:
            node.value = self._owner(node, node.value)
        return node

    def _owner(self, target: ast.expr, owner: ast.expr) -> ast.expr:
        return self.to(owner, "owner", [owner, ast.Constant(self.site(self.storing or target, "="))])

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.value = None if node.value is None else self.visit(node.value)
        node.target = self.visit(node.target)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return node  # an annotation computes nothing

    def visit_match_case(self, node: ast.match_case) -> ast.AST:
        # A pattern has to stay a pattern: its constants are compared by ==.
        node.pattern = self.visit(node.pattern)
        node.guard = None if node.guard is None else self.tested(node.guard)
        node.body = self._block(node.body)
        return node

    def visit_MatchValue(self, node: ast.MatchValue) -> ast.AST:
        node.value = self._of_pattern(node.value)
        return node

    def _of_pattern(self, node: ast.expr) -> ast.expr:
        """case 0.3: the decimal that was typed, by a name with a dot, which a pattern may be."""
        value = node.operand if isinstance(node, ast.UnaryOp) else node
        if isinstance(value, ast.Constant) and isinstance(value.value, float):
            literal = self._literal(value, value.value, self.segment(value).replace("_", ""))
            if isinstance(literal, ast.Subscript) and isinstance(literal.slice, ast.Constant):
                name = f"{'plus' if value is node else 'minus'}_{literal.slice.value!r}"
                node = ast.copy_location(ast.Attribute(literal.value, name, ast.Load()), value)
        return node

    def visit_MatchMapping(self, node: ast.MatchMapping) -> ast.AST:
        node.keys = [self._of_pattern(key) for key in node.keys]
        node.patterns = [self.visit(pattern) for pattern in node.patterns]
        return node

"""The text of FPCore: round trips, literals judged by fractions, malformed input with its place."""

from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.fpcore.core_parser import Malformed, parse
from verify.fpcore.reader import SYMBOL, Datum, List, Number, Place, String, Symbol, Wrong, read, written
from verify.fpcore.syntax import Apply, Core, Literal, Variable

LETTERS = "abz_AZ019~!@$%^&*-+=<>.?/:é"
SYMBOLS = st.text(LETTERS, min_size=1).filter(
    lambda s: SYMBOL.fullmatch(s) is not None and isinstance(read(s)[0], Symbol)
)
NUMBERS = st.fractions().map(lambda q: Number(fmpq(q.numerator, q.denominator)))
STRINGS = st.text('ab "\\\n;()é', max_size=8).map(String)
DATA = st.recursive(
    SYMBOLS.map(Symbol) | NUMBERS | STRINGS,
    lambda inner: st.lists(inner, max_size=4).map(lambda d: List(tuple(d))),
    max_leaves=8,
)


@settings(max_examples=50)
@given(st.lists(DATA, max_size=3))
def test_what_is_written_is_read_again(data: list[Datum]) -> None:
    assert read("\n".join(map(written, data))) == data


def value(text: str) -> Fraction:
    (datum,) = read(text)
    assert isinstance(datum, Number)
    return Fraction(int(datum.value.p), int(datum.value.q))


@given(st.integers(0, 10**20), st.integers(0, 10**8), st.integers(-300, 300), st.sampled_from(["", "+", "-"]))
def test_decimals_are_the_rationals_they_say(whole: int, part: int, exponent: int, sign: str) -> None:
    text = f"{sign}{whole}.{part}e{exponent}"
    assert value(text) == Fraction(text)
    assert value(f"{sign}{whole}") == Fraction(f"{sign}{whole}")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_hexadecimals_are_the_doubles_that_python_writes(x: float) -> None:
    assert value(x.hex()) == Fraction(x)


def test_literals_of_the_standard() -> None:
    table = {"-1/3": "-1/3", "+12/08": "3/2", ".5": "1/2", "1.e2": "100", "0x.8p3": "4", "-0X1F": "-31"}
    for text, exact in table.items():
        assert value(text) == Fraction(exact)
    assert value("1" * 6000) == Fraction((10**6000 - 1) // 9)
    assert value("0x1.00000000000000000001") == 1 + Fraction(1, 16**20)  # more bits than a double has
    (symbol,) = read("-")
    assert symbol == Symbol("-")
    (list_,) = read("(+x ... -. . x-1)")
    assert isinstance(list_, List)
    assert all(isinstance(item, Symbol) for item in list_.items)


def test_comments_brackets_and_escapes() -> None:
    text = '; first\n(a [b "say \\"hi\\" \\\\ ; no comment"] ; last\n)'
    assert read(text) == [List((Symbol("a"), List((Symbol("b"), String('say "hi" \\ ; no comment')))))]
    assert read(text)[0].place == Place(2, 1)


MALFORMED = {
    "(FPCore (x) (+ x 1": (1, 13, "never closed"),
    "(FPCore (x)\n  (+ x 1])": (2, 9, "closes the '('"),
    "(FPCore (x) x))": (1, 15, "closes nothing"),
    '(FPCore (x) :name "x)': (1, 19, "string is never closed"),
    "(FPCore (x)\n\n  (+ 1x 2))": (3, 6, "neither a number nor a symbol"),
    "(FPCore (x) 1/0)": (1, 13, "neither a number nor a symbol"),
    "(FPCore (x) 1e999999)": (1, 13, "beyond what is accepted"),
    "(FPCore (x) (+ x y))": (1, 18, "y is not bound"),
    "(FPCore (x) (+ x 0.5f0))": (1, 18, "'0.5f0' is neither a number nor a symbol"),
    "(FPCore (x) (*))": (1, 13, "* takes 2 arguments, not 0"),
    "(FPCore ((A 1/0)) 1)": (1, 13, "neither a number nor a symbol"),
    "(FPCore (x) (digits 1 99999 2))": (1, 13, "digits of more than"),
    "(FPCore (x) (sqrt x x))": (1, 13, "sqrt takes 1 arguments"),
    "(FPCore (x) (fma x x))": (1, 13, "fma takes 3 arguments"),
    "(FPCore (x) (< ))": (1, 13, "< takes 1 or more"),
    "(FPCore (x) :pre)": (1, 13, "has no value"),
    "(FPCore (x) :name 1)": (1, 1, "has one expression after its properties"),
    "(FPCore (x) x\n x)": (2, 2, "has one expression after its properties"),
    "(FPCore (x x) x)": (1, 9, "bound twice"),
    "(FPCore (3) x)": (1, 10, "is not an argument"),
    "(FPCore ((A 0)) 1)": (1, 13, "is not a dimension"),
    "(FPCore x x)": (1, 1, "not a core"),
    "(define x 1)": (1, 1, "not a core"),
    "hello": (1, 1, "not a core"),
    '(FPCore (x) "x")': (1, 13, "a string is not an expression"),
    "(FPCore (x) (1 x))": (1, 13, "begin with an operation"),
    "(FPCore (x) ())": (1, 13, "begin with an operation"),
    "(FPCore (x) (if x 1))": (1, 13, "if is (if test yes no)"),
    "(FPCore (x) (let ([y]) y))": (1, 19, "is not a binding"),
    "(FPCore (x) (let ([y 1] [y 2]) y))": (1, 25, "bound twice"),
    "(FPCore (x) (let ([y 1] [z y]) z))": (1, 28, "y is not bound"),
    "(FPCore (x) (while x ([y 1]) y))": (1, 23, "is not a loop variable"),
    "(FPCore (x) (while ([y 1 2]) y))": (1, 13, "while is (while test"),
    "(FPCore (x) (while (< y 1) ([z y 1] [y 0 1]) y))": (1, 32, "y is not bound"),
    "(FPCore (x) (tensor ([i 2]) ([y 1 2]) y))": (1, 13, "tensor is (tensor"),
    "(FPCore (x) (for ([i 2]) ([y 1 i]) i))": (1, 36, "i is not bound"),
    "(FPCore (x) (digits 1 2 1))": (1, 13, "digits is (digits m e b)"),
    "(FPCore (x) (! :round toZero))": (1, 13, "! has one expression"),
    "(FPCore f (x) x) (FPCore f (x) x)": (1, 18, "a second core"),
    "(FPCore f (x) x) (FPCore (x) (f x x))": (1, 30, "f takes 1 arguments"),
}


@pytest.mark.parametrize("text", MALFORMED)
def test_malformed_input_says_where(text: str) -> None:
    line, column, what = MALFORMED[text]
    (broken,) = (core for core in parse(text) if isinstance(core, Malformed))
    assert broken.reason.startswith(f"line {line}, column {column}: ")
    assert what in broken.reason


@given(st.text('()[]"; \nFPCorexyif1.5/+-:!#', max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    parse(text)


def test_depth_has_an_end() -> None:
    for deep, told in ((400, "nested too deeply"), (5000, "more than 1000 lists"), (10**6, "more than 1000")):
        (broken,) = parse("(FPCore (x) " + "(- " * deep + "x" + ")" * (deep + 1))
        assert isinstance(broken, Malformed)
        assert told in broken.reason
    (broken,) = parse("(" * 100_000 + ")" * 100_000)
    assert isinstance(broken, Malformed)
    assert len(broken.reason) < 100


def test_near_names_are_offered() -> None:
    (broken,) = parse("(FPCore (sini) (+ sin1 1))")
    assert isinstance(broken, Malformed)
    assert "near it: sini" in broken.reason
    (core,) = parse("(FPCore (x) (sinn x))")
    assert isinstance(core, Core)
    assert "sinn is not known; near it: sin" in core.unsupported[0]


# --- the others are read --------------------------------------------------------------------------------

GOOD = '(FPCore g (x) :name "good" (sqrt x))'
BROKEN = {
    "an operand too many": '(FPCore b (x) :name "bad" (sqrt x x))',
    "a literal": '(FPCore b (x) :name "bad" (+ x 0.5f0))',
    "a name": '(FPCore b (x) :name "bad" (+ x y))',
    "never closed": '(FPCore b (x) :name "bad" (sqrt (+ x 1)',
    "closed too often": '(FPCore b (x) :name "bad" (sqrt x)))',
    "closed otherwise": '(FPCore b (x) :name "bad" (sqrt x])',
    "a string": '(FPCore b (x) :name "bad (sqrt x))',
    "too deep": '(FPCore b (x) :name "bad" ' + "(- " * 5000 + "x" + ")" * 5001,
    "no core": "(define x 1)",
}


@pytest.mark.parametrize("what", BROKEN)
@pytest.mark.parametrize("between", ["\n", " "])
def test_a_broken_core_takes_no_other_with_it(what: str, between: str) -> None:
    if between == " " and what in ("never closed", "a string"):
        return  # where the next one begins cannot be told
    text = f"; first\n{GOOD}{between}{BROKEN[what]}{between}(FPCore h (x) (cbrt x))\n"
    found = parse(text)
    assert [core.identifier for core in found if isinstance(core, Core)] == ["g", "h"]
    broken = [core for core in found if isinstance(core, Malformed)]
    assert broken
    assert all(f"line {2 + (between != ' ')}, column" in core.reason for core in broken)
    structural = what in ("an operand too many", "a literal", "a name")
    assert broken[0].name == ("bad" if structural else broken[0].name)


def test_what_is_not_needed_may_be_unreadable() -> None:
    (core,) = parse("(FPCore (x) :cite (0.5f0 1/0) :spread 1e999999 (sqrt x))")
    assert isinstance(core, Core)
    assert isinstance(core.properties["spread"], Wrong)


def test_a_core_that_calls_a_broken_one_says_so() -> None:
    called, caller = parse("(FPCore f (x) (sqrt x x)) (FPCore (x) (+ 1 (f x)))")
    assert isinstance(called, Malformed)
    assert isinstance(caller, Core)
    assert "f, which is called, is malformed: line 1, column 15: sqrt takes" in caller.unsupported[0]


def test_the_operations_of_fpcore_1_are_read_from_the_left() -> None:
    x, y, z = map(Variable, "xyz")
    one = Literal(fmpq(1))
    table = {
        "(+ x y z)": Apply("+", (Apply("+", (x, y)), z)),
        "(- x y z)": Apply("-", (Apply("-", (x, y)), z)),
        "(* x y z x)": Apply("*", (Apply("*", (Apply("*", (x, y)), z)), x)),
        "(/ x y z)": Apply("/", (Apply("/", (x, y)), z)),
        "(+ x)": x,
        "(* x)": x,
        "(/ x)": Apply("/", (one, x)),
    }
    for text, body in table.items():
        (core,) = parse(f"(FPCore (x y z) {text})")
        assert isinstance(core, Core)
        assert core.body == body
        assert "FPCore 1" in core.notes[0]
    (core,) = parse("(FPCore (x y) (- (- x) (+ x y)))")
    assert isinstance(core, Core)
    assert core.notes == ()

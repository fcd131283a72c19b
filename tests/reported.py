"""A record made by hand, hostile in every text, whose measurements lie in it."""

HOSTILE = '<script>alert("1")</script> & | `x` --> ]]> </svg> {{ 7*7 }}'


def measurement(k, algorithm="sum", **changes):
    row = {
        "problem": "tiny",
        "algorithm": algorithm,
        "inputs": {"x": "1/3" if k % 2 else (k / 4).hex()},
        "parameters": {"terms": 5},
        "axis": k / 4,
        "computed": "0x1.8000000000000p+0",
        "truth": "[1.5000000000000000000000000000000001 +/- 3e-35]",
        "forward_error": f"[-1.5e-{k + 1} +/- 2.1e-30]",
        "rounding_error": f"[-1.5e-{k + 1} +/- 2.1e-30]",
        "truncation_error": "[0 +/- 0]",
        "data_error": "[0 +/- 3e-40]",
        "backward_error": None,
        "condition_number": "[2.00000000000 +/- 1e-17]",
        "ulps": 3.5 * k,
        "digits": 4.25,
        "cause": "rounding",
        "inherent": False,
        "bits": 128,
    }
    return {**row, **changes}


def nothing(**changes):
    names = ["forward", "rounding", "truncation", "data", "backward"]
    return {
        **{f"{n}_error": None for n in names},
        "condition_number": None,
        "ulps": None,
        "inherent": None,
    } | changes


def rows():
    huge = "[1.2e+520 +/- 1e+500]"
    yield from (measurement(k) for k in range(1, 6))
    yield from (measurement(k, parameters={"terms": 9}, cause="none") for k in range(1, 6))
    yield measurement(6, forward_error=huge, truncation_error=huge, ulps=None, cause="truncation", digits=0.0)
    yield measurement(7, computed="nan", cause="range", digits=0.0, reason=HOSTILE, **nothing())
    yield measurement(8, computed="-inf", truth=None, cause="undecided", digits=None, axis=None, **nothing())


def vector(n):
    entries = ["[1.00000000000000000000000000000 +/- 1e-40]"] * n
    return measurement(
        n,
        "solve",
        problem="vectors",
        inputs={},
        parameters={"n": n},
        axis=n,
        computed=["0x1.0p+0"] * n,
        truth=entries,
        backward_error="[1e-17 +/- 1e-30]",
        forward_error_componentwise="[3e-9 +/- 1e-30]",
        details={"condition_number_2": f"[1e+{9 * n} +/- 1]", "growth_factor": "[1.5 +/- 0]"},
    )


def parameter(name, shown):
    return {"name": name, "domain": "1..9", "shown": shown}


def problem(name, algorithm, **changes):
    row = {
        "name": name,
        "title": f"Title {HOSTILE}",
        "formula": HOSTILE,
        "source": HOSTILE,
        "truth": HOSTILE,
        "inputs": [{"name": "x", "domain": "[0, inf)"}],
        "parameters": [],
        "axis": {"title": HOSTILE, "log": False},
        "algorithms": [
            {"name": algorithm, "says": HOSTILE, "source": "", "parameters": [], "theorem": "", "grid": False}
        ],
    }
    return {**row, **changes}


def claim(verdict, **changes):
    row = {"id": "T-1", "problem": "tiny", "kind": "bound", "says": HOSTILE, "reading": "r", "source": "s"}
    row |= {"principal": True, "standing": "principal", "reach": HOSTILE}
    return {**row, "verdict": verdict, "evidence": HOSTILE, "bits": 256, "declared": "CONFIRMED", **changes}


def law(of, line, **changes):
    """A line of theory as a record has it."""
    row = {"claim": "T-1", "name": f"law {HOSTILE}", "of": of, "algorithms": [], "variable": "x", "at": {}}
    row |= {"expression": f"exp(x) {HOSTILE}", "title": HOSTILE, "says": HOSTILE, "log": True, "line": line}
    return row | changes


def survey_row(name="f", **changes):
    row = {
        "target": f"lib:{name}",
        "truth": HOSTILE,
        "format": "float64",
        "points": 9,
        "found": 1.5,
        "failed": 0,
    }
    row |= {
        "envelope": 2.5,
        "known": {"ulps": 3.0, "at": {"x": "0x1.8p+0"}},
        "undecided": 0,
        "notes": [HOSTILE],
    }
    return (
        row
        | {"worst": measurement(1), "worst_failure": None, "proved_bound": None, "command": HOSTILE}
        | changes
    )


def document():
    tiny = problem("tiny", "sum")
    tiny["algorithms"][0] |= {"parameters": [parameter("terms", 5)], "grid": True}
    tiny["theory"] = [
        law("rounding_error", [[0.25, -12.0], [1.5, -3.0]], algorithms=["sum"]),
        law("optimal_terms", [[0.25, 5.0], [1.5, 9.0]], log=False),
    ]
    return {
        "schema": "verify-record/1",
        "provenance": {"command": "verify run tiny --points 5 --seed 0", "cpu": HOSTILE, "seed": 0},
        "problems": [tiny, problem("vectors", "solve"), problem("empty", "none")],
        "summary": [{"problem": "tiny", "algorithm": "sum", "ulps": {"max": None, "p99": 4.0, "median": 1}}],
        "measurements": [*rows(), measurement(3, f"other {HOSTILE}"), *map(vector, (1, 2, 5))],
        "claims": [
            claim("REFUTED"),
            claim("UNDECIDED", id="T-2", bits=None, evidence="long " * 40),
            claim("CONFIRMED", id="T-3", principal=False, standing="neighbour"),
        ],
    }


CHANGES = [
    {"name": HOSTILE, "says": "max of ulps", "before": "1.2", "after": "4.5", "worse": True},
    {"name": "b", "says": "verdict", "before": "UNDECIDED", "after": "CONFIRMED", "worse": False},
]
EVERY = {
    "inputs": 100,
    "at": {"x": "0x1.8p+0"},
    "correctly_rounded": 90,
    "faithful": 98,
    "histogram": [[0.0, 90], [0.5, 8], [1.0, 2]],
}


def check_row(**changes):
    """A row of a check."""
    found = {"target": "m:f", "truth": "exp(x)", "format": "float16", "points": 7, "undecided": 1}
    found |= {"ulps": {"max": 2.5, "p99": 1.0, "median": 0.25}, "proved_bound": None, "outside_domain": 3}
    return (
        found
        | {"passed": False, "failed": 0, "worst": measurement(1), "command": "verify check m:f"}
        | changes
    )


def diverging(*algorithm, **also):
    """Rows of a series at four places, whose best number of terms is 3 + k with an error of 10^(-2k - 1)."""
    return [
        measurement(
            1,
            *algorithm,
            axis=10.0**-k,
            parameters={"terms": n},
            cause="truncation",
            ulps=1e9 * (n - 3 - k) ** 2 + 1,
            forward_error=f"[1e{-2 * k - 1} +/- 0]",
            **also,
        )
        for k in range(4)
        for n in range(1, 9)
    ]


def rich():
    """The hostile record with what makes every part of the site: lessons, ladders, drawn claims."""
    record = document()
    record["problems"] += [
        problem("stairs", "solve", lesson="ill-conditioning", axis={"title": "n", "log": False}),
        problem(
            "diverging",
            "series",
            lesson="breakdown",
            axis={"title": "t", "log": True},
            theory=[
                law("optimal_terms", [[1e-3, 7.0], [1.0, 2.0]], title="t", log=False),
                law("least_term", [[1e-3, -7.0], [1.0, -1.0]], title="t"),
            ],
        ),
    ]
    terms = {"parameters": [{"name": "terms", "domain": "1..9", "shown": 3}], "grid": True}
    record["problems"][-1]["algorithms"][0] |= terms
    record["measurements"] += [
        measurement(
            n,
            "solve",
            problem="stairs",
            parameters={"n": n},
            inputs={},
            axis=float(n),
            digits=max(16.0 - n, 0.0),
            condition_number=f"[1e{n} +/- 0]",
            inherent_error=f"[1e{n - 16} +/- 0]",
            cancelled_in_all=3.0 * n,
            cancelled_bits=n,
        )
        for n in range(1, 20)
    ]
    record["measurements"] += diverging("series", problem="diverging")
    record["claims"] += [
        claim("CONFIRMED", id="T-4", figure="1.49", ball="[1.4936 +/- 1e-9]", pieces=[0, 2, 5]),
    ]
    record["ladders"] = [
        {
            "problem": "tiny",
            "algorithm": "sum",
            "inputs": {"x": "1/3"},
            "parameters": {"terms": 5},
            "reaching": {"8": "binary64"},
            "rungs": [
                {"format": f"p{b}", "bits": b, "error": f"[1e-{b // 4} +/- 0]", "digits": b / 4}
                for b in range(10, 200, 30)
            ],
        }
    ]
    return record

"""Certify a function of your own: what is promised, where it fails, and a repair that keeps the promise.

log(1 + x)/x loses digits as x shrinks; log1p(x)/x does not. A gate, `max_ulps=4`, passes only where every
input tried is certified to keep it.
"""

import math

import verify


def naive(x):
    return math.log(1 + x) / x


def repaired(x):
    return math.log1p(x) / x


def main():
    rows = []
    for function in (naive, repaired):
        for k in range(-12, 2):
            found = verify.check(
                function, "log(1 + x)/x", x=(10.0**k, 10.0 ** (k + 1)), points=60, max_ulps=4
            )
            rows.append({"x": 10.0**k, "ulps": found.row["ulps"]["max"], "function": function.__name__})
        kept = [row for row in rows if row["function"] == function.__name__ and row["ulps"] <= 4]
        print(f"{function.__name__}: within 4 ulps in {len(kept)} of 14 decades")
    draw(rows)


def draw(rows):
    import altair as alt  # here, and not above: what a module imports is followed with its functions
    from picture import save

    chart = alt.Chart(alt.InlineData(rows)).mark_line(point=True)
    save(
        chart.encode(
            x=alt.X("x:Q", scale=alt.Scale(type="log"), title="decade of x"),
            y=alt.Y("ulps:Q", scale=alt.Scale(type="log"), title="largest certified error in ulps"),
            color=alt.Color("function:N", title=None),
            strokeDash="function:N",
        ),
        "own_function",
    )


if __name__ == "__main__":
    main()

"""Ill-conditioning: solving with Hilbert's matrix loses a digit and a half with every row.

The condition number of the problem tells what the rounding of the data costs, and LAPACK's answers follow
it. `inherent` says of which answers it is certified that they are off by no more than rounded data may cost
anyway. The truth is exact, in rational numbers.
"""

import math

import verify


def main():
    rows = []
    for n in range(2, 15, 2):
        worst = verify.check("numpy.linalg:solve", "solve(A, b)", A=f"hilbert({n})", b=f"ones({n})").row[
            "worst"
        ]
        kappa = float(worst["details"]["condition_number_of_2"].strip("[]").split()[0])
        digits = worst["digits"] or 0.0
        allowed = max(0.0, -math.log10(2.0**-53 * kappa))
        rows += [{"n": n, "digits": digits, "what": "certified"}]
        rows += [{"n": n, "digits": allowed, "what": "kappa times half an ulp allow"}]
        print(f"n = {n:2}: kappa {kappa:.1e}, {digits:5.2f} digits, inherent: {worst['inherent']}")
    draw(rows)


def draw(rows):
    import altair as alt  # here, and not above: what a module imports is followed with its functions
    from picture import save

    chart = alt.Chart(alt.InlineData(rows)).mark_line(point=True)
    save(
        chart.encode(
            x=alt.X("n:Q", title="rows of the matrix"),
            y=alt.Y("digits:Q", title="digits (normwise)"),
            color=alt.Color("what:N", title=None),
            strokeDash="what:N",
        ),
        "hilbert",
    )


if __name__ == "__main__":
    main()

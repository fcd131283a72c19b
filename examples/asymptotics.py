"""Asymptotic series: more terms help until the smallest one, and ruin the result after it.

x e^x E1(x) = 1 - 1/x + 2!/x^2 - 3!/x^3 + ... diverges for every x. The error of a partial sum is below the
first term that is left out; so the best one can do is to stop at the smallest term, near n = x, with an
error of about e^-x. What is measured is truncation: rounding is far below it.
"""

import math

import verify


def partial(x, terms):
    total = term = 1.0
    for k in range(1, terms):
        term = -term * k / x
        total = total + term
    return total


def main():
    rows = []
    for x in (5.0, 10.0):
        for terms in range(1, 25):
            found = verify.check(partial, "x*exp(x)*e1(x)", x=(1, 20), at={"x": x}, fixed={"terms": terms})
            digits = found.row["worst"]["digits"]
            theory = -math.log10(math.gamma(terms + 1) / x**terms)
            rows.append({"terms": terms, "digits": digits, "theory": max(theory, 0.0), "x": f"x = {x:g}"})
        best = max((row for row in rows if row["x"] == f"x = {x:g}"), key=lambda row: row["digits"])
        print(f"x = {x:g}: best with {best['terms']} terms, {best['digits']:.2f} digits")
    draw(rows)


def draw(rows):
    import altair as alt  # here, and not above: what a module imports is followed with its functions
    from picture import save

    base = alt.Chart(alt.InlineData(rows)).encode(
        x=alt.X("terms:Q", title="terms"), color=alt.Color("x:N", title=None)
    )
    points = base.mark_point(filled=True).encode(y=alt.Y("digits:Q", title="certified digits"))
    save(base.mark_line(strokeDash=[4, 3]).encode(y="theory:Q") + points, "asymptotics")


if __name__ == "__main__":
    main()

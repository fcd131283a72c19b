"""Cancellation: bits that a subtraction cancels are digits that the result does not have.

(1 - cos x)/x^2 tends to 1/2 as x tends to 0, but 1 - cos x cancels all that the two have in common.
`verify.blame` counts the bits that are cancelled, and the digits that are left, at one input after the
other. Each cancelled bit costs log10(2) of a digit, which is the line; where the cosine was rounded by less
than half an ulp, a point lies above it.
"""

import math

import verify


def f(x):
    c = math.cos(x)
    return (1 - c) / (x * x)


def main():
    rows = []
    for k in range(1, 9):
        found = verify.blame(f, x=0.7 * 10.0 ** (-k))
        (worst,) = [line for line in found.guilty if line["magnifies"]]
        bits = worst["cancelled_bits"]
        rows.append({"x": 0.7 * 10.0**-k, "bits": bits, "digits": found.row["digits"]})
        print(f"x = {rows[-1]['x']:.1e}: {bits:5.1f} bits cancelled, {rows[-1]['digits']:5.2f} digits left")
    draw(rows)


def draw(rows):
    import altair as alt  # here, and not above: what a module imports is followed with its functions
    from picture import save

    line = [{"bits": b, "digits": max(0.0, (53 - b) * math.log10(2))} for b in range(54)]
    points = alt.Chart(alt.InlineData(rows)).mark_point(filled=True, size=70)
    theory = alt.Chart(alt.InlineData(line)).mark_line(strokeDash=[4, 3])
    where = {
        "x": alt.X("bits:Q", title="bits cancelled by 1 - c"),
        "y": alt.Y("digits:Q", title="certified digits"),
    }
    save(theory.encode(**where) + points.encode(**where), "cancellation")


if __name__ == "__main__":
    main()

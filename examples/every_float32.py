"""Every float32 of an interval: the largest error of numpy's exp is found and proved, not sampled.

A proved polynomial encloses the truth over many floats at once, so that a million inputs take a moment. The
answer is the maximum itself: what is found is what is proved.
"""

import numpy as np

import verify


def main():
    found = verify.check(np.exp, "exp(x)", x=(1, 1.125), format="float32", exhaustive=True)
    every = found.row["exhaustive"]
    low, high = every["max_ulps"]["low"], every["max_ulps"]["high"]
    print(f"{every['inputs']:,} inputs, {every['correctly_rounded']:,} correctly rounded")
    print(f"the largest error lies between {low:.6f} and {high:.6f} ulps, at {every['at']['x']}")
    rows = [{"ulps": edge, "inputs": count} for edge, count in every["histogram"]]
    draw(rows)


def draw(rows):
    import altair as alt  # here, and not above: what a module imports is followed with its functions
    from picture import save

    chart = alt.Chart(alt.InlineData(rows)).mark_bar()
    save(
        chart.encode(
            x=alt.X("ulps:O", title="error in ulps, from"),
            y=alt.Y("inputs:Q", title="how many float32 inputs"),
        ),
        "every_float32",
    )


if __name__ == "__main__":
    main()

"""A wrong result, and the line that made it: the textbook's variance of three large numbers.

The function is not edited. Its result is compared with what exact arithmetic makes of the same inputs;
every line has its share of the error, and the one to rewrite is the one that magnifies it.
"""

import verify


def variance(a, b, c):
    mean = (a + b + c) / 3
    squares = (a * a + b * b + c * c) / 3
    return squares - mean * mean


def main():
    found = verify.blame(variance, a=1e8, b=100000000.1, c=100000000.3)
    print(f"{float.fromhex(found.row['computed'])} instead of {found.row['exact']}")
    rows = []
    for line in found.guilty:
        what = "magnifies" if line["magnifies"] else "makes"
        print(f"{line['codes'][-1]}: {what}, share {line['share']:.3g}")
        rows.append({"line": line["codes"][-1], "share": line["share"], "what": what})
    draw(rows)


def draw(rows):
    import altair as alt  # here, and not above: what a module imports is followed with its functions
    from picture import save

    chart = alt.Chart(alt.InlineData(rows)).mark_bar()
    save(
        chart.encode(
            x=alt.X("share:Q", title="share of the rounding error (they add up to 1)"),
            y=alt.Y("line:N", title=None),
            color=alt.Color("what:N", title=None),
        ),
        "wrong_result",
    )


if __name__ == "__main__":
    main()

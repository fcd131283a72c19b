"""The arithmetics an algorithm's one body runs in: the same names in each, on other numbers.

A body is a plain function `body(R, *data, **parameters)`. `R` turns exact numbers into numbers of
the arithmetic and has the functions that are not operators:

    R(value)             int, float, fmpq or a ball's worth of exact number -> a number of R
    R.pi()
    R.sqrt(x) R.exp(x) R.expm1(x) R.log(x) R.log1p(x) R.sin(x) R.cos(x) R.tan(x) R.atan(x)
    R.pivot(column)      index of the entry to pivot on (largest magnitude)
"""

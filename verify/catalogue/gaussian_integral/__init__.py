"""The integral of exp(-a x^2 - eps x^4) over the real line: a series in eps, and a closed form."""

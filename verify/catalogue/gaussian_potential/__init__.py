"""The integral of exp(-a x^2 - eps x^(2m)) over the real line: the quartic case for every even power."""

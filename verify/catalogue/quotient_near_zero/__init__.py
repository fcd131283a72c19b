"""ln(1+x)/(x e^x) near 0: linear approximations the right way and the naive way."""

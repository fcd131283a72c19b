"""One file a problem, with its algorithms and claims. Declarations only; discovery finds them."""

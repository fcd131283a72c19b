"""Linear and quadratic approximations of sums, products and compositions."""

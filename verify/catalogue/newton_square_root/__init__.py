"""A square root by Newton's method, in float64 and exactly; the order of convergence."""

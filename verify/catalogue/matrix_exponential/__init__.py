"""The exponential of a matrix by its series, and by scaling and squaring, on three non-normal families."""

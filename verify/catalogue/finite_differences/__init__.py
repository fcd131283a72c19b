"""The derivative of a square root by differences, and the step where rounding overtakes truncation."""

"""The one eigenvalue of a matrix that is similar to a Jordan block: its condition number is infinite."""

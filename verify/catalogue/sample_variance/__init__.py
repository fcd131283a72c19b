"""The variance of numbers that share a large part, five ways."""

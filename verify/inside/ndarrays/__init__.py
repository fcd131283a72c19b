"""Arrays that are followed, and numpy's functions of them."""

"""What is checked: a function, its truth, its domain, and what is assumed of it."""

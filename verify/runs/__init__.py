"""Many tasks: planned, shared out among processes, and remembered."""

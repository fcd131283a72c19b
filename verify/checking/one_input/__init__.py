"""What is found at one input: its result judged, a failure, an input that does not count."""

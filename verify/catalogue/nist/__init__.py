"""NIST's Statistical Reference Datasets: every certified value judged; routines that look for them."""

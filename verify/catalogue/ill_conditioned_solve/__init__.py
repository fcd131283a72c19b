"""Ill-conditioned systems beside Hilbert's, and Wilkinson's, which is well-conditioned."""

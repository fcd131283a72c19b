"""Nine Taylor series of one variable, summed term by term inside their discs, at the edges and beyond."""

"""Examples of Kahan, Muller and Rump: recurrences that lie, a flat triangle, a polynomial that cancels."""

"""What resummation makes of the divergent series of the quartic integral: Pade and Borel-Pade."""

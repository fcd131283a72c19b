"""All families by name."""

from verify.mathematics.families import drawn, rational, spectral

FAMILIES = {f.name: f for f in (*rational.FAMILIES, *spectral.FAMILIES, *drawn.FAMILIES)}
